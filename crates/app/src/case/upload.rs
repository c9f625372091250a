//! A file comes in, before it is evidence of anything: limits by person and day, streamed to where files are kept.

use bytes::Bytes;
use futures_util::stream::BoxStream;
use terms::{EvidenceId, EvidenceKind, Ids, PersonId, clean_line};

use crate::app::App;
use crate::ports::{AppendError, FileError, StoreError, StoredFile};
use crate::queries::uploads;

/// Most files and bytes that one person may upload within a day.
pub const FILES_A_DAY: i64 = 500;
pub const BYTES_A_DAY: i64 = 20 * 1024 * 1024 * 1024;

/// A file that was taken in.
#[derive(Debug, Clone)]
pub struct Received {
    pub id: EvidenceId,
    pub name: String,
    pub kind: EvidenceKind,
    pub file: StoredFile,
}

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    #[error(transparent)]
    File(#[from] FileError),
    /// Too many files or bytes within a day.
    #[error("too much within a day")]
    TooMuch,
    #[error("the file's name cannot be kept")]
    Name,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a file in; durable when answered. A file that could not be written down does not stay.
///
/// # Errors
/// The file's own, `TooMuch`, `Name`, the store's.
pub async fn take_upload(
    app: &App,
    owner: PersonId,
    name: &str,
    claimed: Option<String>,
    body: BoxStream<'_, std::io::Result<Bytes>>,
) -> Result<Received, UploadError> {
    let now = app.clock.now();
    let (files, bytes) = uploads::since(app, owner, now.plus_seconds(-24 * 3600)).await?;
    if files >= FILES_A_DAY || bytes >= BYTES_A_DAY {
        return Err(UploadError::TooMuch);
    }
    let name =
        clean_line(name.rsplit(['/', '\\']).next().unwrap_or(name), 200).map_err(|_| UploadError::Name)?;
    let id = {
        let mut entropy = app.entropy();
        EvidenceId(Ids::new(now, entropy.as_mut()).uuid())
    };
    let file = app.files.take(id, claimed, app.limits.max_upload, body).await?;
    let kind = kind_of(&file.media_type);
    if let Err(error) = uploads::insert(app, id, owner, &name, kind, &file).await {
        app.files.discard(id).await?;
        return Err(match error {
            AppendError::Store(error) => error.into(),
            AppendError::Conflict(_) | AppendError::Repeated(_) | AppendError::Taken { .. } => {
                UploadError::TooMuch
            }
        });
    }
    Ok(Received { id, name, kind, file })
}

/// What a file is taken for until someone says otherwise.
fn kind_of(media_type: &str) -> EvidenceKind {
    match media_type.split('/').next() {
        Some("image") => EvidenceKind::Photo,
        Some("video") => EvidenceKind::Video,
        Some("audio") => EvidenceKind::Audio,
        Some(_) | None => EvidenceKind::Document,
    }
}
