//! Applies a fact to a dispute's state. Total: also over erased fields, and a fact that does not fit changes nothing.

use playbook::Step;
use terms::{
    AppealOutcome, DecisionId, EvidenceId, EvidenceState, Instant, ObligationId, ObligationState, OfferId,
    OfferState, Party, ProposalId, Side, Stage,
};

use super::event::{Deadline, DisputeEvent, MovedDeadline, NewObligation, PayoutResult, ReopenCause};
use super::state::{
    Appeal, Asked, Assessment, Cover, Decision, DisputeState, Draft, Escalation, Evidence, Handover, Hold,
    Late, Mandate, Message, Objection, Obligation, Offer, Phase, Proposal, ProposalAnswer, Rating, Referral,
    Refusal, Response, Returning, Stay, Supplied,
};
use crate::access::{Viewer, sees};
use crate::fact::Fact;

/// The state after the fact.
#[must_use]
pub fn evolve(mut state: DisputeState, fact: &Fact<DisputeEvent>) -> DisputeState {
    state.version += 1;
    state.seen_by_consumer += u64::from(sees(Viewer::Side(Side::Consumer), fact.label));
    state.seen_by_respondent += u64::from(sees(Viewer::Side(Side::Respondent), fact.label));
    let (at, by) = (fact.at, fact.by);
    match &fact.event {
        DisputeEvent::Filed(filed) => {
            state.filed = Some(filed.clone());
            // A letter counts from the day it arrived, as it did when the rules were asked.
            state.filed_at = Some(fact.occurred_at.map_or(at, |occurred| occurred.min(at)));
            state.filed_by = Some(by);
            state.phase = Phase::Screening;
        }
        DisputeEvent::Assigned { on_duty, role, reason } => {
            state.in_charge = Some(*on_duty);
            state.in_charge_as = Some(*role);
            state.handovers.push(Handover { at, to: *on_duty, role: *role, by, reason: reason.clone() });
        }
        DisputeEvent::DeadlineSet(new) => {
            // Once somebody mediates or rules, none is waited for.
            let waits_for_none = match new.step {
                Step::Mediation => Some(Step::NameMediator),
                Step::Ruling | Step::AppealRuling => Some(Step::NameDecider),
                _ => None,
            };
            state.deadlines.retain(|d| !new.replaces(d) && Some(d.step) != waits_for_none);
            state.deadlines.push(new.clone());
        }
        DisputeEvent::DeadlinePassed { deadline, step, .. } => {
            if *step == Step::SupplyInformation {
                state.asked = None;
            }
            let passed = state.deadlines.iter().find(|d| d.id == *deadline).cloned();
            if let Some(passed) = passed.filter(|d| d.who == Party::Platform && state.late_since(d).is_none())
            {
                let Deadline { step, obligation, due_at: since, .. } = passed;
                state.late.push(Late { step, obligation, since });
            }
            state.deadlines.retain(|d| d.id != *deadline);
            state.passed.push(*deadline);
        }
        DisputeEvent::InformationRequested { to, questions, seal } => {
            end(&mut state, |d| d.step == Step::Screening);
            state.asked = Some(Asked { at, to: *to, questions: questions.clone(), seal: *seal });
        }
        DisputeEvent::InformationSupplied { side, answers, evidence_ids: _, seal: _ } => {
            end(&mut state, |d| d.step == Step::SupplyInformation);
            state.asked = None;
            state.supplied.push(Supplied { at, side: *side, answers: answers.clone() });
        }
        DisputeEvent::Accepted => {
            end(&mut state, |d| matches!(d.step, Step::Screening | Step::SupplyInformation));
            state.asked = None;
            state.phase = Phase::Negotiation;
            state.accepted_at = Some(at);
            state.last_word = Some(Side::Consumer);
        }
        DisputeEvent::Refused { reason, text, rule_ids } => {
            state.refusal = Some(Refusal {
                at,
                by,
                reason: reason.clone(),
                text: text.clone(),
                rule_ids: rule_ids.clone(),
            });
        }
        DisputeEvent::ObjectionRaised { grounds } => {
            state.objections.push(Objection { at, by, grounds: grounds.clone() });
        }
        DisputeEvent::NoticeProven { side, .. } => {
            end(&mut state, |d| d.step == Step::Notice);
            if *side == Side::Respondent {
                state.respondent_notified = Some(at);
            }
        }
        DisputeEvent::Responded { position, explanation, evidence_ids, remedies } => {
            end(&mut state, |d| matches!(d.step, Step::Notice | Step::Response));
            state.last_word = Some(Side::Respondent);
            state.response = Some(Response {
                at,
                by,
                position: *position,
                explanation: explanation.clone(),
                evidence_ids: evidence_ids.clone(),
                remedies: remedies.clone(),
            });
        }
        DisputeEvent::OfferMade { offer, by: side, remedies, note, in_reply_to, seal } => {
            if let Some(replied) = in_reply_to {
                end_offer(&mut state, *replied, OfferState::Countered, at);
            }
            state.last_word = Some(*side);
            state.offers.push(Offer {
                id: *offer,
                by: *side,
                at,
                remedies: remedies.clone(),
                note: note.clone(),
                in_reply_to: *in_reply_to,
                state: OfferState::Proposed,
                ended_at: None,
                seal: *seal,
            });
        }
        DisputeEvent::OfferAccepted { offer, .. } => end_offer(&mut state, *offer, OfferState::Accepted, at),
        DisputeEvent::OfferDenied { offer, .. } => {
            state.last_word = state.offer(*offer).map(|o| other_side(o.by)).or(state.last_word);
            end_offer(&mut state, *offer, OfferState::Denied, at);
        }
        DisputeEvent::OfferWithdrawn { offer, .. } => {
            end_offer(&mut state, *offer, OfferState::Withdrawn, at);
        }
        DisputeEvent::OfferExpired { offer, .. } => end_offer(&mut state, *offer, OfferState::Expired, at),
        DisputeEvent::ProposalMade { proposal, remedies, reasons } => {
            state.proposals.push(Proposal {
                id: *proposal,
                at,
                by,
                remedies: remedies.clone(),
                reasons: reasons.clone(),
                answers: Vec::new(),
                state: OfferState::Proposed,
                ended_at: None,
            });
        }
        DisputeEvent::ProposalAnswered { proposal, side, accepted, note } => {
            let answer = ProposalAnswer { side: *side, at, accepted: *accepted, note: note.clone() };
            answer_proposal(&mut state, *proposal, answer);
        }
        DisputeEvent::ProposalEnded { proposal, state: to } => end_proposal(&mut state, *proposal, *to, at),
        DisputeEvent::MediatorAllowed { side } => state.mediator_allowed.push(*side),
        DisputeEvent::AgreementReached { obligations, .. } => owe(&mut state, obligations, None, at),
        DisputeEvent::RulingDrafted { decision, ruling, on_appeal, rule_id } => {
            end(&mut state, |d| matches!(d.step, Step::Ruling | Step::AppealRuling));
            state.draft = Some(Draft {
                id: *decision,
                at,
                by,
                ruling: ruling.clone(),
                on_appeal: *on_appeal,
                rule_id: rule_id.clone(),
                returned: None,
            });
        }
        DisputeEvent::RulingReturned { reason, .. } => {
            end(&mut state, |d| d.step == Step::RulingReview);
            if let Some(draft) = &mut state.draft {
                draft.returned = Some(reason.clone());
            }
        }
        DisputeEvent::RulingMade { decision, ruling, decided_by, second, obligations } => {
            state.draft = None;
            let (decided_by, second, on_appeal) = (*decided_by, *second, None);
            let (id, ruling) = (*decision, ruling.clone());
            state.decisions.push(Decision { id, at, decided_by, second, ruling, on_appeal });
            owe(&mut state, obligations, Some(*decision), at);
        }
        DisputeEvent::AppealRaised { side, grounds, evidence_ids } => {
            end(&mut state, |d| d.step == Step::Appeal);
            state.appeals.push(Appeal {
                at,
                side: *side,
                grounds: grounds.clone(),
                evidence_ids: evidence_ids.clone(),
                stayed: None,
                decided_at: None,
            });
        }
        DisputeEvent::Stayed { reason } => {
            if let Some(appeal) = state.appeals.last_mut() {
                appeal.stayed = Some(Stay { since: at, reason: reason.clone() });
            }
        }
        DisputeEvent::AppealDecided {
            decision,
            outcome,
            ruling,
            decided_by,
            second,
            obligations,
            moved,
            ..
        } => {
            end(&mut state, |d| is_of_judging(d.step));
            state.draft = None;
            if let Some(appeal) = state.appeals.last_mut() {
                appeal.decided_at = Some(at);
            }
            move_limits(&mut state, moved);
            if *outcome == AppealOutcome::Changed {
                state.outcome = Some(ruling.outcome());
            }
            let (decided_by, second, on_appeal) = (*decided_by, *second, Some(*outcome));
            let (id, ruling) = (*decision, ruling.clone());
            state.decisions.push(Decision { id, at, decided_by, second, ruling, on_appeal });
            owe(&mut state, obligations, Some(*decision), at);
        }
        DisputeEvent::Referred { to, reason } => {
            state.referral = Some(Referral { at, to: *to, reason: reason.clone() });
        }
        DisputeEvent::MessageSent { message, side, text, evidence_ids, label } => {
            if label.audience == terms::Audience::All && *side != Side::Neutral {
                state.last_word = Some(*side);
            }
            state.messages.push(Message {
                id: *message,
                at,
                by,
                side: *side,
                text: text.clone(),
                evidence_ids: evidence_ids.clone(),
                label: *label,
            });
        }
        DisputeEvent::EvidenceProvided { side, items, note, label } => {
            let answers = |who| {
                matches!(
                    (side, who),
                    (Side::Consumer, Party::Consumer) | (Side::Respondent, Party::Respondent)
                )
            };
            end(&mut state, |d| d.step == Step::EvidenceAnswer && answers(d.who));
            let new = items.iter().map(|item| Evidence {
                item: item.clone(),
                at,
                by,
                side: *side,
                note: note.clone(),
                label: *label,
                state: EvidenceState::Pending,
                assessments: Vec::new(),
            });
            state.evidence.extend(new);
        }
        DisputeEvent::EvidenceAssessed { evidence_id, state: assessed, how, reason } => {
            let assessment =
                Assessment { at, by, state: *assessed, how: how.clone(), reason: reason.clone() };
            assess(&mut state, *evidence_id, assessment);
        }
        DisputeEvent::Escalated { to, by: side, cause, reason } => {
            end(&mut state, |d| {
                matches!(d.step, Step::NegotiationEnd | Step::NameMediator | Step::Mediation)
            });
            state.phase = if *to == Stage::Ruling { Phase::Ruling } else { Phase::Mediation };
            state.escalation = Some(Escalation { at, by: *side, cause: *cause, reason: reason.clone() });
        }
        DisputeEvent::PutOnHold { reason, until } => {
            state.hold = Some(Hold { since: at, until: *until, reason: reason.clone() });
        }
        DisputeEvent::Resumed { moved } => {
            end(&mut state, |d| d.step == Step::Hold);
            state.hold = None;
            move_limits(&mut state, moved);
        }
        DisputeEvent::ReturnAuthorised { obligation, address } => {
            end_of(&mut state, *obligation);
            returning(&mut state, *obligation, Returning::Authorised { address: address.clone() });
        }
        DisputeEvent::ShipmentReported { obligation, carrier, tracking_number } => {
            end_of(&mut state, *obligation);
            ship(&mut state, *obligation, carrier, tracking_number, at);
        }
        DisputeEvent::ReceiptConfirmed { obligation, condition, .. } => {
            end_of(&mut state, *obligation);
            returning(&mut state, *obligation, Returning::Received { condition: *condition, at });
        }
        DisputeEvent::PerformanceReported { obligation, proof_evidence_ids, note } => {
            end_of(&mut state, *obligation);
            if let Some(o) = of(&mut state, *obligation) {
                o.state = ObligationState::Reported;
                o.proof.clone_from(proof_evidence_ids);
                o.note.clone_from(note);
            }
        }
        DisputeEvent::PerformanceConfirmed { obligation, .. } => {
            finish(&mut state, *obligation, ObligationState::Performed);
        }
        DisputeEvent::PerformanceDisputed { obligation, .. } => {
            finish(&mut state, *obligation, ObligationState::Disputed);
        }
        DisputeEvent::ObligationFailed { obligation } => {
            finish(&mut state, *obligation, ObligationState::Failed);
        }
        DisputeEvent::ObligationCancelled { obligation } => {
            finish(&mut state, *obligation, ObligationState::Cancelled);
        }
        DisputeEvent::PayoutRecorded { obligation, payout, result, amount } => {
            if let Some(o) = of(&mut state, *obligation) {
                o.payout = Some(*payout);
                o.payout_failed = matches!(result, PayoutResult::Failed | PayoutResult::NotCovered);
                match result {
                    PayoutResult::Paid => {
                        o.paid += amount.minor;
                        o.state = ObligationState::Performed;
                    }
                    PayoutResult::PartlyPaid => o.paid += amount.minor,
                    PayoutResult::Failed | PayoutResult::NotCovered => {}
                }
            }
            if *result != PayoutResult::PartlyPaid {
                end_of(&mut state, *obligation);
            }
        }
        DisputeEvent::PayoutRetried { obligation, .. } => {
            end_of(&mut state, *obligation);
            if let Some(o) = of(&mut state, *obligation) {
                o.payout_failed = false;
            }
        }
        DisputeEvent::EnforcementOrdered { obligation, .. } => {
            if let Some(o) = of(&mut state, *obligation) {
                o.enforcing = true;
            }
        }
        DisputeEvent::Covered { obligation, deposit, advanced } => {
            if let Some(o) = of(&mut state, *obligation) {
                o.enforcing = false;
                o.payout_failed = false;
                o.cover = Some(Cover { deposit: *deposit, advanced: *advanced });
            }
        }
        DisputeEvent::MandateGranted(granted) => {
            state.mandates.insert(granted.id, Mandate { granted: granted.clone(), revoked_at: None });
        }
        DisputeEvent::MandateRevoked { mandate } => {
            if let Some(mandate) = state.mandates.get_mut(mandate) {
                mandate.revoked_at = Some(at);
            }
        }
        DisputeEvent::MergedInto { dispute, number } => state.merged_into = Some((*dispute, *number)),
        DisputeEvent::MergeUndone { .. } => state.merged_into = None,
        DisputeEvent::Absorbed { dispute, number } => state.absorbed.push((*dispute, *number)),
        DisputeEvent::AbsorptionUndone { dispute } => state.absorbed.retain(|(id, _)| id != dispute),
        DisputeEvent::Closed { outcome } => {
            let goes_on = |d: &Deadline| {
                d.obligation.and_then(|id| state.obligation(id)).is_some_and(Obligation::is_open)
            };
            let kept = state.deadlines.iter().filter(|d| goes_on(d)).cloned().collect();
            state.deadlines = kept;
            state.hold = None;
            state.asked = None;
            state.draft = None;
            state.phase_before = state.phase;
            state.phase = Phase::Closed;
            state.outcome = Some(*outcome);
            state.closed_at = Some(at);
        }
        DisputeEvent::Reopened { cause, .. } => {
            end(&mut state, |d| d.obligation.is_none());
            state.phase = match cause {
                ReopenCause::Objection => Phase::Screening,
                ReopenCause::PerformanceFailed => Phase::Mediation,
                ReopenCause::SentBack => Phase::Ruling,
                ReopenCause::Requested | ReopenCause::MergeUndone => state.phase_before,
            };
            state.outcome = None;
            state.closed_at = None;
            state.reopened += 1;
        }
        DisputeEvent::Rated { side, score, text, about } => {
            state.ratings.push(Rating { at, side: *side, score: *score, text: text.clone(), about: *about });
        }
        DisputeEvent::FollowUpRefused { policy, code, obligation } => {
            if let Some(o) = obligation.and_then(|id| of(&mut state, id)) {
                o.enforcing = false;
            }
            state.follow_ups_refused.push((policy.clone(), code.clone()));
        }
        DisputeEvent::Withdrawn { .. } | DisputeEvent::PartErased { .. } => {}
    }
    state
}

