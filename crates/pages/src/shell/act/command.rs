//! What was typed into a form, as the command it stands for. Whether it may be done is not decided here.

use std::collections::BTreeMap;

use domain::dispute::commands as c;
use domain::dispute::commands::send_message::Addressed;
use domain::dispute::{AskedQuestion, DisputeCommand, RatingAbout, Remedy, Verb};
use jiff::tz::{Offset, TimeZone};
use terms::{
    Condition, Currency, DisputeId, Instant, Money, ReasonCode, RemedyType, RuleId, person_from_outside,
};

use super::ruling;
use crate::shell::Form;

/// What of the case is needed to read a form.
pub(crate) struct Around {
    pub this: DisputeId,
    /// The case that a merge names, if it exists.
    pub into: Option<DisputeId>,
    pub currency: Currency,
}

/// A field that cannot be read as what it must be, and the key of the sentence about it.
pub(crate) struct Wrong {
    pub field: String,
    pub key: &'static str,
}

pub(super) fn wrong(field: impl Into<String>, key: &'static str) -> Wrong {
    Wrong { field: field.into(), key }
}

/// The command that a form stands for.
pub(crate) fn read(verb: Verb, form: &Form, around: &Around) -> Result<DisputeCommand, Wrong> {
    let note = || form.given("note");
    let text = |field: &str| form.text(field).to_owned();
    let evidence_ids = || form.evidence.clone();
    Ok(match verb {
        Verb::Accept => DisputeCommand::Accept(c::accept::Accept {}),
        Verb::Refuse => DisputeCommand::Refuse(c::refuse::Refuse {
            reason_code: ReasonCode::new(text("reason_code"))
                .map_err(|_| wrong("reason_code", "shell-choose"))?,
            text: text("text"),
            rule_ids: form.all("rule_id").filter_map(|id| RuleId::new(id).ok()).collect(),
        }),
        Verb::RequestInformation => {
            DisputeCommand::RequestInformation(c::request_information::RequestInformation {
                to: parsed(form, "to")?,
                questions: questions(form),
            })
        }
        Verb::SupplyInformation => {
            DisputeCommand::SupplyInformation(c::supply_information::SupplyInformation {
                answers: answers(form),
                evidence_ids: evidence_ids(),
            })
        }
        Verb::Object => DisputeCommand::Object(c::object::Object { grounds: text("grounds") }),
        Verb::Respond => DisputeCommand::Respond(c::respond::Respond {
            position: parsed(form, "position")?,
            explanation: text("explanation"),
            evidence_ids: evidence_ids(),
            remedies: remedies(form, around.currency)?,
        }),
        Verb::MakeOffer => DisputeCommand::MakeOffer(c::make_offer::MakeOffer {
            remedies: remedies(form, around.currency)?,
            note: note(),
            in_reply_to: form.text("in_reply_to").parse().ok(),
        }),
        Verb::AcceptOffer => DisputeCommand::AcceptOffer(c::accept_offer::AcceptOffer {
            offer_id: parsed(form, "offer_id")?,
            note: note(),
        }),
        Verb::DenyOffer => DisputeCommand::DenyOffer(c::deny_offer::DenyOffer {
            offer_id: parsed(form, "offer_id")?,
            note: note(),
        }),
        Verb::WithdrawOffer => DisputeCommand::WithdrawOffer(c::withdraw_offer::WithdrawOffer {
            offer_id: parsed(form, "offer_id")?,
            note: note(),
        }),
        Verb::SendMessage => DisputeCommand::SendMessage(c::send_message::SendMessage {
            text: text("text"),
            evidence_ids: evidence_ids(),
            audience: addressed(form),
        }),
        Verb::ProvideEvidence => provide_evidence(form)?,
        Verb::AssessEvidence => DisputeCommand::AssessEvidence(c::assess_evidence::AssessEvidence {
            // Not `evidence_id`: that names files which a form brings along.
            evidence_id: parsed(form, "item")?,
            state: parsed(form, "state")?,
            how: text("how"),
            reason: text("reason"),
        }),
        Verb::Escalate => DisputeCommand::Escalate(c::escalate::Escalate { reason: form.given("reason") }),
        Verb::Propose => DisputeCommand::Propose(c::propose::Propose {
            remedies: remedies(form, around.currency)?,
            reasons: text("reasons"),
        }),
        Verb::AcceptProposal => DisputeCommand::AcceptProposal(c::accept_proposal::AcceptProposal {
            proposal_id: parsed(form, "proposal_id")?,
            note: note(),
        }),
        Verb::DenyProposal => DisputeCommand::DenyProposal(c::deny_proposal::DenyProposal {
            proposal_id: parsed(form, "proposal_id")?,
            note: note(),
        }),
        Verb::LetMediatorRule => DisputeCommand::LetMediatorRule(c::let_mediator_rule::LetMediatorRule {}),
        Verb::Rule => DisputeCommand::Rule(c::rule::Rule { ruling: ruling::read(form, around.currency)? }),
        Verb::ApproveRuling => DisputeCommand::ApproveRuling(c::approve_ruling::ApproveRuling {}),
        Verb::ReturnRuling => {
            DisputeCommand::ReturnRuling(c::return_ruling::ReturnRuling { reason: text("reason") })
        }
        Verb::Appeal => DisputeCommand::Appeal(c::appeal::Appeal {
            grounds: text("grounds"),
            evidence_ids: evidence_ids(),
        }),
        Verb::Stay => DisputeCommand::Stay(c::stay::Stay { reason: text("reason") }),
        Verb::RuleOnAppeal => DisputeCommand::RuleOnAppeal(c::rule_on_appeal::RuleOnAppeal {
            outcome: form.text("outcome").parse().ok(),
            ruling: ruling::read(form, around.currency)?,
        }),
        Verb::Refer => {
            DisputeCommand::Refer(c::refer::Refer { to: parsed(form, "way")?, reason: text("reason") })
        }
        Verb::Assign => DisputeCommand::Assign(c::assign::Assign {
            to: form.text("to").parse().ok(),
            deputy: form.text("deputy").parse().ok(),
            reason: form.given("reason"),
        }),
        Verb::PutOnHold => {
            let until = end_of_day(form.text("until")).ok_or_else(|| wrong("until", "shell-date"))?;
            DisputeCommand::PutOnHold(c::put_on_hold::PutOnHold { reason: text("reason"), until })
        }
        Verb::Resume => DisputeCommand::Resume(c::resume::Resume {}),
        Verb::Withdraw => DisputeCommand::Withdraw(c::withdraw::Withdraw { reason: form.given("reason") }),
        Verb::AuthoriseReturn => DisputeCommand::AuthoriseReturn(c::authorise_return::AuthoriseReturn {
            obligation_id: form.text("obligation_id").parse().ok(),
            address: text("address"),
        }),
        Verb::ReportShipment => DisputeCommand::ReportShipment(c::report_shipment::ReportShipment {
            obligation_id: form.text("obligation_id").parse().ok(),
            carrier: text("carrier"),
            tracking_number: text("tracking_number"),
        }),
        Verb::ConfirmReceipt => {
            let condition: Condition = parsed(form, "condition")?;
            // Anything but as sent calls the platform in: it has to know what is wrong.
            if condition != Condition::AsSent && note().is_none() {
                return Err(wrong("note", "merchant-error-condition"));
            }
            DisputeCommand::ConfirmReceipt(c::confirm_receipt::ConfirmReceipt {
                obligation_id: form.text("obligation_id").parse().ok(),
                condition,
                note: note(),
            })
        }
        Verb::ReportPerformance => {
            DisputeCommand::ReportPerformance(c::report_performance::ReportPerformance {
                obligation_id: parsed(form, "obligation_id")?,
                proof_evidence_ids: evidence_ids(),
                note: note(),
            })
        }
        Verb::ConfirmPerformance => {
            DisputeCommand::ConfirmPerformance(c::confirm_performance::ConfirmPerformance {
                obligation_id: parsed(form, "obligation_id")?,
                note: note(),
            })
        }
        Verb::DisputePerformance => {
            DisputeCommand::DisputePerformance(c::dispute_performance::DisputePerformance {
                obligation_id: parsed(form, "obligation_id")?,
                evidence_ids: evidence_ids(),
                note: text("note"),
            })
        }
        Verb::RetryPayout => DisputeCommand::RetryPayout(c::retry_payout::RetryPayout {
            obligation_id: parsed(form, "obligation_id")?,
        }),
        Verb::Enforce => {
            DisputeCommand::Enforce(c::enforce::Enforce { obligation_id: parsed(form, "obligation_id")? })
        }
        Verb::GrantMandate => grant_mandate(form)?,
        Verb::RevokeMandate => DisputeCommand::RevokeMandate(c::revoke_mandate::RevokeMandate {
            mandate_id: parsed(form, "mandate_id")?,
        }),
        Verb::MergeDuplicate => DisputeCommand::MergeDuplicate(c::merge_duplicate::MergeDuplicate {
            this: around.this,
            into: around.into.ok_or_else(|| wrong("into", "shell-number"))?,
        }),
        Verb::UndoMerge => DisputeCommand::UndoMerge(c::undo_merge::UndoMerge {}),
        Verb::Reopen => DisputeCommand::Reopen(c::reopen::Reopen { reason: form.given("reason") }),
        Verb::Rate => DisputeCommand::Rate(c::rate::Rate {
            score: form.text("score").parse().map_err(|_| wrong("score", "shell-choose"))?,
            text: form.given("text"),
            about: if form.text("about") == "step" { RatingAbout::Step } else { RatingAbout::Outcome },
        }),
    })
}

