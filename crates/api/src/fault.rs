//! Why a request was not carried out, on its way to becoming a problem document in the caller's language.

use std::sync::Arc;

use app::case::{BundleError, SealError, UploadError};
use app::execute::ExecuteError;
use app::ports::{AppendError, FileError, StoreError};
use app::show::AllowedAction;
use axum::response::{IntoResponse, Response};
use domain::{Refuse, Severity};
use http::StatusCode;

use crate::trouble::Trouble;

/// One field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldFault {
    /// JSON pointer (RFC 6901), or the parameter's name for a query.
    pub pointer: String,
    pub code: String,
    /// What a programmer needs to know; the problem's own sentence where there is nothing to add.
    pub detail: Option<String>,
}

/// Everything a problem document is made of, but the language.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub status: StatusCode,
    pub refusal: Arc<dyn Refuse + Send + Sync>,
    pub more: Box<More>,
}

/// What a problem says beyond its code.
#[derive(Debug, Clone, Default)]
pub(crate) struct More {
    pub errors: Vec<FieldFault>,
    pub allowed: Option<Vec<AllowedAction>>,
    /// The open case that a duplicate can join.
    pub number: Option<String>,
    /// The present version, where an older one was insisted on.
    pub version: Option<u64>,
    /// Seconds after which trying again makes sense.
    pub retry_after: Option<u64>,
}

impl Fault {
    fn new(status: StatusCode, refusal: Arc<dyn Refuse + Send + Sync>) -> Self {
        let errors = refusal.pointer().map(|pointer| FieldFault {
            pointer,
            code: refusal.code().to_owned(),
            detail: None,
        });
        let errors = errors.into_iter().collect();
        Self { status, refusal, more: Box::new(More { errors, ..More::default() }) }
    }

    /// A reasoned no of the domain.
    pub(crate) fn refused(refusal: Arc<dyn Refuse + Send + Sync>) -> Self {
        let status = match refusal.severity() {
            Severity::NotFound => StatusCode::NOT_FOUND,
            Severity::NotAllowed => StatusCode::FORBIDDEN,
            Severity::Conflict => StatusCode::CONFLICT,
            Severity::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, refusal)
    }

    /// A field of the body, told with its pointer.
    pub(crate) fn field(pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        let error =
            FieldFault { pointer: pointer.into(), code: code.to_owned(), detail: Some(detail.into()) };
        Self::from(Trouble::FieldInvalid).about(vec![error])
    }

    /// A parameter of the address.
    pub(crate) fn query(name: &str, detail: impl Into<String>) -> Self {
        let error = FieldFault {
            pointer: name.to_owned(),
            code: "query_invalid".to_owned(),
            detail: Some(detail.into()),
        };
        Self::from(Trouble::QueryInvalid).about(vec![error])
    }

    /// The same, about these fields.
    pub(crate) fn about(mut self, errors: Vec<FieldFault>) -> Self {
        self.more.errors = errors;
        self
    }

    /// Not allowed, and these are.
    pub(crate) fn not_allowed(but: Vec<AllowedAction>) -> Self {
        let mut fault = Self::from(Trouble::NotAllowed);
        fault.more.allowed = Some(but);
        fault
    }

    pub(crate) fn is_not_allowed(&self) -> bool {
        self.status == StatusCode::FORBIDDEN
    }
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        let retry_after = match trouble.status() {
            StatusCode::SERVICE_UNAVAILABLE => Some(2),
            StatusCode::INSUFFICIENT_STORAGE => Some(300),
            // Uploads are counted by the day.
            StatusCode::TOO_MANY_REQUESTS => Some(3600),
            _ => None,
        };
        let mut fault = Self::new(trouble.status(), Arc::new(trouble));
        fault.more.retry_after = retry_after;
        fault
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Trouble::StorageFull.into(),
            StoreError::Unavailable(why) => {
                tracing::warn!(%why, "the store is not available");
                Trouble::Unavailable.into()
            }
            StoreError::Damaged(why) => {
                tracing::error!(%why, "the store is damaged");
                Trouble::InternalError.into()
            }
        }
    }
}

impl From<AppendError> for Fault {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Store(error) => error.into(),
            AppendError::Conflict(_) | AppendError::Repeated(_) | AppendError::Taken { .. } => {
                Trouble::Busy.into()
            }
        }
    }
}

impl From<ExecuteError> for Fault {
    fn from(error: ExecuteError) -> Self {
        match error {
            ExecuteError::Refused(refusal) => Self::refused(Arc::from(refusal)),
            ExecuteError::Stale { version } => {
                let mut fault = Self::from(Trouble::StaleVersion);
                fault.more.version = Some(version);
                fault
            }
            ExecuteError::KeyReused => Trouble::IdempotencyKeyReused.into(),
            ExecuteError::Busy => Trouble::Busy.into(),
            ExecuteError::Store(error) => error.into(),
        }
    }
}

impl From<FileError> for Fault {
    fn from(error: FileError) -> Self {
        match error {
            FileError::TooLarge { max } => Trouble::FileTooLarge { max }.into(),
            FileError::Empty => Trouble::FileEmpty.into(),
            FileError::Disguised { found } => Trouble::FileTypeNotTaken { found }.into(),
            FileError::Full => Trouble::StorageFull.into(),
            FileError::BrokenOff => Trouble::FileBrokenOff.into(),
            FileError::Missing => Trouble::UnknownEvidence.into(),
            FileError::Unavailable(why) => {
                tracing::warn!(%why, "evidence files are not available");
                Trouble::Unavailable.into()
            }
        }
    }
}

impl From<UploadError> for Fault {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::File(error) => error.into(),
            UploadError::TooMuch => Trouble::TooManyUploads.into(),
            UploadError::Name => Trouble::FileNameInvalid.into(),
            UploadError::Store(error) => error.into(),
        }
    }
}

impl From<BundleError> for Fault {
    fn from(error: BundleError) -> Self {
        match error {
            BundleError::NotFound => Trouble::UnknownDispute.into(),
            BundleError::Store(error) => error.into(),
            BundleError::File(FileError::Full) => Trouble::StorageFull.into(),
            BundleError::File(error) => {
                tracing::error!(%error, "the evidence of a case cannot be read");
                Trouble::Unavailable.into()
            }
            BundleError::Write(error) => {
                tracing::error!(%error, "a bundle could not be sealed");
                Trouble::InternalError.into()
            }
        }
    }
}

impl From<SealError> for Fault {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Bundle(error) => error.into(),
            SealError::OneAtATime => {
                let mut fault = Self::from(Trouble::BundleUnderWay);
                fault.more.retry_after = Some(60);
                fault
            }
            SealError::Busy => Trouble::Unavailable.into(),
            SealError::Custody(error) => error.into(),
            SealError::Scratch(error) => {
                tracing::warn!(%error, "a bundle has no place to be written to");
                Trouble::StorageFull.into()
            }
        }
    }
}

impl IntoResponse for Fault {
    /// The status alone: [`crate::finish`] writes the document, for it knows the language.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
