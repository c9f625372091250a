//! Every problem that the API itself finds, before or beside what the domain refuses.

use domain::{Refuse, Severity};
use http::StatusCode;

/// A problem of the door; its code has a sentence and a next step in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    SignInNeeded,
    /// Signed in, but this door is not for this role.
    NotAllowed,
    UnknownRoute,
    MethodNotAllowed,
    UnsupportedMediaType,
    MalformedJson,
    FieldInvalid,
    QueryInvalid,
    /// The body is larger than `max` bytes.
    TooLarge {
        max: u64,
    },
    IdempotencyKeyReused,
    IdempotencyKeyInvalid,
    StaleVersion,
    IfMatchInvalid,
    TooManyRequests,
    Busy,
    StorageFull,
    Unavailable,
    InternalError,
    KindMissing,
    UnknownDispute,
    UnknownPenalty,
    UnknownMerchant,
    UnknownOrder,
    UnknownEvidence,
    /// The file holds a position that could not be taken out: only its owner's side and staff get it (D8).
    FileWithheld,
    FileTooLarge {
        max: u64,
    },
    FileEmpty,
    FileTypeNotTaken {
        found: String,
    },
    FileBrokenOff,
    FileNameInvalid,
    TooManyUploads,
    /// The caller's earlier bundle is still being sealed or taken.
    BundleUnderWay,
    /// Today’s limit for people without an account at one address.
    TooManyComplaints,
    RangeNotSatisfiable,
}

impl Trouble {
    /// One of each, for the documents and for the test that every code has its sentences.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![
            Self::SignInNeeded,
            Self::NotAllowed,
            Self::UnknownRoute,
            Self::MethodNotAllowed,
            Self::UnsupportedMediaType,
            Self::MalformedJson,
            Self::FieldInvalid,
            Self::QueryInvalid,
            Self::TooLarge { max: 1 },
            Self::IdempotencyKeyReused,
            Self::IdempotencyKeyInvalid,
            Self::StaleVersion,
            Self::IfMatchInvalid,
            Self::TooManyRequests,
            Self::Busy,
            Self::StorageFull,
            Self::Unavailable,
            Self::InternalError,
            Self::KindMissing,
            Self::UnknownDispute,
            Self::UnknownPenalty,
            Self::UnknownMerchant,
            Self::UnknownOrder,
            Self::UnknownEvidence,
            Self::FileWithheld,
            Self::FileTooLarge { max: 1 },
            Self::FileEmpty,
            Self::FileTypeNotTaken { found: "text/html".to_owned() },
            Self::FileBrokenOff,
            Self::FileNameInvalid,
            Self::TooManyUploads,
            Self::BundleUnderWay,
            Self::TooManyComplaints,
            Self::RangeNotSatisfiable,
        ]
    }

    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::MalformedJson | Self::IfMatchInvalid | Self::FileBrokenOff => StatusCode::BAD_REQUEST,
            Self::SignInNeeded => StatusCode::UNAUTHORIZED,
            Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::UnknownRoute
            | Self::UnknownDispute
            | Self::UnknownPenalty
            | Self::UnknownMerchant
            | Self::UnknownOrder
            | Self::UnknownEvidence
            | Self::FileWithheld => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::StaleVersion => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge { .. } | Self::FileTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType | Self::FileTypeNotTaken { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::RangeNotSatisfiable => StatusCode::RANGE_NOT_SATISFIABLE,
            Self::FieldInvalid
            | Self::QueryInvalid
            | Self::IdempotencyKeyReused
            | Self::IdempotencyKeyInvalid
            | Self::KindMissing
            | Self::FileEmpty
            | Self::FileNameInvalid => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooManyRequests | Self::TooManyUploads | Self::BundleUnderWay | Self::TooManyComplaints => {
                StatusCode::TOO_MANY_REQUESTS
            }
            Self::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
        }
    }

    /// The problem for a status that something below us answered with.
    #[must_use]
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            400 => Self::QueryInvalid,
            401 => Self::SignInNeeded,
            403 => Self::NotAllowed,
            404 => Self::UnknownRoute,
            405 => Self::MethodNotAllowed,
            413 => Self::TooLarge { max: crate::json::MAX_BODY },
            415 => Self::UnsupportedMediaType,
            422 => Self::FieldInvalid,
            503 => Self::Unavailable,
            _ => Self::InternalError,
        }
    }
}

