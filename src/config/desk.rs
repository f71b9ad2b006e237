//! `[desk]`: departments, service levels, business hours, routing.

use serde::Deserialize;

use crate::desk::{BusinessHours, Department, RoutingRule, SlaPolicy};

/// Section `[desk]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeskConfig {
    /// When the desk is open.
    pub hours: BusinessHours,
    /// What is promised: the first policy that fits a ticket holds.
    pub sla: Vec<SlaPolicy>,
    /// Departments, in the order in which forms offer them.
    pub departments: Vec<Department>,
    /// Where tickets go: the first rule that says something holds.
    pub routing: Vec<RoutingRule>,
    /// Hours a session of an agent lasts without use.
    pub session_hours: u32,
    /// Days after which a solved ticket is closed for good.
    pub close_after_days: u32,
    /// Days after which conversations, searches and closed tickets are erased; 0 keeps them.
    pub retention_days: u32,
}

impl Default for DeskConfig {
    fn default() -> Self {
        Self {
            hours: BusinessHours::default(),
            sla: vec![SlaPolicy::default()],
            departments: Vec::new(),
            routing: Vec::new(),
            session_hours: 12,
            close_after_days: 7,
            retention_days: 0,
        }
    }
}
