//! The closed vocabularies of the field, each with the key that code, API and text files share.

use std::fmt;
use std::str::FromStr;

/// A key that is in none of our vocabularies; carries what was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a {vocabulary}")]
pub struct UnknownWord {
    pub vocabulary: &'static str,
    pub given: String,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $key)] $variant),+ }

        impl $name {
            /// Every word of this vocabulary, in the order people expect.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The key in code, API and text files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(given: &str) -> Result<Self, UnknownWord> {
                match given {
                    $($key => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { vocabulary: stringify!($name), given: given.to_owned() }),
                }
            }
        }
    };
}

words! {
    /// Where a dispute stands (UNCITRAL's stages, with screening before and closed after). Computed, never stored.
    Stage {
        Screening = "screening",
        Negotiation = "negotiation",
        Mediation = "mediation",
        Ruling = "ruling",
        Closed = "closed",
    }
}

words! {
    /// Who must act now. Computed, never stored.
    Status {
        UnderReview = "under_review",
        WaitingForConsumer = "waiting_for_consumer_response",
        WaitingForRespondent = "waiting_for_respondent_response",
        WaitingForThirdParty = "waiting_for_third_party",
        OnHold = "on_hold",
        Resolved = "resolved",
    }
}

words! {
    /// How a dispute ended.
    OutcomeCode {
        ResolvedByAgreement = "resolved_by_agreement",
        ResolvedConsumerFavour = "resolved_consumer_favour",
        ResolvedMerchantFavour = "resolved_merchant_favour",
        ResolvedSplit = "resolved_split",
        ResolvedWithPayout = "resolved_with_payout",
        Withdrawn = "withdrawn",
        Refused = "refused",
        Referred = "referred",
        Expired = "expired",
        Merged = "merged",
    }
}

words! {
    /// What a decision against a merchant does (G4).
    MeasureKind {
        Points = "points",
        Warning = "warning",
        SearchDemotion = "search_demotion",
        DepositCharge = "deposit_charge",
        Delisting = "delisting",
        ShopClosure = "shop_closure",
    }
}

words! {
    /// What a merchant must do to put things right, and shows (G4, G5, G7).
    DutyKind {
        Training = "training",
        Rectification = "rectification",
        SpotCheck = "spot_check",
    }
}

words! {
    /// Why goods may be held before anything is decided: nothing else allows it (G4).
    HoldGround {
        Danger = "danger",
        Counterfeit = "counterfeit",
        Fraud = "fraud",
    }
}

words! {
    /// What has a time limit in a penalty case, and in getting back what was advanced for a merchant.
    PenaltyStep {
        /// The merchant sees the charge; past it, the notice counts as delivered.
        Notice = "notice",
        Answer = "answer",
        Decision = "decision",
        Appeal = "appeal",
        AppealDecision = "appeal_decision",
        HoldReview = "hold_review",
        /// What the decision made a merchant do.
        Duty = "duty",
        /// How long points count.
        Points = "points",
        /// Until when a merchant pays back what was advanced for it.
        Recovery = "recovery",
    }
}

words! {
    /// Where a penalty case stands.
    PenaltyPhase {
        Charged = "charged",
        Answered = "answered",
        Decided = "decided",
        Appealed = "appealed",
        Closed = "closed",
    }
}

words! {
    /// Where a measure stands.
    MeasureState {
        InForce = "in_force",
        /// It waits for the decision on appeal.
        Stayed = "stayed",
        Ended = "ended",
        /// It was taken back.
        Lifted = "lifted",
    }
}

words! {
    /// Where a duty stands.
    DutyState {
        Due = "due",
        /// The merchant says that it is done.
        Reported = "reported",
        Passed = "passed",
        Failed = "failed",
        /// The decision that it came from was taken back.
        Cancelled = "cancelled",
    }
}

words! {
    /// How a violation came to light (DSA 17 (3) b, c).
    FoundBy {
        Ruling = "ruling",
        Notice = "notice",
        OwnInitiative = "own_initiative",
        System = "system",
    }
}

