//! The practice tenant's way out: the one HTTP client, handed in as its port.

use std::sync::Arc;

use async_trait::async_trait;
use emulator::webhooks::{Answer, LARGEST_ANSWER, Post, Unreachable, Webhooks};
use microsoft::{Reach, Webhook, WebhookError};

/// The real endpoints near by. `None` when no client can be made: then nobody is told, and the practice tenant works all the
/// same.
pub fn near_endpoints(reach: Reach) -> Option<Arc<dyn Webhooks>> {
    Webhook::new(reach).ok().map(|client| Arc::new(NearEndpoints(client)) as Arc<dyn Webhooks>)
}

struct NearEndpoints(Webhook);

#[async_trait]
impl Webhooks for NearEndpoints {
    async fn post(&self, post: Post) -> Result<Answer, Unreachable> {
        let limits = (post.within, LARGEST_ANSWER);
        let answer =
            self.0.post(post.url, post.content_type, post.body, limits).await.map_err(|error| match error {
                WebhookError::OutOfReach => Unreachable::OutOfReach,
                WebhookError::Late => Unreachable::Late,
                WebhookError::Failed => Unreachable::Failed,
            })?;
        Ok(Answer { status: answer.status, content_type: answer.content_type, body: answer.body })
    }
}
