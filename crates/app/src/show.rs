//! A case as one person may see it: the only way from a state to a door.
//!
//! Everything that leaves the application about a case (page, API, live stream, search, bundle) is made from
//! what this module lets through, and it asks `domain::access::sight` for each item.

mod judging;
pub mod penalty;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::access::{Viewer, sees, version_for, viewer};
use domain::dispute::{
    Deadline, DisputeState, Message, Obligation, Offer, Remedy, Returning, Verb, allowed::allowed,
};
use domain::dispute::{stage, status};
use domain::order::OrderSnapshot;
use domain::{Actor, By, Erasable};
use playbook::{Playbook, Step, Why};
use terms::{Audience, Instant, Label, Money, OfferState, Party, PersonId, Role, Seal, Side};

pub use view::{
    AllowedAction, AnswerView, AppealView, AssessmentView, CaseView, ClaimLineView, CoverView, DeadlineView,
    DecisionView, DraftView, EvidenceView, FindingView, HoldView, MandateView, MessageView, MoneyView,
    NextView, ObligationView, OfferView, PartyView, PlaybookView, ProposalView, QuestionView, RatingView,
    ReferralView, RefusalView, RemedyView, ResponseView, ReturnView, RulingView, StayView, WhyView,
};

/// Turns keys into sentences of one language; doors bring their own.
pub trait Say: Send + Sync {
    fn say(&self, key: &str, arguments: &[(&str, String)]) -> String;
}

/// What else is needed to show a case.
pub struct Around<'a> {
    pub actor: &'a Actor,
    pub now: Instant,
    pub playbook: &'a Playbook,
    pub say: &'a dyn Say,
    /// Names of the staff and agents that appear.
    pub names: &'a BTreeMap<PersonId, String>,
    /// The order's money as its own stream has it; `None` without an order.
    pub money: Option<MoneyView>,
}

/// The people whose names a case shows: look them up before showing.
#[must_use]
pub fn people(state: &DisputeState) -> Vec<PersonId> {
    let mut people: Vec<PersonId> =
        state.in_charge.iter().flat_map(|d| [Some(d.person), d.deputy]).flatten().collect();
    people.extend(state.mandates.values().map(|m| m.granted.agent));
    people.extend(judging::people(state));
    people.sort_unstable();
    people.dedup();
    people
}

/// The case as the actor may see it; `None`: for them it does not exist.
#[must_use]
pub fn show(state: &DisputeState, around: &Around<'_>) -> Option<CaseView> {
    let filed = state.filed.as_deref()?;
    let viewer = viewer(state, around.actor, around.now)?;
    let eyes = Eyes { viewer };
    let kind = around.playbook.kind(&filed.kind);
    Some(CaseView {
        number: filed.number,
        kind: filed.kind.clone(),
        kind_title: kind.map(|k| k.title.clone()),
        stage: stage(state),
        status: status(state),
        version: version_for(state, viewer),
        created_at: state.filed_at.unwrap_or(around.now),
        accepted_at: state.accepted_at,
        closed_at: state.closed_at,
        language: filed.language,
        channel: filed.channel,
        priority: filed.priority,
        playbook: PlaybookView { id: filed.playbook.id.clone(), version: filed.playbook.version.clone() },
        parties: parties(state, around),
        your_side: match viewer {
            Viewer::Side(side) => side,
            Viewer::Staff(_) | Viewer::System | Viewer::Public => Side::Neutral,
        },
        assigned_to: state.in_charge.map(|d| named(around, d.person)),
        deputy: state.in_charge.and_then(|d| d.deputy).map(|d| named(around, d)),
        order: filed.order.as_ref().map(|order| eyes.order(order)),
        no_order_reason: filed.no_order_reason.as_ref().and_then(|r| eyes.open(r).cloned()),
        lines: filed
            .lines
            .iter()
            .map(|l| ClaimLineView { line_id: l.line_id.clone(), quantity: l.quantity })
            .collect(),
        description: eyes.open(&filed.description).cloned(),
        answers: eyes.open(&filed.answers).cloned().unwrap_or_default(),
        claims: remedies(&filed.claims),
        response: state.response.as_ref().map(|r| ResponseView {
            position: r.position,
            explanation: eyes.open(&r.explanation).cloned(),
            evidence_ids: r.evidence_ids.clone(),
            remedies: remedies(&r.remedies),
            at: r.at,
        }),
        refusal: state.refusal.as_ref().map(|r| RefusalView {
            reason_code: r.reason.clone(),
            text: eyes.open(&r.text).cloned(),
            rule_ids: r.rule_ids.clone(),
            at: r.at,
            objections: state.objections.iter().filter_map(|o| eyes.open(&o.grounds).cloned()).collect(),
        }),
        asked: asked(state, &eyes),
        messages: state.messages.iter().filter_map(|m| eyes.message(m)).collect(),
        offers: state
            .offers
            .iter()
            .filter(|o| eyes.sees(Label::sealed(o.seal)))
            .map(|o| offer(state, o, &eyes))
            .collect(),
        proposals: judging::proposals(state, &eyes),
        mediator_allowed: state.mediator_allowed.clone(),
        decisions: judging::decisions(state, &eyes, around),
        draft: judging::draft(state, &eyes, around),
        appeal: judging::appeal(state, &eyes),
        referral: judging::referral(state, &eyes),
        obligations: state.obligations.iter().map(|o| obligation(state, o, &eyes)).collect(),
        evidence: state.evidence.iter().filter_map(|e| eyes.evidence(e)).collect(),
        deadlines: state
            .deadlines
            .iter()
            .filter(|d| eyes.sees(Label::sealed(d.seal)))
            .map(|d| deadline(state, d, around))
            .collect(),
        hold: state.hold.as_ref().map(|h| HoldView {
            since: h.since,
            until: h.until,
            reason: eyes.open(&h.reason).cloned(),
        }),
        escalated_at: state.escalation.as_ref().map(|e| e.at),
        escalation_cause: state.escalation.as_ref().map(|e| e.cause),
        mandates: eyes.mandates(state, around),
        merged_into: state.merged_into.map(|(_, number)| number),
        absorbed: state.absorbed.iter().map(|(_, number)| *number).collect(),
        money: around.money,
        ratings: state.ratings.iter().filter_map(|r| eyes.rating(r)).collect(),
        outcome_code: state.outcome,
        next: next(state, &eyes),
        allowed_actions: actions(state, around, filed.number),
    })
}