words! {
    /// Out of whose pocket a payment comes.
    Payer {
        Merchant = "merchant",
        Platform = "platform",
    }
}

words! {
    /// What can be given to put a wrong right.
    RemedyType {
        Refund = "refund",
        PartialRefund = "partial_refund",
        RefundWithReturn = "refund_with_return",
        Replacement = "replacement",
        Resend = "resend",
        Repair = "repair",
        Compensation = "compensation",
        StatutoryDamages = "statutory_damages",
        PriceDifference = "price_difference",
        FeeRefund = "fee_refund",
        Discount = "discount",
        StoreCredit = "store_credit",
        Apology = "apology",
        ExtraService = "extra_service",
        Dispatch = "dispatch",
        CancelOrder = "cancel_order",
        RestoreReview = "restore_review",
        CeaseContact = "cease_contact",
        Correction = "correction",
        RecallRemedy = "recall_remedy",
    }
}

impl RemedyType {
    /// Whether the remedy gives back money that the consumer paid for the order: it counts against
    /// the order's cap. Other money (damages, compensation beyond the price) needs a rule id.
    #[must_use]
    pub const fn returns_price(self) -> bool {
        match self {
            Self::Refund
            | Self::PartialRefund
            | Self::RefundWithReturn
            | Self::PriceDifference
            | Self::FeeRefund
            | Self::CancelOrder
            | Self::RecallRemedy => true,
            Self::Replacement
            | Self::Resend
            | Self::Repair
            | Self::Compensation
            | Self::StatutoryDamages
            | Self::Discount
            | Self::StoreCredit
            | Self::Apology
            | Self::ExtraService
            | Self::Dispatch
            | Self::RestoreReview
            | Self::CeaseContact
            | Self::Correction => false,
        }
    }

    /// Whether money is paid to the consumer when this is carried out.
    #[must_use]
    pub const fn pays_money(self) -> bool {
        self.returns_price() || matches!(self, Self::Compensation | Self::StatutoryDamages)
    }

    /// Whether an amount must be given with it.
    #[must_use]
    pub const fn needs_amount(self) -> bool {
        match self {
            Self::Refund
            | Self::PartialRefund
            | Self::RefundWithReturn
            | Self::Compensation
            | Self::StatutoryDamages
            | Self::PriceDifference
            | Self::FeeRefund
            | Self::Discount
            | Self::StoreCredit => true,
            Self::Replacement
            | Self::Resend
            | Self::Repair
            | Self::Apology
            | Self::ExtraService
            | Self::Dispatch
            | Self::CancelOrder
            | Self::RestoreReview
            | Self::CeaseContact
            | Self::Correction
            | Self::RecallRemedy => false,
        }
    }

    /// Whether goods go back to the merchant first.
    #[must_use]
    pub const fn needs_return(self) -> bool {
        matches!(self, Self::RefundWithReturn | Self::Replacement | Self::Repair)
    }
}

words! {
    /// In which capacity someone takes part in a case (the roster).
    Party {
        Consumer = "consumer",
        Respondent = "respondent",
        ThirdParty = "third_party",
        Platform = "platform",
    }
}

words! {
    /// The two sides that must be treated alike, and those who are neither.
    Side {
        Consumer = "consumer",
        Respondent = "respondent",
        Neutral = "neutral",
    }
}

words! {
    /// What a signed-in person is to the platform.
    Role {
        Consumer = "consumer",
        Merchant = "merchant",
        IntakeOfficer = "intake_officer",
        Mediator = "mediator",
        Decider = "decider",
        Supervisor = "supervisor",
        Admin = "admin",
        Integrator = "integrator",
    }
}

impl Role {
    /// Whether this is a person of the platform's staff who works on cases.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        match self {
            Self::IntakeOfficer | Self::Mediator | Self::Decider | Self::Supervisor => true,
            Self::Admin | Self::Consumer | Self::Merchant | Self::Integrator => false,
        }
    }
}

words! {
    /// The way a complaint or message came in or goes out.
    Channel {
        Web = "web",
        App = "app",
        Api = "api",
        Phone = "phone",
        Email = "email",
        Wechat = "wechat",
        Weibo = "weibo",
        Letter = "letter",
        Forum = "forum",
        Partner = "partner",
        Chat = "chat",
    }
}

