//! HTTP.

/// The API's description.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    todo!()
}