/// What one viewer's eyes let through.
struct Eyes {
    viewer: Viewer,
}

impl Eyes {
    fn sees(&self, label: Label) -> bool {
        sees(self.viewer, label)
    }

    fn open<'a, T>(&self, field: &'a Erasable<T>) -> Option<&'a T> {
        field.get().filter(|_| self.sees(Label::open_to(field.audience())))
    }

    fn note(&self, field: Option<&Erasable<String>>) -> Option<String> {
        field.and_then(|note| self.open(note)).cloned()
    }

    fn order(&self, order: &Arc<OrderSnapshot>) -> Arc<OrderSnapshot> {
        let mut order = Arc::clone(order);
        if self.open(&order.consumer_name).is_none() {
            let audience = order.consumer_name.audience();
            Arc::make_mut(&mut order).consumer_name = Erasable::Erased { hash: String::new(), audience };
        }
        order
    }

    fn message(&self, m: &Message) -> Option<MessageView> {
        if !self.sees(m.label) {
            return None;
        }
        Some(MessageView {
            id: m.id,
            by: m.side,
            by_role: role(m.by),
            at: m.at,
            text: m.text.get().cloned(),
            evidence_ids: m.evidence_ids.clone(),
            audience: audience(m.label),
        })
    }

    fn evidence(&self, e: &domain::dispute::Evidence) -> Option<EvidenceView> {
        if !self.sees(e.label) {
            return None;
        }
        Some(EvidenceView {
            id: e.item.evidence_id,
            kind: e.item.kind,
            name: self.open(&e.item.name).cloned(),
            size: e.item.size,
            media_type: e.item.media_type.clone(),
            sha256: e.item.sha256.clone(),
            state: e.state,
            provided_by: e.side,
            at: e.at,
            note: self.note(e.note.as_ref()),
            audience: audience(e.label),
            assessments: e
                .assessments
                .iter()
                .map(|a| AssessmentView {
                    state: a.state,
                    at: a.at,
                    how: a.how.clone(),
                    reason: self.open(&a.reason).cloned(),
                })
                .collect(),
        })
    }

    fn rating(&self, r: &domain::dispute::Rating) -> Option<RatingView> {
        if !self.sees(domain::dispute::side_label(r.side)) {
            return None;
        }
        let text = self.note(r.text.as_ref());
        Some(RatingView { by: r.side, score: r.score, text, about: r.about, at: r.at })
    }

    fn mandates(&self, state: &DisputeState, around: &Around<'_>) -> Vec<MandateView> {
        let visible = state.mandates.values().filter(|m| match self.viewer {
            Viewer::Side(side) => m.granted.side == side,
            Viewer::Staff(_) | Viewer::System => true,
            Viewer::Public => false,
        });
        visible
            .map(|m| MandateView {
                id: m.granted.id,
                side: m.granted.side,
                agent: named(around, m.granted.agent),
                scope: m.granted.scope.clone(),
                until: m.granted.until,
                revoked_at: m.revoked_at,
            })
            .collect()
    }
}