/// The side across the table.
#[must_use]
pub const fn other_side(side: Side) -> Side {
    match side {
        Side::Consumer => Side::Respondent,
        Side::Respondent => Side::Consumer,
        Side::Neutral => Side::Neutral,
    }
}

/// The steps of those who judge.
const fn is_of_judging(step: Step) -> bool {
    matches!(
        step,
        Step::NameDecider | Step::Ruling | Step::RulingReview | Step::AppealRuling | Step::EvidenceAnswer
    )
}

fn owe(state: &mut DisputeState, obligations: &[NewObligation], decision: Option<DecisionId>, at: Instant) {
    state.obligations.extend(obligations.iter().map(|o| Obligation {
        id: o.id,
        debtor: o.debtor,
        remedy: o.remedy.clone(),
        state: ObligationState::Due,
        since: at,
        decision,
        proof: Vec::new(),
        note: None,
        returning: if o.remedy.remedy_type.needs_return() {
            Returning::ToBeAuthorised
        } else {
            Returning::NotNeeded
        },
        payout: None,
        payout_failed: false,
        paid: 0,
        enforcing: false,
        cover: None,
    }));
}

fn move_limits(state: &mut DisputeState, moved: &[MovedDeadline]) {
    for moved in moved {
        if let Some(deadline) = state.deadlines.iter_mut().find(|d| d.id == moved.deadline) {
            deadline.due_at = moved.due_at;
            deadline.why.push(moved.why.clone());
        }
    }
}