fn parsed<T: std::str::FromStr>(form: &Form, field: &str) -> Result<T, Wrong> {
    form.text(field).parse().map_err(|_| wrong(field, "shell-choose"))
}

fn addressed(form: &Form) -> Addressed {
    match form.text("audience") {
        "mediator" => Addressed::Mediator,
        "staff" => Addressed::Staff,
        _ => Addressed::All,
    }
}

fn provide_evidence(form: &Form) -> Result<DisputeCommand, Wrong> {
    if form.evidence.is_empty() {
        return Err(wrong("evidence", "shell-file-missing"));
    }
    Ok(DisputeCommand::ProvideEvidence(c::provide_evidence::ProvideEvidence {
        evidence_ids: form.evidence.clone(),
        note: form.given("note"),
        audience: addressed(form),
    }))
}

/// Whoever the shop knows by this id of a customer.
fn grant_mandate(form: &Form) -> Result<DisputeCommand, Wrong> {
    let given = form.text("to").trim();
    if given.is_empty() {
        return Err(wrong("to", "shell-person"));
    }
    let to = person_from_outside(&format!("consumer:{given}"));
    let until = match form.given("until") {
        Some(day) => Some(end_of_day(&day).ok_or_else(|| wrong("until", "shell-date"))?),
        None => None,
    };
    let scope = form.all("scope").filter_map(Verb::from_path).collect();
    Ok(DisputeCommand::GrantMandate(c::grant_mandate::GrantMandate { to, scope, until }))
}

