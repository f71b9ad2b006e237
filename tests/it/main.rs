//! Everything seen from outside, in one binary: one file per surface.

mod architecture;
mod calls;
mod desk;
mod durable;
mod files;
mod http;
mod leak;
mod mail;
mod publish;
mod real_kb;
mod site;
mod store;
mod support;