words! {
    /// The languages of the site, first one first.
    Language {
        ZhHans = "zh-Hans",
        ZhHant = "zh-Hant",
        En = "en",
    }
}

words! {
    /// What an offer has come to.
    OfferState {
        Proposed = "proposed",
        Countered = "countered",
        Accepted = "accepted",
        Denied = "denied",
        Withdrawn = "withdrawn",
        Expired = "expired",
    }
}

words! {
    /// What a decision on appeal does with the one before it (C8).
    AppealOutcome {
        Confirmed = "confirmed",
        Changed = "changed",
        SentBack = "sent_back",
    }
}

words! {
    /// What carries a finding of fact beside pieces of evidence (C7).
    FindingBasis {
        /// Nothing but the evidence that it names.
        Evidence = "evidence",
        /// The order as the platform holds it: the listing, the payment, the parcel.
        OrderRecord = "order_record",
        /// The other side said so itself.
        Admitted = "admitted",
        /// The side was told and stayed silent.
        Silence = "silence",
    }
}

words! {
    /// Where a dispute can go on outside the platform (C6, C8).
    OutsideWay {
        MediationBody = "mediation_body",
        Regulator = "regulator",
        Arbitration = "arbitration",
        Court = "court",
    }
}

words! {
    /// What a piece of evidence is (D1).
    EvidenceKind {
        Order = "order",
        Transaction = "transaction",
        Listing = "listing",
        Logistics = "logistics",
        Chat = "chat",
        Photo = "photo",
        Video = "video",
        Audio = "audio",
        Document = "document",
        AppraisalReport = "appraisal_report",
        Statement = "statement",
    }
}

words! {
    /// How far a piece of evidence has been checked (D3).
    EvidenceState {
        Pending = "pending",
        Verified = "verified",
        Doubtful = "doubtful",
        Refuted = "refuted",
    }
}

words! {
    /// A merchant's answer to the claim as a whole.
    Position {
        Accept = "accept",
        Partly = "partly",
        Deny = "deny",
    }
}

words! {
    /// How far an obligation has been carried out.
    ObligationState {
        Due = "due",
        Reported = "reported",
        Performed = "performed",
        Disputed = "disputed",
        Failed = "failed",
        Cancelled = "cancelled",
    }
}

words! {
    /// In what state returned goods arrived (C17).
    Condition {
        AsSent = "as_sent",
        Missing = "missing",
        Other = "other",
        Damaged = "damaged",
        Empty = "empty",
    }
}

words! {
    /// Whether a time limit may be paused (process) or never (statutory).
    DeadlineClass {
        Process = "process",
        Statutory = "statutory",
    }
}

words! {
    /// Who made a decision: a person, or the system by rule.
    DecidedBy {
        Person = "person",
        System = "system",
    }
}

words! {
    /// To which moment a rule's version is tied.
    RuleApplies {
        Order = "order",
        Filing = "filing",
        Act = "act",
    }
}

words! {
    /// How surely a rule has been read: the text itself, a verbatim quotation, a secondary source, or memory.
    Mark {
        Verified = "V",
        Quoted = "Vq",
        Secondary = "S",
        Memory = "M",
    }
}

words! {
    /// What a rule of trade on the platform is about (F8).
    TradeTopic {
        Fee = "fee",
        Promotion = "promotion",
        Coupon = "coupon",
        Price = "price",
        Currency = "currency",
        Return = "return",
        Repair = "repair",
        Entry = "entry",
        Penalty = "penalty",
    }
}

words! {
    /// In every queue the priority class comes first, then the nearest date (C10).
    Priority {
        Safety = "safety",
        Urgent = "urgent",
        Normal = "normal",
        Low = "low",
    }
}

impl Priority {
    /// The place in a queue, smallest first.
    #[must_use]
    pub const fn rank(self) -> i64 {
        match self {
            Self::Safety => 0,
            Self::Urgent => 1,
            Self::Normal => 2,
            Self::Low => 3,
        }
    }
}
