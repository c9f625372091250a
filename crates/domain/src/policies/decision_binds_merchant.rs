//! Holds, decisions and appeals of a penalty case take effect in the merchant's account (G4).

use terms::{MeasureId, PenaltyId, merchant_stream};

use super::{After, Reaction};
use crate::fact::{AnyCommand, AnyEvent, Recorded};
use crate::merchant::{EndCause, Measure, MerchantAct, MerchantCommand};
use crate::penalty::{PenaltyEvent, PenaltyState};

const POLICY: &str = "decision_binds_merchant";

pub(super) fn react(fact: &Recorded, after: After<'_>) -> Vec<Reaction> {
    let (AnyEvent::Penalty(event), After::Penalty(state)) = (&fact.fact.event, after) else {
        return Vec::new();
    };
    let Some(charge) = &state.charge else { return Vec::new() };
    let penalty = PenaltyId(fact.stream.id);
    let command = |act| Reaction::Command {
        policy: POLICY.to_owned(),
        stream: merchant_stream(&charge.merchant),
        command: AnyCommand::Merchant(Box::new(MerchantCommand {
            merchant: charge.merchant.clone(),
            name: charge.merchant_name.clone(),
            act,
        })),
        at: None,
    };
    acts(event, state, penalty).into_iter().map(command).collect()
}

fn acts(event: &PenaltyEvent, state: &PenaltyState, penalty: PenaltyId) -> Vec<MerchantAct> {
    let impose = |measure: &Measure| MerchantAct::Impose { penalty, measure: measure.clone() };
    let end = |cause| move |measure: &MeasureId| MerchantAct::End { measure: *measure, cause };
    match event {
        PenaltyEvent::HoldImposed { measure, .. } => vec![impose(measure)],
        PenaltyEvent::HoldReviewed { hold, kept: false, .. } | PenaltyEvent::HoldLapsed { hold } => {
            vec![end(EndCause::Lifted)(hold)]
        }
        PenaltyEvent::Decided { decision, .. } => {
            // What still ran when it was decided ends with the decision.
            let cause = if decision.dismissed { EndCause::Lifted } else { EndCause::Decided };
            let ran = state.holds.iter().filter(|hold| hold.ended_at == state.decided_at);
            let ended = ran.map(|hold| end(cause)(&hold.measure.id));
            ended.chain(decision.measures.iter().map(impose)).collect()
        }
        PenaltyEvent::Appealed { stayed, .. } => {
            stayed.iter().map(|measure| MerchantAct::Stay { measure: *measure }).collect()
        }
        PenaltyEvent::AppealDecided { upheld, lifted, .. } => {
            let resume = upheld.iter().map(|measure| MerchantAct::Resume { measure: *measure });
            resume.chain(lifted.iter().map(end(EndCause::Lifted))).collect()
        }
        PenaltyEvent::Opened(_)
        | PenaltyEvent::Assigned { .. }
        | PenaltyEvent::DateSet(_)
        | PenaltyEvent::DatePassed { .. }
        | PenaltyEvent::HoldReviewed { kept: true, .. }
        | PenaltyEvent::NoticeProven { .. }
        | PenaltyEvent::Answered { .. }
        | PenaltyEvent::DutyReported { .. }
        | PenaltyEvent::DutyChecked { .. }
        | PenaltyEvent::Reported { .. }
        | PenaltyEvent::Closed => Vec::new(),
    }
}
