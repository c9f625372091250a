//! The verbs of a dispute: one word for command file, route, page action, text key and test.

use serde::{Deserialize, Serialize};

macro_rules! verbs {
    ($($(#[$doc:meta])* $variant:ident = $key:literal / $path:literal),+ $(,)?) => {
        /// What a person can do to a dispute.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Verb { $($(#[$doc])* #[serde(rename = $key)] $variant),+ }

        impl Verb {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The key in code and text files: `accept_offer`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The word in addresses: `accept-offer`.
            #[must_use]
            pub const fn path(self) -> &'static str {
                match self { $(Self::$variant => $path),+ }
            }

            #[must_use]
            pub fn from_path(given: &str) -> Option<Self> {
                match given { $($path => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

verbs! {
    Accept = "accept" / "accept",
    Refuse = "refuse" / "refuse",
    RequestInformation = "request_information" / "request-information",
    SupplyInformation = "supply_information" / "supply-information",
    Object = "object" / "object",
    Respond = "respond" / "respond",
    MakeOffer = "make_offer" / "make-offer",
    AcceptOffer = "accept_offer" / "accept-offer",
    DenyOffer = "deny_offer" / "deny-offer",
    WithdrawOffer = "withdraw_offer" / "withdraw-offer",
    SendMessage = "send_message" / "send-message",
    ProvideEvidence = "provide_evidence" / "provide-evidence",
    AssessEvidence = "assess_evidence" / "assess-evidence",
    Escalate = "escalate" / "escalate",
    Propose = "propose" / "propose",
    AcceptProposal = "accept_proposal" / "accept-proposal",
    DenyProposal = "deny_proposal" / "deny-proposal",
    LetMediatorRule = "let_mediator_rule" / "let-mediator-rule",
    Rule = "rule" / "rule",
    ApproveRuling = "approve_ruling" / "approve-ruling",
    ReturnRuling = "return_ruling" / "return-ruling",
    Appeal = "appeal" / "appeal",
    Stay = "stay" / "stay",
    RuleOnAppeal = "rule_on_appeal" / "rule-on-appeal",
    Refer = "refer" / "refer",
    Assign = "assign" / "assign",
    PutOnHold = "put_on_hold" / "put-on-hold",
    Resume = "resume" / "resume",
    Withdraw = "withdraw" / "withdraw",
    AuthoriseReturn = "authorise_return" / "authorise-return",
    ReportShipment = "report_shipment" / "report-shipment",
    ConfirmReceipt = "confirm_receipt" / "confirm-receipt",
    ReportPerformance = "report_performance" / "report-performance",
    ConfirmPerformance = "confirm_performance" / "confirm-performance",
    DisputePerformance = "dispute_performance" / "dispute-performance",
    RetryPayout = "retry_payout" / "retry-payout",
    Enforce = "enforce" / "enforce",
    GrantMandate = "grant_mandate" / "grant-mandate",
    RevokeMandate = "revoke_mandate" / "revoke-mandate",
    MergeDuplicate = "merge_duplicate" / "merge-duplicate",
    UndoMerge = "undo_merge" / "undo-merge",
    Reopen = "reopen" / "reopen",
    Rate = "rate" / "rate",
}
