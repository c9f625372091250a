//! Someone says something, to everybody in the case or to the platform alone.

use serde::{Deserialize, Serialize};
use terms::{Audience, EvidenceId, Label, MessageId, Seal, Side};

use crate::ctx::Ctx;
use crate::dispute::check::{self, MAX_MESSAGES};
use crate::dispute::event::{DisputeEvent, side_label};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Whom the speaker addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressed {
    All,
    /// The mediator alone: sealed from a later ruling (C5).
    Mediator,
    /// The platform's staff alone.
    Staff,
}

/// A message and what is shown with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMessage {
    pub text: String,
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
    pub audience: Addressed,
}

/// # Errors
/// `not_allowed` for the system, `wrong_stage` once everything is carried out, `too_many`.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    if standing == Standing::System {
        return Err(DisputeRefusal::NotAllowed);
    }
    check::alive(state)?;
    if state.messages.len() >= MAX_MESSAGES {
        return Err(DisputeRefusal::TooMany { pointer: "/text".to_owned(), most: MAX_MESSAGES });
    }
    Ok(())
}

/// Who may read what `side` addresses to `audience`.
const fn label(side: Side, audience: Addressed) -> Label {
    match audience {
        Addressed::All => Label::ALL,
        Addressed::Staff => side_label(side),
        Addressed::Mediator => Label { seal: Seal::Mediation, ..side_label(side) },
    }
}

/// # Errors
/// As [`may`]; `wrong_stage` for the mediator's ear outside mediation, and the refusals of texts and evidence.
pub fn decide(
    state: &DisputeState,
    command: &SendMessage,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    let standing = standing_for(state, ctx.actor, ctx.now, Verb::SendMessage)?;
    may(state, standing)?;
    if command.audience == Addressed::Mediator {
        check::in_phase(state, &[Phase::Mediation])?;
    }
    let side = standing.side();
    let mut label = label(side, command.audience);
    // Before the platform has accepted the case the respondent has no part in it.
    if state.phase == Phase::Screening && label.audience == Audience::All {
        label = Label::CONSUMER_SIDE;
    }
    // What is said to find an agreement stays with those who look for it.
    let shown = label;
    if state.phase == Phase::Mediation && label.audience == Audience::All {
        label = Label::MEDIATION;
    }
    let text = check::text(&command.text, "/text", label.audience)?;
    let items = check::new_evidence(state, &command.evidence_ids, "/evidence_ids", label.audience, ctx)?;
    // Evidence is evidence wherever both sides were shown it.
    let mut events = check::heard_evidence(state, side, items, None, shown, ctx);
    let evidence_ids = command.evidence_ids.clone();
    let message = MessageId(ctx.ids.uuid());
    events.push(DisputeEvent::MessageSent { message, side, text, evidence_ids, label });
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::given::*;

    /// C3, C5, D8: who reads it is written on the message by whom it addresses; in mediation all of it is sealed from a ruling.
    #[test]
    fn a_message_reaches_those_whom_it_addresses() {
        let label = |actor, audience| {
            given().escalated().and(&actor, message("好", audience)).state.messages[0].label
        };
        assert_eq!(label(consumer(), Addressed::All), Label::MEDIATION);
        assert_eq!(label(merchant(), Addressed::Staff), Label::RESPONDENT_SIDE);
        assert_eq!(label(officer(), Addressed::Staff), Label::STAFF);
        let sealed = Label { seal: Seal::Mediation, ..Label::CONSUMER_SIDE };
        assert_eq!(label(consumer(), Addressed::Mediator), sealed);
    }

    /// C3: before acceptance the case is between consumer and platform; the merchant neither reads nor writes.
    #[test]
    fn before_acceptance_the_merchant_has_no_part_in_the_talk() {
        let said = given().filed().and(&consumer(), message("还有一件事", Addressed::All));
        assert_eq!(said.state.messages[0].label, Label::CONSUMER_SIDE);
        let said = said.and(&officer(), message("收到", Addressed::All));
        assert_eq!(said.state.messages[1].label, Label::CONSUMER_SIDE);
        said.when(&merchant(), message("不是我们", Addressed::Staff)).refused("unknown_dispute");
    }

    #[test]
    fn a_picture_is_shown_with_the_message_and_to_the_same_people() {
        let mut command =
            SendMessage { text: "看".to_owned(), evidence_ids: vec![upload(1)], audience: Addressed::Staff };
        let said = given().responded().uploaded(&consumer(), 1);
        let said = said.when(&consumer(), crate::dispute::DisputeCommand::SendMessage(command.clone()));
        let said = said.then(&["evidence_provided", "message_sent"]);
        assert_eq!(said.state.evidence[0].label, Label::CONSUMER_SIDE);
        // Shown once, it is only named later.
        command.text = "再看".to_owned();
        said.when(&consumer(), crate::dispute::DisputeCommand::SendMessage(command)).then(&["message_sent"]);
    }

    /// C9: while the agreement is carried out people still talk; afterwards the case rests.
    #[test]
    fn people_talk_until_everything_is_carried_out() {
        let owing = given().apologised();
        let id = owing.obligation();
        let owing = owing.and(&merchant(), message("已经道歉", Addressed::All));
        let done = owing.and(&consumer(), confirm(id));
        done.when(&merchant(), message("谢谢", Addressed::All)).refused("wrong_stage");
    }

    #[test]
    fn texts_and_places_are_checked() {
        let refused = |text: &str| given().responded().when(&consumer(), message(text, Addressed::All));
        refused("").refused_at("text_missing", "/text");
        refused(&"字".repeat(5_001)).refused("text_too_long");
        refused("a\u{2066}b").refused("text_forbidden_character");
        given().responded().when(&consumer(), message("嘘", Addressed::Mediator)).refused("wrong_stage");
        given().responded().when(&system(), message("。", Addressed::All)).refused("not_allowed");
        given().responded().when(&stranger(), message("。", Addressed::All)).refused("unknown_dispute");
        given().responded().when(&rival(), message("。", Addressed::All)).refused("unknown_dispute");
        given().merged().when(&consumer(), message("。", Addressed::All)).refused("merged");
        let shown =
            SendMessage { text: "看".to_owned(), evidence_ids: vec![upload(1)], audience: Addressed::All };
        let shown = crate::dispute::DisputeCommand::SendMessage(shown);
        given().responded().when(&consumer(), shown).refused("unknown_evidence");
    }

    #[test]
    fn past_a_thousand_messages_people_should_meet() {
        let mut full = given().responded().and(&consumer(), message("好", Addressed::All));
        full.state.messages = vec![full.state.messages[0].clone(); MAX_MESSAGES];
        assert!(!full.may(&consumer(), Verb::SendMessage));
        full.when(&consumer(), message("好", Addressed::All)).refused("too_many");
    }
}
