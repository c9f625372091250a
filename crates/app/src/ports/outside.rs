//! What the application needs from the world outside the store: time, files, payments.

use bytes::Bytes;
use domain::payout::ProviderAnswer;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use terms::{EvidenceId, Instant, JobId, Money, Payer};

/// Where "now" comes from; a demo and tests move it. It never goes back for whoever asks twice.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Instant;
}

/// Why a file could not be taken or given.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Larger than allowed: `max` bytes.
    #[error("larger than {max} bytes")]
    TooLarge { max: u64 },
    #[error("empty")]
    Empty,
    /// What it is does not fit what it says it is, or it is of no type that we take.
    #[error("the file is {found}, which is not taken")]
    Disguised { found: String },
    #[error("no room left on the disk")]
    Full,
    #[error("the connection broke off")]
    BrokenOff,
    #[error("no such file")]
    Missing,
    #[error("the file store is not available: {0}")]
    Unavailable(String),
}

/// A file as it was taken in: hashed on the way, its type found from its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    pub sha256: String,
    pub size: u64,
    pub media_type: String,
    /// A copy without position and other metadata was made for others than its owner.
    pub has_clean_copy: bool,
}

/// Which of the two copies is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copy {
    /// Exactly the bytes that came in: for the owner, staff and the record.
    Original,
    /// Without position data (D8), where the format carries any; else the original.
    Clean,
}

/// A part of a file on its way out.
pub struct FilePart {
    pub total: u64,
    pub from: u64,
    pub length: u64,
    pub body: BoxStream<'static, std::io::Result<Bytes>>,
}

impl std::fmt::Debug for FilePart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FilePart")
            .field("total", &self.total)
            .field("from", &self.from)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

/// Where evidence files are kept.
pub trait EvidenceFiles: Send + Sync + 'static {
    /// Takes a file in, streamed, at most `max` bytes; nothing of it stays if it fails. `claimed` is the type
    /// that the sender says it is. Durable when answered.
    fn take<'a>(
        &'a self,
        id: EvidenceId,
        claimed: Option<String>,
        max: u64,
        body: BoxStream<'a, std::io::Result<Bytes>>,
    ) -> BoxFuture<'a, Result<StoredFile, FileError>>;

    /// Gives a file or a range of it (`from`, `length`; clipped to its size).
    fn give(
        &self,
        id: EvidenceId,
        copy: Copy,
        range: Option<(u64, Option<u64>)>,
    ) -> BoxFuture<'_, Result<FilePart, FileError>>;

    /// Opens a file for reading in a blocking thread, for a bundle.
    fn open(&self, id: EvidenceId, copy: Copy) -> Result<Box<dyn std::io::Read + Send>, FileError>;

    /// A file without a name on the disk where files are kept, for what is made before it is given out: it is gone when
    /// it is closed, also when the process dies. Blocks.
    fn scratch(&self) -> Result<std::fs::File, FileError>;

    /// Removes a file that no case uses.
    fn discard(&self, id: EvidenceId) -> BoxFuture<'_, Result<(), FileError>>;
}

/// A payment provider.
pub trait Payments: Send + Sync + 'static {
    /// Asks for a refund out of the merchant's account at the provider, or of the platform's. `key` is the idempotency key: the same key never pays twice.
    fn refund(
        &self,
        key: JobId,
        transaction: String,
        amount: Money,
        from: Payer,
    ) -> BoxFuture<'_, ProviderAnswer>;

    /// Asks what became of the refund under this key; `None`: the provider has never seen it.
    fn look_up(&self, key: JobId) -> BoxFuture<'_, Option<ProviderAnswer>>;
}