const fn role(by: By) -> Option<Role> {
    match by {
        By::Person { role, .. } => Some(role),
        By::System => None,
    }
}

/// The word of the API for a label.
const fn audience(label: Label) -> &'static str {
    match (label.seal, label.audience) {
        (Seal::Mediation, Audience::All) => "all",
        (Seal::Mediation, _) => "mediator",
        (Seal::None | Seal::Bystander | Seal::Minor | Seal::Juror, Audience::All) => "all",
        (
            Seal::None | Seal::Bystander | Seal::Minor | Seal::Juror,
            Audience::ConsumerSide | Audience::RespondentSide | Audience::Staff,
        ) => "staff",
    }
}

fn named(around: &Around<'_>, person: PersonId) -> String {
    around.names.get(&person).cloned().unwrap_or_default()
}

fn parties(state: &DisputeState, around: &Around<'_>) -> Vec<PartyView> {
    let mut parties = Vec::new();
    if let Some(filed) = &state.filed {
        let order = filed.order.as_deref();
        let consumer = order.and_then(|o| o.consumer_name.get()).cloned();
        let consumer =
            consumer.unwrap_or_else(|| around.names.get(&filed.consumer).cloned().unwrap_or_default());
        parties.push(PartyView {
            role: Party::Consumer,
            name: consumer,
            side: Side::Consumer,
            merchant_id: None,
        });
        if let (Some(merchant), Some(order)) = (&filed.respondent, order) {
            let name = order.merchant_name.clone();
            let merchant_id = Some(merchant.clone());
            parties.push(PartyView { role: Party::Respondent, name, side: Side::Respondent, merchant_id });
        }
    }
    parties
}

fn remedies(remedies: &[Remedy]) -> Vec<RemedyView> {
    let view = |r: &Remedy| RemedyView {
        remedy_type: r.remedy_type,
        amount: r.amount,
        text: r.text.clone(),
        rule_id: r.rule_id.clone(),
    };
    remedies.iter().map(view).collect()
}

fn asked(state: &DisputeState, eyes: &Eyes) -> Vec<QuestionView> {
    let Some(asked) = &state.asked else { return Vec::new() };
    if !eyes.sees(Label { seal: asked.seal, ..domain::dispute::side_label(asked.to) }) {
        return Vec::new();
    }
    let view = |q: &domain::dispute::AskedQuestion| QuestionView {
        key: q.key.clone(),
        text: q.text.clone(),
        to: asked.to,
    };
    asked.questions.iter().map(view).collect()
}

fn offer(state: &DisputeState, offer: &Offer, eyes: &Eyes) -> OfferView {
    let limit = state.deadlines.iter().find(|d| d.offer == Some(offer.id));
    OfferView {
        id: offer.id,
        by: offer.by,
        state: offer.state,
        remedies: remedies(&offer.remedies),
        note: eyes.note(offer.note.as_ref()),
        made_at: offer.at,
        expires_at: limit.filter(|_| offer.state == OfferState::Proposed).map(|d| d.due_at),
        ended_at: offer.ended_at,
        in_reply_to: offer.in_reply_to,
    }
}

fn obligation(state: &DisputeState, o: &Obligation, eyes: &Eyes) -> ObligationView {
    let limit = state.deadlines.iter().filter(|d| d.obligation == Some(o.id)).min_by_key(|d| d.due_at);
    let returning = match &o.returning {
        Returning::NotNeeded => None,
        Returning::ToBeAuthorised => Some(ReturnView::new("to_be_authorised")),
        Returning::Authorised { address } => {
            Some(ReturnView { address: eyes.open(address).cloned(), ..ReturnView::new("authorised") })
        }
        Returning::Shipped { address, carrier, tracking_number, at } => Some(ReturnView {
            address: eyes.open(address).cloned(),
            carrier: Some(carrier.clone()),
            tracking_number: Some(tracking_number.clone()),
            at: Some(*at),
            ..ReturnView::new("shipped")
        }),
        Returning::Received { condition, at } => {
            Some(ReturnView { condition: Some(*condition), at: Some(*at), ..ReturnView::new("received") })
        }
    };
    ObligationView {
        id: o.id,
        debtor: o.debtor,
        cover: o.cover.map(|c| CoverView { deposit: c.deposit, advanced: c.advanced }),
        can_be_enforced: eyes.sees(Label::STAFF) && o.can_be_enforced(),
        remedy_type: o.remedy.remedy_type,
        amount: o.remedy.amount,
        text: o.remedy.text.clone(),
        rule_id: o.remedy.rule_id.clone(),
        due_at: limit.map(|d| d.due_at),
        state: o.state,
        proof: o.proof.clone(),
        note: eyes.note(o.note.as_ref()),
        returning,
        paid: o.remedy.amount.map(|a| Money::new(a.currency, o.paid)),
        payout_failed: o.waits_for_another_try(),
    }
}

