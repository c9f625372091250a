//! Time limits: how long for which step, what follows when they pass, and how a date was worked out.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use terms::{DeadlineClass, Instant, RuleId};

macro_rules! keys {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $key)] $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The key in packs, events and text files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }
        }
    };
}

keys! {
    /// What someone must have done when the limit runs out.
    Step {
        Screening = "screening",
        SupplyInformation = "supply_information",
        /// The merchant sees the case; past it, the notice counts as delivered.
        Notice = "notice",
        Response = "response",
        OfferAnswer = "offer_answer",
        NegotiationEnd = "negotiation_end",
        NameMediator = "name_mediator",
        /// The mediator brings the sides together.
        Mediation = "mediation",
        /// A side answers the mediator's proposal.
        ProposalAnswer = "proposal_answer",
        NameDecider = "name_decider",
        Ruling = "ruling",
        /// A second person reads the ruling before it counts.
        RulingReview = "ruling_review",
        /// Until when either side may appeal.
        Appeal = "appeal",
        AppealRuling = "appeal_ruling",
        ReturnShipment = "return_shipment",
        ReturnReceipt = "return_receipt",
        Performance = "performance",
        ConfirmPerformance = "confirm_performance",
        ObjectToRefusal = "object_to_refusal",
        Reopen = "reopen",
        Rating = "rating",
        EvidenceAnswer = "evidence_answer",
        /// The longest that a case may be on hold.
        Hold = "hold",
    }
}

keys! {
    /// What follows when a limit passes; told in the notice beforehand.
    Consequence {
        PlatformStepsIn = "platform_steps_in",
        CaseClosesWithWayBack = "case_closes_with_way_back",
        CaseGoesOn = "case_goes_on",
        OfferExpires = "offer_expires",
        ProposalExpires = "proposal_expires",
        EscalatesToSupervisor = "escalates_to_supervisor",
        NoticeCountsAsDelivered = "notice_counts_as_delivered",
        CountsAsReceived = "counts_as_received",
        CountsAsPerformed = "counts_as_performed",
        CaseReopens = "case_reopens",
        ReturnLapses = "return_lapses",
        /// Only a right lapses; nobody had to act.
        RightLapses = "right_lapses",
    }
}

/// How long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amount {
    Hours(u32),
    CalendarDays(u32),
    BusinessDays(u32),
}

/// On which days a last day rolls on to the next working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rollover {
    None,
    /// Weekends and holidays (法定休假日, Civil Code 203).
    RestDays,
    /// Statutory holidays alone (法定节假日, SAMR order 121 art. 45).
    StatutoryHolidays,
}

/// A limit as the pack states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    pub step: Step,
    pub amount: Amount,
    pub class: DeadlineClass,
    pub rollover: Rollover,
    pub rule: RuleId,
    pub consequence: Consequence,
}

/// A limit worked out from a starting moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub at: Instant,
    /// The last day, in the pack's time zone.
    pub date: Date,
    /// It reaches beyond the last official calendar.
    pub provisional: bool,
    pub why: Vec<Why>,
}

/// One step of the working of a date; doors turn the code into a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    pub code: WhyCode,
    /// How many days or hours the step is about, where it is about a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    pub from: Date,
    pub to: Date,
    pub rule_id: RuleId,
}

keys! {
    /// What a step of the working did.
    WhyCode {
        DayOfEventNotCounted = "day_of_event_not_counted",
        CountedHours = "counted_hours",
        CountedCalendarDays = "counted_calendar_days",
        CountedBusinessDays = "counted_business_days",
        SkippedRestDays = "skipped_rest_days",
        MadeUpWorkdays = "made_up_workdays",
        RolledPastRestDays = "rolled_past_rest_days",
        EndsAtMidnight = "ends_at_midnight",
        CalendarProvisional = "calendar_provisional",
        Paused = "paused",
    }
}