/// One question a field, or one a line.
fn questions(form: &Form) -> Vec<AskedQuestion> {
    let lines = form.all("question").flat_map(str::lines).map(str::trim).filter(|line| !line.is_empty());
    lines
        .enumerate()
        .map(|(n, text)| AskedQuestion { key: format!("q{}", n + 1), text: text.to_owned() })
        .collect()
}

/// Fields named `answer.KEY`.
pub(crate) fn answers(form: &Form) -> BTreeMap<String, String> {
    let answers = form.fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("answer.")?, value)));
    answers
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(key, value)| (key.to_owned(), value.clone()))
        .collect()
}

/// Each chosen `remedy` with its `amount.KEY` and `text.KEY`; with one remedy alone plain `amount` and `text` do.
pub(crate) fn remedies(form: &Form, currency: Currency) -> Result<Vec<Remedy>, Wrong> {
    let mut remedies = Vec::new();
    for key in form.all("remedy") {
        let remedy_type: RemedyType = key.parse().map_err(|_| wrong("remedy", "shell-choose"))?;
        let own = |field: &str| form.given(&format!("{field}.{key}")).or_else(|| form.given(field));
        let sum = own("amount").filter(|_| takes_amount(remedy_type));
        let amount = match sum {
            Some(sum) => {
                Some(money(currency, &sum).ok_or_else(|| wrong(format!("amount.{key}"), "shell-amount"))?)
            }
            None => None,
        };
        remedies.push(Remedy { remedy_type, amount, text: own("text"), rule_id: None });
    }
    Ok(remedies)
}

