//! Switching an app off and on again, and bringing back what was deleted.
//!
//! Source: <https://learn.microsoft.com/entra/identity-platform/howto-remove-app>,
//! <https://learn.microsoft.com/graph/api/directory-deleteditems-restore>

use domain::{AppObjectId, ServicePrincipalId};
use http::Method;
use serde_json::{Value, json};

use super::Graph;
use crate::caller::{Call, Mode};
use crate::error::found;
use crate::{Error, Write};

const READ: &[&str] = &["Application.Read.All"];
const WRITE: &[&str] = &["Application.ReadWrite.All"];

impl<M: Mode> Graph<M> {
    /// Whether an app registration is switched off in every tenant.
    ///
    /// # Errors
    /// See [`Error`]; not found is `None`.
    pub async fn application_is_disabled(&self, id: AppObjectId) -> Result<Option<bool>, Error> {
        let path = format!("v1.0/applications/{id}?$select=id,isDisabled");
        let body: Option<Value> = found(self.get(Call::get("GET /applications/{id}", path, READ)).await)?;
        Ok(body.map(|body| body["isDisabled"].as_bool().unwrap_or_default()))
    }
}

impl Graph<Write> {
    /// Switches sign-in with an enterprise app on or off in this tenant. <https://learn.microsoft.com/graph/api/serviceprincipal-update>
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn set_sign_in(&self, id: ServicePrincipalId, enabled: bool) -> Result<(), Error> {
        let path = format!("v1.0/servicePrincipals/{id}");
        let body = json!({ "accountEnabled": enabled });
        let call = Call::write("PATCH /servicePrincipals/{id}", Method::PATCH, path, WRITE, Some(body));
        self.write(call).await.map(drop)
    }

    /// Brings back an app registration or an enterprise app out of the deleted ones; false when it is not among them.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn restore(&self, id: impl std::fmt::Display + Send) -> Result<bool, Error> {
        let path = format!("v1.0/directory/deletedItems/{id}/restore");
        let call = Call::write("POST /directory/deletedItems/{id}/restore", Method::POST, path, WRITE, Some(json!({})));
        Ok(found(self.write(call).await)?.is_some())
    }
}