impl Refuse for Trouble {
    fn code(&self) -> &'static str {
        match self {
            Self::SignInNeeded => "sign_in_needed",
            Self::NotAllowed => "not_allowed",
            Self::UnknownRoute => "unknown_route",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::MalformedJson => "malformed_json",
            Self::FieldInvalid => "field_invalid",
            Self::QueryInvalid => "query_invalid",
            Self::TooLarge { .. } => "too_large",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
            Self::IdempotencyKeyInvalid => "idempotency_key_invalid",
            Self::StaleVersion => "stale_version",
            Self::IfMatchInvalid => "if_match_invalid",
            Self::TooManyRequests => "too_many_requests",
            Self::Busy => "busy",
            Self::StorageFull => "storage_full",
            Self::Unavailable => "unavailable",
            Self::InternalError => "internal_error",
            Self::KindMissing => "kind_missing",
            Self::UnknownDispute => "unknown_dispute",
            Self::UnknownPenalty => "unknown_penalty",
            Self::UnknownMerchant => "unknown_merchant",
            Self::UnknownOrder => "unknown_order",
            Self::UnknownEvidence => "unknown_evidence",
            Self::FileWithheld => "file_withheld",
            Self::FileTooLarge { .. } => "file_too_large",
            Self::FileEmpty => "file_empty",
            Self::FileTypeNotTaken { .. } => "file_type_not_taken",
            Self::FileBrokenOff => "file_broken_off",
            Self::FileNameInvalid => "file_name_invalid",
            Self::TooManyUploads => "too_many_uploads",
            Self::BundleUnderWay => "bundle_under_way",
            Self::TooManyComplaints => "too_many_complaints",
            Self::RangeNotSatisfiable => "range_not_satisfiable",
        }
    }

    fn severity(&self) -> Severity {
        match self.status() {
            StatusCode::NOT_FOUND => Severity::NotFound,
            StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => Severity::NotAllowed,
            status if status.is_server_error() => Severity::Conflict,
            _ => Severity::Invalid,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLarge { max } | Self::FileTooLarge { max } => vec![("max", readable(*max))],
            Self::FileTypeNotTaken { found } => vec![("found", found.clone())],
            Self::SignInNeeded
            | Self::NotAllowed
            | Self::UnknownRoute
            | Self::MethodNotAllowed
            | Self::UnsupportedMediaType
            | Self::MalformedJson
            | Self::FieldInvalid
            | Self::QueryInvalid
            | Self::IdempotencyKeyReused
            | Self::IdempotencyKeyInvalid
            | Self::StaleVersion
            | Self::IfMatchInvalid
            | Self::TooManyRequests
            | Self::Busy
            | Self::StorageFull
            | Self::Unavailable
            | Self::InternalError
            | Self::KindMissing
            | Self::UnknownDispute
            | Self::UnknownPenalty
            | Self::UnknownMerchant
            | Self::UnknownOrder
            | Self::UnknownEvidence
            | Self::FileWithheld
            | Self::FileEmpty
            | Self::FileBrokenOff
            | Self::FileNameInvalid
            | Self::TooManyUploads
            | Self::BundleUnderWay
            | Self::TooManyComplaints
            | Self::RangeNotSatisfiable => Vec::new(),
        }
    }
}

/// Bytes in the largest unit that leaves a whole number: `2 GiB`.
fn readable(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["B", "KiB", "MiB", "GiB"];
    let mut left = bytes;
    let mut unit = 0;
    while left >= 1024 && left.is_multiple_of(1024) && unit + 1 < UNITS.len() {
        left /= 1024;
        unit += 1;
    }
    format!("{left} {}", UNITS[unit])
}