/// Whether an amount typed for it means anything.
const fn takes_amount(remedy: RemedyType) -> bool {
    remedy.needs_amount() || matches!(remedy, RemedyType::CancelOrder | RemedyType::RecallRemedy)
}

/// A sum as people type it: signs, thousands and full-width digits are forgiven.
pub(crate) fn money(currency: Currency, typed: &str) -> Option<Money> {
    let plain: String = typed
        .chars()
        .filter_map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
            '．' | '。' => Some('.'),
            '¥' | '￥' | '元' | ',' | '，' | ' ' | '\u{3000}' | '\u{00A0}' => None,
            other => Some(other),
        })
        .collect();
    Money::parse(currency, &plain).ok()
}

/// The end of a day in the home market, from `2026-11-27`.
fn end_of_day(typed: &str) -> Option<Instant> {
    let day: jiff::civil::Date = typed.trim().parse().ok()?;
    let next = day.tomorrow().ok()?;
    let zone = TimeZone::fixed(Offset::constant(8));
    Some(zone.to_timestamp(next.to_datetime(jiff::civil::Time::midnight())).ok()?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        let fields = fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Form { fields, ..Form::default() }
    }

    #[test]
    fn sums_are_read_as_people_type_them() {
        let yuan = |typed| money(Currency::Cny, typed).map(|sum| sum.minor);
        assert_eq!(yuan("¥1,001.00"), Some(100_100));
        assert_eq!(yuan("８９９．５元"), Some(89_950));
        assert_eq!(yuan("viel"), None);
    }

    /// C4: an offer of several remedies, each with its own sum and words.
    #[test]
    fn several_remedies_keep_their_own_sums() {
        let typed = form(&[
            ("remedy", "refund"),
            ("remedy", "apology"),
            ("amount.refund", "10"),
            ("text.apology", "对不起"),
        ]);
        let Ok(read) = remedies(&typed, Currency::Cny) else { panic!("unreadable") };
        assert_eq!(read[0].amount.map(|a| a.minor), Some(1000));
        assert_eq!(read[1].amount, None);
        assert_eq!(read[1].text.as_deref(), Some("对不起"));
    }

    #[test]
    fn a_day_ends_when_it_ends_in_the_home_market() {
        assert_eq!(
            end_of_day("2026-11-27").map(|at| at.to_string()).as_deref(),
            Some("2026-11-27T16:00:00Z")
        );
        assert_eq!(end_of_day("27.11."), None);
    }

    #[test]
    fn every_verb_reads_a_form() {
        let id = "0197a1b2-0000-7000-8000-000000000001";
        let full = form(&[
            ("reason_code", "window_expired"),
            ("to", "consumer"),
            ("question", "什么时候收到的？\n还有包装吗？"),
            ("position", "deny"),
            ("offer_id", id),
            ("item", id),
            ("state", "verified"),
            ("until", "2026-12-01"),
            ("condition", "as_sent"),
            ("obligation_id", id),
            ("mandate_id", id),
            ("score", "5"),
            ("proposal_id", id),
            ("way", "court"),
        ]);
        let mut full = full;
        full.evidence = id.parse().into_iter().collect();
        let this = DisputeId(uuid::Uuid::nil());
        for verb in Verb::ALL {
            let around = Around { this, into: Some(this), currency: Currency::Cny };
            assert!(read(*verb, &full, &around).is_ok(), "{}", verb.as_str());
        }
    }
}
