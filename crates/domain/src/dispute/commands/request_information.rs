//! The officer asks one side for what is missing; the case waits for it, with a date.

use playbook::Step;
use serde::{Deserialize, Serialize};
use terms::{Party, Seal, Side, TextError, clean_line, clean_text};

use crate::ctx::Ctx;
use crate::dispute::check;
use crate::dispute::clock::{self, About};
use crate::dispute::event::{AskedQuestion, DisputeEvent};
use crate::dispute::refusal::DisputeRefusal;
use crate::dispute::standing::{Standing, standing_for};
use crate::dispute::state::{DisputeState, Phase};
use crate::dispute::verb::Verb;

/// Most questions at once, and the longest of them.
pub const MAX_QUESTIONS: usize = 10;
pub const MAX_QUESTION: usize = 500;
/// Longest key of a question, in characters.
pub const MAX_KEY: usize = 60;

/// What is asked of whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestInformation {
    pub to: Side,
    pub questions: Vec<AskedQuestion>,
}

/// # Errors
/// `not_allowed` unless staff, `wrong_stage` once closed, `on_hold`, `already_done` while another request is open.
pub fn may(state: &DisputeState, standing: Standing) -> Result<(), DisputeRefusal> {
    check::staff(standing)?;
    check::in_phase(state, check::RUNNING)?;
    check::not_on_hold(state)?;
    if state.asked.is_some() { Err(DisputeRefusal::AlreadyDone) } else { Ok(()) }
}

/// # Errors
/// As [`may`]; `text_missing` without a question, `too_many`, and the refusals of texts.
pub fn decide(
    state: &DisputeState,
    command: &RequestInformation,
    ctx: &mut Ctx<'_, '_>,
) -> Result<Vec<DisputeEvent>, DisputeRefusal> {
    may(state, standing_for(state, ctx.actor, ctx.now, Verb::RequestInformation)?)?;
    let kind = state.filed.as_ref().ok_or(DisputeRefusal::UnknownDispute)?.kind.clone();
    let who = match command.to {
        Side::Consumer => Party::Consumer,
        Side::Respondent if state.phase != Phase::Screening && state.respondent().is_some() => {
            Party::Respondent
        }
        Side::Respondent => return Err(DisputeRefusal::WrongStage { stage: crate::dispute::stage(state) }),
        Side::Neutral => return Err(DisputeRefusal::NotAllowed),
    };
    if command.questions.is_empty() {
        return Err(DisputeRefusal::Text { pointer: "/questions".to_owned(), why: TextError::Empty });
    }
    if command.questions.len() > MAX_QUESTIONS {
        return Err(DisputeRefusal::TooMany { pointer: "/questions".to_owned(), most: MAX_QUESTIONS });
    }
    let mut questions: Vec<AskedQuestion> = Vec::with_capacity(command.questions.len());
    for (n, question) in command.questions.iter().enumerate() {
        let wrong = |why| DisputeRefusal::Text { pointer: format!("/questions/{n}/text"), why };
        let text = clean_text(&question.text, MAX_QUESTION).map_err(wrong)?;
        let key = key(&question.key, n, &questions)?;
        questions.push(AskedQuestion { key, text });
    }
    // What the mediator asks one side is between the two of them.
    let seal = if state.phase == Phase::Mediation { Seal::Mediation } else { Seal::None };
    Ok(vec![
        DisputeEvent::InformationRequested { to: command.to, questions, seal },
        clock::set(ctx, &kind, Step::SupplyInformation, who, About { seal, ..About::default() }),
    ])
}