fn deadline(state: &DisputeState, d: &Deadline, around: &Around<'_>) -> DeadlineView {
    let paused =
        state.hold.as_ref().filter(|_| d.class == terms::DeadlineClass::Process && d.step != Step::Hold);
    DeadlineView {
        id: d.id,
        who: d.who,
        what: d.step,
        set_at: d.set_at,
        due_at: d.due_at,
        kind: d.class,
        rule_id: d.rule_id.clone(),
        consequence: d.consequence,
        provisional: d.provisional,
        late_since: state.late_since(d),
        paused_for: paused.map(|hold| around.now.seconds_since(hold.since).max(0)),
        why: d.why.iter().map(|why| working(why, around.say)).collect(),
    }
}

fn working(why: &Why, say: &dyn Say) -> WhyView {
    let arguments =
        [("n", why.n.unwrap_or(0).to_string()), ("from", why.from.to_string()), ("to", why.to.to_string())];
    let text = say.say(&format!("why-{}", why.code.as_str()), &arguments);
    WhyView { text, from: why.from, to: why.to, rule_id: why.rule_id.clone() }
}

/// Whose turn it is, for what, and by when.
fn next(state: &DisputeState, eyes: &Eyes) -> Option<NextView> {
    let d = state.next_deadline_among(|d| eyes.sees(Label::sealed(d.seal)))?;
    Some(NextView { who: d.who, what: d.step, by: d.due_at, consequence: d.consequence })
}

fn actions(state: &DisputeState, around: &Around<'_>, number: terms::CaseNumber) -> Vec<AllowedAction> {
    let href = |verb: Verb| format!("/api/v1/disputes/{number}/{}", verb.path());
    let view =
        |verb: Verb| AllowedAction { verb: verb.as_str(), href: href(verb), until: until(state, verb) };
    allowed(state, around.actor, around.now).into_iter().map(view).collect()
}

/// Until when the right to do it lasts, where a limit says so.
fn until(state: &DisputeState, verb: Verb) -> Option<Instant> {
    let step = match verb {
        Verb::Respond => Step::Response,
        Verb::AcceptOffer | Verb::DenyOffer => Step::OfferAnswer,
        Verb::SupplyInformation => Step::SupplyInformation,
        Verb::Object => Step::ObjectToRefusal,
        Verb::Reopen => Step::Reopen,
        Verb::ReportShipment => Step::ReturnShipment,
        Verb::ConfirmReceipt => Step::ReturnReceipt,
        Verb::ConfirmPerformance | Verb::DisputePerformance => Step::ConfirmPerformance,
        Verb::Accept | Verb::Refuse => Step::Screening,
        Verb::AcceptProposal | Verb::DenyProposal => Step::ProposalAnswer,
        Verb::Rule => Step::Ruling,
        Verb::ApproveRuling | Verb::ReturnRuling => Step::RulingReview,
        Verb::Appeal => Step::Appeal,
        Verb::RuleOnAppeal => Step::AppealRuling,
        Verb::RequestInformation
        | Verb::MakeOffer
        | Verb::WithdrawOffer
        | Verb::SendMessage
        | Verb::ProvideEvidence
        | Verb::AssessEvidence
        | Verb::Escalate
        | Verb::Propose
        | Verb::LetMediatorRule
        | Verb::Stay
        | Verb::Refer
        | Verb::Assign
        | Verb::PutOnHold
        | Verb::Resume
        | Verb::Withdraw
        | Verb::AuthoriseReturn
        | Verb::ReportPerformance
        | Verb::RetryPayout
        | Verb::Enforce
        | Verb::GrantMandate
        | Verb::RevokeMandate
        | Verb::MergeDuplicate
        | Verb::UndoMerge
        | Verb::Rate => return None,
    };
    state.deadlines.iter().filter(|d| d.step == step).map(|d| d.due_at).min()
}
