//! Why an order says no.

use terms::Money;

use crate::refusal::{Refuse, Severity};

/// Every reasoned no of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderRefusal {
    /// Nobody reported this order.
    UnknownOrder,
    /// Only the shop (integrator, admin) or the system may do this.
    NotAllowed,
    /// The report contradicts itself: `field` says where.
    Inconsistent {
        field: &'static str,
    },
    /// The price paid, or the amount the rule allows, does not suffice: `remaining` is what does.
    AboveCap {
        remaining: Money,
    },
    CurrencyDiffers,
    UnknownReservation,
    /// More than is reserved.
    AboveReservation {
        open: Money,
    },
    /// The very same was done before; nothing to do.
    AlreadyDone,
}

impl Refuse for OrderRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownOrder => "unknown_order",
            Self::NotAllowed => "not_allowed",
            Self::Inconsistent { .. } => "order_inconsistent",
            Self::AboveCap { .. } => "above_cap",
            Self::CurrencyDiffers => "currency_differs",
            Self::UnknownReservation => "unknown_reservation",
            Self::AboveReservation { .. } => "above_reservation",
            Self::AlreadyDone => "already_done",
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::UnknownOrder => Severity::NotFound,
            Self::NotAllowed => Severity::NotAllowed,
            Self::Inconsistent { .. } | Self::CurrencyDiffers => Severity::Invalid,
            Self::AboveCap { .. }
            | Self::UnknownReservation
            | Self::AboveReservation { .. }
            | Self::AlreadyDone => Severity::Conflict,
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Inconsistent { field } => Some(format!("/{field}")),
            Self::UnknownOrder
            | Self::NotAllowed
            | Self::AboveCap { .. }
            | Self::CurrencyDiffers
            | Self::UnknownReservation
            | Self::AboveReservation { .. }
            | Self::AlreadyDone => None,
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::AboveCap { remaining } => vec![("remaining", remaining.readable())],
            Self::AboveReservation { open } => vec![("open", open.readable())],
            Self::Inconsistent { field } => vec![("field", (*field).to_owned())],
            Self::UnknownOrder
            | Self::NotAllowed
            | Self::CurrencyDiffers
            | Self::UnknownReservation
            | Self::AlreadyDone => Vec::new(),
        }
    }
}