/// Accepted by both it is the agreement; one denial ends it.
fn answer_proposal(state: &mut DisputeState, id: ProposalId, answer: ProposalAnswer) {
    let who = if answer.side == Side::Consumer { Party::Consumer } else { Party::Respondent };
    end(state, |d| d.proposal == Some(id) && d.who == who);
    let (at, accepted) = (answer.at, answer.accepted);
    let Some(proposal) = state.proposals.iter_mut().find(|p| p.id == id) else { return };
    proposal.answers.push(answer);
    if !accepted {
        end_proposal(state, id, OfferState::Denied, at);
    } else if proposal.answers.len() == 2 {
        end_proposal(state, id, OfferState::Accepted, at);
    }
}

fn end_proposal(state: &mut DisputeState, id: ProposalId, to: OfferState, at: Instant) {
    end(state, |d| d.proposal == Some(id));
    if let Some(proposal) = state.proposals.iter_mut().find(|p| p.id == id) {
        proposal.state = to;
        proposal.ended_at = Some(at);
    }
}

fn end(state: &mut DisputeState, ends: impl Fn(&Deadline) -> bool) {
    let met: Vec<Deadline> = state.deadlines.extract_if(.., |deadline| ends(deadline)).collect();
    state.late.retain(|late| !met.iter().any(|d| (d.step, d.obligation) == (late.step, late.obligation)));
}