/// The key under which the answer comes back: as given, or numbered where none or one that is taken was given.
fn key(given: &str, n: usize, taken: &[AskedQuestion]) -> Result<String, DisputeRefusal> {
    let is_free = |key: &String| !taken.iter().any(|q| q.key == *key);
    if !given.trim().is_empty() {
        let wrong = |why| DisputeRefusal::Text { pointer: format!("/questions/{n}/key"), why };
        let key = clean_line(given, MAX_KEY).map_err(wrong)?;
        if is_free(&key) {
            return Ok(key);
        }
    }
    Ok((n + 1..).map(|number| format!("q{number}")).find(is_free).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispute::DisputeCommand;
    use crate::dispute::given::*;

    /// C2: the consumer is asked for what is missing, with a date; the officer's own limit waits.
    #[test]
    fn a_question_to_the_consumer_takes_the_place_of_the_officers_limit() {
        let asked = given().filed().when(&officer(), ask(Side::Consumer, &["吊牌还在吗？", "洗过吗？"]));
        let asked = asked.then(&["information_requested", "deadline_set"]);
        assert_eq!(asked.steps(), [Step::SupplyInformation]);
        let keys: Vec<String> = asked.state.asked.unwrap().questions.into_iter().map(|q| q.key).collect();
        assert_eq!(keys, ["q1", "q2"]);
    }

    /// C5: in the talk both sides can be asked, and the talk's own limit runs on.
    #[test]
    fn a_question_to_the_merchant_runs_beside_the_limits_of_the_talk() {
        let asked = given().responded().and(&officer(), ask(Side::Respondent, &["检测报告呢？"]));
        assert_eq!(asked.steps(), [Step::NegotiationEnd, Step::SupplyInformation]);
        assert_eq!(asked.deadline(Step::SupplyInformation).who, Party::Respondent);
    }

    #[test]
    fn before_acceptance_the_merchant_is_not_asked() {
        given().filed().when(&officer(), ask(Side::Respondent, &["在吗？"])).refused("wrong_stage");
        given().filed().when(&officer(), ask(Side::Neutral, &["在吗？"])).refused("not_allowed");
    }

    #[test]
    fn questions_are_there_few_and_readable() {
        given().filed().when(&officer(), ask(Side::Consumer, &[])).refused_at("text_missing", "/questions");
        given().filed().when(&officer(), ask(Side::Consumer, &["?"; 11])).refused("too_many");
        given()
            .filed()
            .when(&officer(), ask(Side::Consumer, &["好", " "]))
            .refused_at("text_missing", "/questions/1/text");
        let long = "问".repeat(MAX_QUESTION + 1);
        given().filed().when(&officer(), ask(Side::Consumer, &[&long])).refused("text_too_long");
    }

    /// Each question gets an answer of its own, whatever keys were given.
    #[test]
    fn keys_that_repeat_are_numbered_apart() {
        let question = |key: &str| AskedQuestion { key: key.to_owned(), text: "？".to_owned() };
        let questions = vec![question("q2"), question("q2"), question(""), question("size")];
        let command = |questions| {
            DisputeCommand::RequestInformation(RequestInformation { to: Side::Consumer, questions })
        };
        let asked = given().filed().and(&officer(), command(questions));
        let keys: Vec<String> = asked.state.asked.unwrap().questions.into_iter().map(|q| q.key).collect();
        assert_eq!(keys, ["q2", "q3", "q4", "size"]);
        let long = command(vec![question(&"k".repeat(MAX_KEY + 1))]);
        given().filed().when(&officer(), long).refused_at("text_too_long", "/questions/0/key");
    }

    #[test]
    fn one_request_at_a_time_by_staff_in_a_case_that_runs() {
        let question = || ask(Side::Consumer, &["吊牌还在吗？"]);
        given().filed().and(&officer(), question()).when(&officer(), question()).refused("already_done");
        given().filed().when(&consumer(), question()).refused("not_allowed");
        given().refused().when(&officer(), question()).refused("wrong_stage");
        given()
            .filed()
            .and(&officer(), hold(WEDNESDAY.plus_seconds(DAY)))
            .when(&officer(), question())
            .refused("on_hold");
        given().merged().when(&officer(), question()).refused("merged");
    }
}
