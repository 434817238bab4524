//! Client secrets of app registrations. Microsoft tells a secret's text once, in the answer that makes it.
//!
//! Source: <https://learn.microsoft.com/graph/api/resources/passwordcredential>

use domain::{AppObjectId, KeyId, SecretText, Timestamp};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Application, Graph, unreadable};
use crate::caller::Call;
use crate::{Error, Write};

const WRITE: &[&str] = &["Application.ReadWrite.All"];

/// A client secret of an app, without its text. Taken from [`Application::password_credentials`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordCredential {
    /// Its id; portals call it "Secret ID".
    pub key_id: KeyId,
    /// Its description.
    pub display_name: Option<String>,
    /// The first three characters of its text.
    pub hint: Option<String>,
    /// Start of validity.
    pub start_date_time: Option<Timestamp>,
    /// End of validity.
    pub end_date_time: Option<Timestamp>,
}

/// A client secret that was just made. Cannot be printed, cloned or serialised.
pub struct MadeSecret {
    /// Its id.
    pub key_id: KeyId,
    /// The first three characters of its text.
    pub hint: Option<String>,
    /// End of validity.
    pub end: Option<Timestamp>,
    /// What must be kept: nobody tells it a second time.
    pub text: SecretText,
}

impl Application {
    /// The client secrets, typed.
    #[must_use]
    pub fn secrets(&self) -> Vec<PasswordCredential> {
        self.password_credentials.iter().filter_map(|value| serde_json::from_value(value.clone()).ok()).collect()
    }
}

impl Graph<Write> {
    /// Makes a client secret that is valid until `end`; without an end it would be two years.
    /// <https://learn.microsoft.com/graph/api/application-addpassword>
    ///
    /// # Errors
    /// See [`Error`]. After a lost answer there may be a secret that nobody knows.
    pub async fn add_password(&self, app: AppObjectId, name: &str, end: Timestamp) -> Result<MadeSecret, Error> {
        let operation = "POST /applications/{id}/addPassword";
        let body = json!({ "passwordCredential": { "displayName": name, "endDateTime": end } });
        let path = format!("v1.0/applications/{app}/addPassword");
        let mut made = self.write(Call::write(operation, Method::POST, path, WRITE, Some(body))).await?;
        // Taken out by hand: an error of the decoder could quote what it stumbled over.
        let Some(Value::String(text)) = made.get_mut("secretText").map(Value::take) else {
            return Err(unreadable(operation, 200, "there is no secret in it".to_owned()));
        };
        let text = SecretText::new(text);
        let member = |name: &str| made.get(name).and_then(Value::as_str);
        let Some(key_id) = member("keyId").and_then(|id| KeyId::parse(id).ok()) else {
            return Err(unreadable(operation, 200, "the secret has no id".to_owned()));
        };
        let end = member("endDateTime").and_then(|at| Timestamp::parse(at).ok());
        Ok(MadeSecret { key_id, hint: member("hint").map(ToOwned::to_owned), end, text })
    }

    /// Removes a client secret. <https://learn.microsoft.com/graph/api/application-removepassword>
    ///
    /// # Errors
    /// See [`Error`]; already gone is fine. 404 is the app's, which a replica that is behind says too.
    pub async fn remove_password(&self, app: AppObjectId, id: KeyId) -> Result<(), Error> {
        let path = format!("v1.0/applications/{app}/removePassword");
        let body = json!({ "keyId": id });
        let call = Call::write("POST /applications/{id}/removePassword", Method::POST, path, WRITE, Some(body));
        match self.write(call).await {
            // There is no code for it.
            Err(error) if error.is_status(400) && error.says("no password credential found") => Ok(()),
            answered => answered.map(drop),
        }
    }
}