fn end_of(state: &mut DisputeState, obligation: ObligationId) {
    end(state, |d| d.obligation == Some(obligation));
}

fn end_offer(state: &mut DisputeState, offer: OfferId, to: OfferState, at: Instant) {
    end(state, |d| d.offer == Some(offer));
    if let Some(offer) = state.offers.iter_mut().find(|o| o.id == offer) {
        offer.state = to;
        offer.ended_at = Some(at);
    }
}

fn of(state: &mut DisputeState, obligation: ObligationId) -> Option<&mut Obligation> {
    state.obligations.iter_mut().find(|o| o.id == obligation)
}

fn finish(state: &mut DisputeState, obligation: ObligationId, to: ObligationState) {
    end_of(state, obligation);
    if let Some(obligation) = of(state, obligation) {
        obligation.state = to;
    }
}

fn returning(state: &mut DisputeState, obligation: ObligationId, to: Returning) {
    if let Some(obligation) = of(state, obligation) {
        obligation.returning = to;
    }
}

fn ship(
    state: &mut DisputeState,
    obligation: ObligationId,
    carrier: &str,
    tracking_number: &str,
    at: Instant,
) {
    let Some(obligation) = of(state, obligation) else { return };
    if let Returning::Authorised { address } = &obligation.returning {
        let address = address.clone();
        let (carrier, tracking_number) = (carrier.to_owned(), tracking_number.to_owned());
        obligation.returning = Returning::Shipped { address, carrier, tracking_number, at };
    }
}

fn assess(state: &mut DisputeState, evidence: EvidenceId, assessment: Assessment) {
    if let Some(found) = state.evidence.iter_mut().find(|e| e.item.evidence_id == evidence) {
        found.state = assessment.state;
        found.assessments.push(assessment);
    }
}
