//! What a job is to do, as the store keeps it.

use domain::policies::Reaction;
use serde::{Deserialize, Serialize};
use terms::{DeadlineId, DisputeId, Instant, JobId, StreamId};

use crate::ports::{Job, NewJob, StoreError};

/// A job's content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// A case's time limit runs out.
    Deadline { dispute: DisputeId, deadline: DeadlineId },
    /// What a policy made of a fact of `stream`.
    Reaction { stream: StreamId, reaction: Reaction },
}

impl Work {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Deadline { .. } => "deadline",
            Self::Reaction { reaction: Reaction::Command { .. }, .. } => "command",
            Self::Reaction { reaction: Reaction::Effect { .. }, .. } => "effect",
        }
    }

    /// The job for it.
    ///
    /// # Errors
    /// Damaged, should it not be representable (never for our own types).
    pub fn job(&self, id: JobId, run_at: Instant) -> Result<NewJob, StoreError> {
        let run_at = match self {
            Self::Reaction { reaction: Reaction::Command { at: Some(at), .. }, .. } => *at,
            Self::Reaction { .. } | Self::Deadline { .. } => run_at,
        };
        let payload = serde_json::to_vec(self).map_err(|e| StoreError::Damaged(e.to_string()))?;
        Ok(NewJob { id, run_at, kind: self.kind(), payload })
    }

    /// What a stored job is to do.
    ///
    /// # Errors
    /// Damaged if its content cannot be read.
    pub fn read(job: &Job) -> Result<Self, StoreError> {
        serde_json::from_slice(&job.payload).map_err(|e| StoreError::Damaged(format!("job {}: {e}", job.id)))
    }
}
