//! Staff answer an objection: right or not, and what is corrected (F5).

use serde::{Deserialize, Serialize};
use terms::ObjectionId;

use super::{known, public_text, staff};
use crate::ctx::Ctx;
use crate::publication::event::{DownCause, PublicationEvent};
use crate::publication::part::Part;
use crate::publication::refusal::PublicationRefusal;
use crate::publication::state::PublicationState;

/// The answer, which is public like the correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerObjection {
    pub objection_id: ObjectionId,
    pub upheld: bool,
    pub answer: String,
    #[serde(default)]
    pub correction: Option<String>,
    /// The result goes altogether.
    #[serde(default)]
    pub take_down: bool,
}

/// # Errors
/// `not_allowed` unless staff, `publication_own_approval` for whoever approved the result, `unknown_objection`.
pub fn may(state: &PublicationState, part: Part) -> Result<(), PublicationRefusal> {
    let (_, approved) = staff(part)?;
    if approved {
        return Err(PublicationRefusal::OwnApproval);
    }
    match state.open_objections().next() {
        Some(_) => Ok(()),
        None => Err(PublicationRefusal::UnknownObjection),
    }
}

/// # Errors
/// As [`may`], for this objection; `publication_names_somebody` and the refusals of texts.
pub fn decide(
    state: &PublicationState,
    command: &AnswerObjection,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<PublicationEvent>, PublicationRefusal> {
    let (background, part) = known(state, ctx)?;
    may(state, part)?;
    let mut open = state.open_objections();
    let objection = open.find(|open| open.id == command.objection_id);
    let objection = objection.ok_or(PublicationRefusal::UnknownObjection)?.id;
    let answer = public_text(&command.answer, "/answer", background)?;
    let correction = command.correction.as_deref().filter(|text| !text.trim().is_empty());
    let correction = correction.map(|text| public_text(text, "/correction", background)).transpose()?;
    let upheld = command.upheld;
    let mut events = vec![PublicationEvent::ObjectionAnswered { objection, upheld, answer, correction }];
    if command.take_down {
        events.extend(super::take_down::down(state, DownCause::Objection, None));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::super::given::*;
    use super::*;
    use crate::dispute::given::*;
    use crate::publication::PublicationCommand;

    fn answer(world: &World, correction: &str, take_down: bool) -> PublicationCommand {
        PublicationCommand::AnswerObjection(AnswerObjection {
            objection_id: world.state.open_objections().next().map(|o| o.id).unwrap_or_default(),
            upheld: true,
            answer: "核对过了，写错了。".to_owned(),
            correction: Some(correction.to_owned()),
            take_down,
        })
    }

    /// F5: the correction is shown; whoever approved the result does not judge the objection.
    #[test]
    fn a_correction_is_shown_and_another_person_decides() {
        let open = public().and(&stranger(), objecting("月份写错了"));
        let command = answer(&open, "结案月份应为十月。", false);
        open.clone().when(&supervisor(), command.clone()).refused("publication_own_approval");
        open.clone().when(&consumer(), command.clone()).refused("not_allowed");
        open.clone().when(&colleague(), command.clone()).refused("unknown_publication");
        let answered = open.and(&decider(), command.clone());
        assert_eq!(answered.public().unwrap().corrections[0].text, "结案月份应为十月。");
        answered.when(&decider(), command).refused("unknown_objection");
    }

    /// F4, F5: a correction names nobody either; and the result can go.
    #[test]
    fn a_correction_names_nobody() {
        let open = public().and(&stranger(), objecting("有名字"));
        let shop = open.background.case.order().unwrap().merchant_name.clone();
        let naming = answer(&open, &shop, false);
        open.clone().when(&decider(), naming).refused_at("publication_names_somebody", "/correction");
        let command = answer(&open, "", true);
        assert_eq!(open.and(&decider(), command).public(), None);
    }
}
