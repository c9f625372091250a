//! How a dispute runs, as the rules page tells it: which stage has which limits, and what each side may do in it.

use domain::dispute::Verb;
use playbook::Step;

/// A part of the way, in the order in which people meet it.
pub(super) struct Part {
    /// The word in addresses and text keys.
    pub key: &'static str,
    pub steps: &'static [Step],
    pub consumer: &'static [Verb],
    pub respondent: &'static [Verb],
    pub platform: &'static [Verb],
}

/// The parts of the way. A test holds the verbs to what the domain allows.
pub(super) const PARTS: &[Part] = &[
    Part {
        key: "screening",
        steps: &[Step::Screening, Step::SupplyInformation, Step::ObjectToRefusal],
        consumer: &[
            Verb::SupplyInformation,
            Verb::ProvideEvidence,
            Verb::SendMessage,
            Verb::GrantMandate,
            Verb::Withdraw,
            Verb::Object,
        ],
        respondent: &[],
        platform: &[
            Verb::Accept,
            Verb::Refuse,
            Verb::RequestInformation,
            Verb::AssessEvidence,
            Verb::MergeDuplicate,
        ],
    },
    Part {
        key: "negotiation",
        steps: &[Step::Notice, Step::Response, Step::OfferAnswer, Step::NegotiationEnd],
        consumer: &[
            Verb::MakeOffer,
            Verb::AcceptOffer,
            Verb::DenyOffer,
            Verb::ProvideEvidence,
            Verb::SendMessage,
            Verb::Escalate,
            Verb::Withdraw,
        ],
        respondent: &[
            Verb::Respond,
            Verb::MakeOffer,
            Verb::AcceptOffer,
            Verb::DenyOffer,
            Verb::ProvideEvidence,
            Verb::SendMessage,
            Verb::Escalate,
        ],
        platform: &[Verb::RequestInformation, Verb::AssessEvidence, Verb::SendMessage, Verb::PutOnHold],
    },
    Part {
        key: "mediation",
        steps: &[Step::NameMediator, Step::Mediation, Step::ProposalAnswer, Step::Hold],
        consumer: &[
            Verb::AcceptProposal,
            Verb::DenyProposal,
            Verb::LetMediatorRule,
            Verb::Escalate,
            Verb::MakeOffer,
            Verb::AcceptOffer,
            Verb::DenyOffer,
            Verb::ProvideEvidence,
            Verb::SendMessage,
            Verb::Withdraw,
        ],
        respondent: &[
            Verb::Respond,
            Verb::AcceptProposal,
            Verb::DenyProposal,
            Verb::LetMediatorRule,
            Verb::Escalate,
            Verb::MakeOffer,
            Verb::AcceptOffer,
            Verb::DenyOffer,
            Verb::ProvideEvidence,
            Verb::SendMessage,
        ],
        platform: &[
            Verb::Propose,
            Verb::RequestInformation,
            Verb::AssessEvidence,
            Verb::SendMessage,
            Verb::Escalate,
            Verb::Refer,
            Verb::Assign,
            Verb::PutOnHold,
        ],
    },
    Part {
        key: "ruling",
        steps: &[Step::NameDecider, Step::EvidenceAnswer, Step::Ruling, Step::RulingReview],
        consumer: &[
            Verb::ProvideEvidence,
            Verb::SendMessage,
            Verb::MakeOffer,
            Verb::AcceptOffer,
            Verb::Withdraw,
        ],
        respondent: &[
            Verb::Respond,
            Verb::ProvideEvidence,
            Verb::SendMessage,
            Verb::MakeOffer,
            Verb::AcceptOffer,
        ],
        platform: &[
            Verb::Rule,
            Verb::ApproveRuling,
            Verb::ReturnRuling,
            Verb::RequestInformation,
            Verb::AssessEvidence,
            Verb::Refer,
        ],
    },
    Part {
        key: "appeal",
        steps: &[Step::Appeal, Step::AppealRuling],
        consumer: &[Verb::Appeal, Verb::ProvideEvidence],
        respondent: &[Verb::Appeal, Verb::ProvideEvidence],
        platform: &[Verb::RuleOnAppeal, Verb::Stay],
    },
    Part {
        key: "performance",
        steps: &[Step::Performance, Step::ReturnShipment, Step::ReturnReceipt, Step::ConfirmPerformance],
        consumer: &[Verb::ReportShipment, Verb::ConfirmPerformance, Verb::DisputePerformance],
        respondent: &[Verb::AuthoriseReturn, Verb::ConfirmReceipt, Verb::ReportPerformance],
        platform: &[Verb::RetryPayout, Verb::Enforce],
    },
    Part {
        key: "closed",
        steps: &[Step::Reopen, Step::Rating],
        consumer: &[Verb::Rate, Verb::Reopen],
        respondent: &[Verb::Rate],
        platform: &[Verb::UndoMerge, Verb::Reopen],
    },
];

/// Who must have acted when a limit runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Consumer,
    Respondent,
    Platform,
    /// Whoever was asked, made an offer, or owes it.
    WhoeverIsAsked,
}

impl Who {
    /// The text key behind `rules-who-`, and the class that colours it.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Consumer => ("consumer", "is-consumer"),
            Self::Respondent => ("respondent", "is-merchant"),
            Self::Platform => ("platform", "is-platform"),
            Self::WhoeverIsAsked => ("asked", "is-third"),
        }
    }
}

pub(super) const fn who(step: Step) -> Who {
    match step {
        Step::Screening
        | Step::NameMediator
        | Step::Mediation
        | Step::NameDecider
        | Step::Ruling
        | Step::RulingReview
        | Step::AppealRuling
        | Step::Hold => Who::Platform,
        Step::Notice | Step::Response | Step::ReturnReceipt => Who::Respondent,
        Step::ObjectToRefusal
        | Step::NegotiationEnd
        | Step::ReturnShipment
        | Step::ConfirmPerformance
        | Step::Reopen => Who::Consumer,
        Step::SupplyInformation
        | Step::OfferAnswer
        | Step::ProposalAnswer
        | Step::Appeal
        | Step::Performance
        | Step::EvidenceAnswer
        | Step::Rating => Who::WhoeverIsAsked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// F7: every limit of the playbook is told, once.
    #[test]
    fn every_step_has_its_place_on_the_page() {
        for step in Step::ALL {
            let places = PARTS.iter().flat_map(|part| part.steps).filter(|s| *s == step).count();
            assert_eq!(places, 1, "{}", step.as_str());
        }
    }
}
