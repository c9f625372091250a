//! What someone wishes, with what the case asks for if it is to fit, else with anything.

use domain::Actor;
use domain::dispute::commands::send_message::Addressed;
use domain::dispute::commands::{self as cmd};
use domain::dispute::{
    AskedQuestion, DisputeCommand, DisputeState, GivenRuling, RatingAbout, Remedy, Returning, Standing, Verb,
    standing,
};
use domain::facts::Facts;
use terms::{
    Condition, Currency, EvidenceState, MandateId, Money, ObligationId, ObligationState, OfferId, Party,
    Position, RemedyType, Role, Side,
};
use uuid::Uuid;

use super::dice::Dice;
use crate::given::*;

/// Who wishes what of which case.
pub struct Wish<'a> {
    pub state: &'a DisputeState,
    pub n: usize,
    pub actor: &'a Actor,
    pub now: terms::Instant,
}

impl Wish<'_> {
    fn side(&self) -> Side {
        standing(self.state, self.actor, self.now).map_or(Side::Neutral, Standing::side)
    }

    /// Whose obligations are this actor's to carry out.
    fn owes(&self) -> Party {
        if self.side() == Side::Respondent { Party::Respondent } else { Party::Platform }
    }

    /// With what the case asks for if it `fits`, else with anything.
    pub fn command(&self, verb: Verb, fits: bool, facts: &mut Facts, dice: &mut Dice) -> DisputeCommand {
        let text = self.text(fits, dice);
        match verb {
            Verb::Accept => accept(),
            Verb::Refuse => {
                let reason_code = reason(if fits { "no_dispute_shown" } else { "nothing" });
                DisputeCommand::Refuse(cmd::refuse::Refuse { reason_code, text, rule_ids: Vec::new() })
            }
            Verb::RequestInformation => {
                let merchant_too = self.state.accepted_at.is_some() && self.state.respondent().is_some();
                let to =
                    if (merchant_too || !fits) && dice.one_in(2) { Side::Respondent } else { Side::Consumer };
                let questions = vec![AskedQuestion { key: String::new(), text }];
                DisputeCommand::RequestInformation(cmd::request_information::RequestInformation {
                    to,
                    questions,
                })
            }
            Verb::SupplyInformation => {
                let asked = self.state.asked.iter().flat_map(|asked| &asked.questions);
                let answers = asked.map(|q| (q.key.clone(), text.clone())).collect();
                let evidence_ids = self.upload(fits, facts, dice);
                DisputeCommand::SupplyInformation(cmd::supply_information::SupplyInformation {
                    answers,
                    evidence_ids,
                })
            }
            Verb::Object => DisputeCommand::Object(cmd::object::Object { grounds: text }),
            Verb::Respond => {
                let positions = [Position::Accept, Position::Partly, Position::Deny];
                let position = if fits { Position::Deny } else { *dice.pick(&positions).expect("some") };
                let remedies = if fits { Vec::new() } else { self.remedies(fits, facts, dice) };
                let evidence_ids = self.upload(fits, facts, dice);
                DisputeCommand::Respond(cmd::respond::Respond {
                    position,
                    explanation: text,
                    evidence_ids,
                    remedies,
                })
            }
            Verb::MakeOffer => {
                let others = self.state.open_offers().filter(|o| o.by != self.side()).map(|o| o.id).last();
                let in_reply_to = others.filter(|_| dice.one_in(2));
                let remedies = self.remedies(fits, facts, dice);
                DisputeCommand::MakeOffer(cmd::make_offer::MakeOffer { remedies, note: None, in_reply_to })
            }
            Verb::AcceptOffer => accept_offer(self.offer(fits, false, dice)),
            Verb::DenyOffer => {
                let offer_id = self.offer(fits, false, dice);
                DisputeCommand::DenyOffer(cmd::deny_offer::DenyOffer { offer_id, note: Some(text) })
            }
            Verb::WithdrawOffer => {
                let offer_id = self.offer(fits, true, dice);
                DisputeCommand::WithdrawOffer(cmd::withdraw_offer::WithdrawOffer { offer_id, note: None })
            }
            Verb::SendMessage => {
                let evidence_ids = self.upload(fits, facts, dice);
                let audience = self.addressed(fits, dice);
                DisputeCommand::SendMessage(cmd::send_message::SendMessage { text, evidence_ids, audience })
            }
            Verb::ProvideEvidence => {
                let evidence_ids = self.upload(fits, facts, dice);
                evidence(&evidence_ids, self.addressed(fits, dice))
            }
            Verb::AssessEvidence => {
                let found = dice.pick(&self.state.evidence).filter(|_| fits).map(|e| e.item.evidence_id);
                let (evidence_id, state) = (found.unwrap_or(upload(0)), EvidenceState::Verified);
                let how = "反查".to_owned();
                DisputeCommand::AssessEvidence(cmd::assess_evidence::AssessEvidence {
                    evidence_id,
                    state,
                    how,
                    reason: text,
                })
            }
            Verb::Propose => propose(self.remedies(fits, facts, dice)),
            Verb::AcceptProposal => accept_proposal(self.open_proposal(fits, dice)),
            Verb::DenyProposal => deny_proposal(self.open_proposal(fits, dice)),
            Verb::LetMediatorRule => {
                DisputeCommand::LetMediatorRule(cmd::let_mediator_rule::LetMediatorRule {})
            }
            Verb::Rule => rule(self.ruling(fits, facts, dice)),
            Verb::ApproveRuling => DisputeCommand::ApproveRuling(cmd::approve_ruling::ApproveRuling {}),
            Verb::ReturnRuling => {
                DisputeCommand::ReturnRuling(cmd::return_ruling::ReturnRuling { reason: text })
            }
            Verb::Appeal => {
                let evidence_ids = self.upload(fits, facts, dice);
                DisputeCommand::Appeal(cmd::appeal::Appeal { grounds: text, evidence_ids })
            }
            Verb::Stay => DisputeCommand::Stay(cmd::stay::Stay { reason: text }),
            Verb::RuleOnAppeal => {
                let outcome = *dice.pick(terms::AppealOutcome::ALL).expect("some");
                on_appeal(dice.one_in(2).then_some(outcome), self.ruling(fits, facts, dice))
            }
            Verb::Refer => {
                let to = *dice.pick(terms::OutsideWay::ALL).expect("some");
                DisputeCommand::Refer(cmd::refer::Refer { to, reason: text })
            }
            Verb::Escalate => DisputeCommand::Escalate(cmd::escalate::Escalate { reason: Some(text) }),
            Verb::Assign => {
                let name = format!("staff-{}", dice.number());
                let roles: &[Role] = if fits { &[Role::Mediator, Role::Decider] } else { &[Role::Consumer] };
                let named = given().naming(&name, roles).facts.named;
                facts.named = named;
                let to = Some(person(&name));
                DisputeCommand::Assign(cmd::assign::Assign { to, deputy: None, reason: None })
            }
            Verb::PutOnHold => {
                let days = if fits { 1 + dice.below(25) } else { dice.below(100) };
                let until = self.now.plus_seconds(i64::try_from(days).expect("few") * DAY);
                DisputeCommand::PutOnHold(cmd::put_on_hold::PutOnHold { reason: text, until })
            }
            Verb::Resume => resume(),
            Verb::Withdraw => withdraw(),
            Verb::AuthoriseReturn => {
                let obligation_id = self.returning(fits, dice);
                DisputeCommand::AuthoriseReturn(cmd::authorise_return::AuthoriseReturn {
                    obligation_id,
                    address: text,
                })
            }
            Verb::ReportShipment => ship(),
            Verb::ConfirmReceipt => {
                let conditions = [Condition::AsSent, Condition::AsSent, Condition::Damaged, Condition::Empty];
                receive(*dice.pick(&conditions).expect("some"))
            }
            Verb::ReportPerformance => report(self.obligation(fits, dice, |o| {
                let by_provider = o.remedy.remedy_type.pays_money() && o.remedy.amount.is_some();
                let back = match o.returning {
                    Returning::NotNeeded | Returning::Received { condition: Condition::AsSent, .. } => true,
                    Returning::ToBeAuthorised
                    | Returning::Authorised { .. }
                    | Returning::Shipped { .. }
                    | Returning::Received { .. } => false,
                };
                o.state == ObligationState::Due && back && !by_provider && o.debtor == self.owes()
            })),
            Verb::ConfirmPerformance => {
                confirm(self.obligation(fits, dice, |o| o.state == ObligationState::Reported))
            }
            Verb::DisputePerformance => {
                dispute(self.obligation(fits, dice, |o| o.state == ObligationState::Reported))
            }
            Verb::RetryPayout => {
                retry_payout(self.obligation(fits, dice, domain::dispute::Obligation::waits_for_another_try))
            }
            Verb::Enforce => {
                enforce(self.obligation(fits, dice, domain::dispute::Obligation::can_be_enforced))
            }
            Verb::GrantMandate => {
                let name =
                    if dice.one_in(3) { "agent".to_owned() } else { format!("agent-{}", dice.number()) };
                let taken = self.state.mandates.values().any(|m| m.granted.agent == person(&name));
                let name = if fits && taken { format!("agent-{}", dice.number()) } else { name };
                facts.named = given().naming(&name, &[Role::Consumer]).facts.named;
                let until = dice.one_in(2).then(|| self.now.plus_seconds(DAY));
                mandate(&name, if dice.one_in(2) { &[] } else { &[Verb::SendMessage, Verb::Withdraw] }, until)
            }
            Verb::RevokeMandate => {
                let own = self
                    .state
                    .mandates
                    .values()
                    .find(|m| m.granted.side == self.side() && m.revoked_at.is_none());
                let mandate_id = own.filter(|_| fits).map_or(MandateId::default(), |m| m.granted.id);
                DisputeCommand::RevokeMandate(cmd::revoke_mandate::RevokeMandate { mandate_id })
            }
            Verb::MergeDuplicate => {
                let (this, into) = if self.n == 0 { (1, 2) } else { (2, 1) };
                let (this, into) = (dispute_id(this), dispute_id(into));
                DisputeCommand::MergeDuplicate(cmd::merge_duplicate::MergeDuplicate { this, into })
            }
            Verb::UndoMerge => DisputeCommand::UndoMerge(cmd::undo_merge::UndoMerge {}),
            Verb::Reopen => reopen(),
            Verb::Rate => {
                let score = if fits { 3 } else { u8::try_from(dice.below(9)).expect("few") };
                let about = if fits || dice.one_in(2) { RatingAbout::Step } else { RatingAbout::Outcome };
                DisputeCommand::Rate(cmd::rate::Rate { score, text: Some(text), about })
            }
        }
    }

    fn text(&self, fits: bool, dice: &mut Dice) -> String {
        let odd = ["", " ", "\u{202E}", "\0", "👩‍👩‍👧‍👦", "好\u{0301}"];
        let odd = dice.pick(&odd).copied().unwrap_or_default();
        if fits || dice.one_in(2) { "大衣起球，还有静电。".to_owned() } else { odd.to_owned() }
    }

    fn addressed(&self, fits: bool, dice: &mut Dice) -> Addressed {
        let all = [Addressed::All, Addressed::Staff, Addressed::Mediator];
        *dice.pick(if fits { &all[..2] } else { &all }).expect("some")
    }

    /// A fresh file of the speaker's own, or one that is not.
    fn upload(&self, fits: bool, facts: &mut Facts, dice: &mut Dice) -> Vec<terms::EvidenceId> {
        let number = u128::from(dice.number());
        if self.actor.person().is_some() && (fits || dice.one_in(2)) {
            facts.uploads = given().uploaded(self.actor, number).facts.uploads;
        }
        vec![upload(number)]
    }

    /// What can be given for sure, or any money up to absurd sums.
    fn remedies(&self, fits: bool, facts: &Facts, dice: &mut Dice) -> Vec<Remedy> {
        if fits && dice.one_in(2) {
            return vec![remedy(RemedyType::Apology)];
        }
        let order = facts.order.clone().unwrap_or_default();
        let paid = self.state.order().is_some_and(|o| o.payment.is_some());
        let remaining = order.remaining();
        let good = paid && remaining > 0;
        if fits {
            let back = [RemedyType::Refund, RemedyType::RefundWithReturn];
            let sure = Remedy {
                amount: Some(Money::new(
                    Currency::Cny,
                    1 + i64::try_from(dice.number() % 10_000).expect("small"),
                )),
                ..remedy(*dice.pick(&back).expect("some"))
            };
            let within = sure.amount.is_some_and(|a| a.minor <= remaining);
            return if good && within {
                vec![sure, remedy(RemedyType::Apology)]
            } else {
                vec![remedy(RemedyType::Apology)]
            };
        }
        let sums = [0, -1, 1, remaining, remaining.saturating_add(1), 89_900, 269_700, i64::MAX, i64::MIN];
        (0..=dice.below(3))
            .map(|_| {
                let remedy_type = *dice.pick(RemedyType::ALL).expect("some");
                let minor = *dice.pick(&sums).expect("some");
                let amount = (!dice.one_in(4)).then(|| Money::new(Currency::Cny, minor));
                Remedy { remedy_type, amount, text: None, rule_id: None }
            })
            .collect()
    }

    fn offer(&self, fits: bool, own: bool, dice: &mut Dice) -> OfferId {
        let side = self.side();
        let open: Vec<OfferId> =
            self.state.open_offers().filter(|o| (o.by == side) == own).map(|o| o.id).collect();
        let any: Vec<OfferId> = self.state.offers.iter().map(|o| o.id).collect();
        dice.pick(if fits { &open } else { &any }).copied().unwrap_or_default()
    }

    fn open_proposal(&self, fits: bool, dice: &mut Dice) -> terms::ProposalId {
        let open = self.state.open_proposal().map(|p| p.id);
        let any: Vec<terms::ProposalId> = self.state.proposals.iter().map(|p| p.id).collect();
        if fits { open } else { dice.pick(&any).copied() }.unwrap_or_default()
    }

    /// What carries a finding in any case is what was admitted; remedies may leave the shares to the merchant alone.
    fn ruling(&self, fits: bool, facts: &Facts, dice: &mut Dice) -> GivenRuling {
        let mut ruling = ruling();
        ruling.findings[0].basis = Some(terms::FindingBasis::Admitted);
        ruling.remedies = self.remedies(fits, facts, dice);
        if !fits && dice.one_in(2) {
            ruling.liability.platform = u8::try_from(dice.below(101)).expect("few");
            ruling.findings.clear();
        }
        ruling
    }

    fn obligation(
        &self,
        fits: bool,
        dice: &mut Dice,
        ready: impl Fn(&domain::dispute::Obligation) -> bool,
    ) -> ObligationId {
        let ready: Vec<ObligationId> =
            self.state.obligations.iter().filter(|o| !fits || ready(o)).map(|o| o.id).collect();
        dice.pick(&ready).copied().unwrap_or_default()
    }

    fn returning(&self, fits: bool, dice: &mut Dice) -> Option<ObligationId> {
        if fits || dice.one_in(2) {
            return None;
        }
        let ids: Vec<ObligationId> = self.state.obligations.iter().map(|o| o.id).collect();
        Some(dice.pick(&ids).copied().unwrap_or(ObligationId(Uuid::nil())))
    }
}
