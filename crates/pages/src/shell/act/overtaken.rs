//! When others were faster: who did what and when, and what was typed offered as a message.

use app::case;
use app::queries::people;
use domain::dispute::Verb;
use http::StatusCode;
use terms::{DisputeId, Role, Side};

use crate::shell::{Form, Oops, Site, Trouble, Visit};

/// The fields of forms in which people write sentences, the longest first.
const WRITTEN: [&str; 5] = ["explanation", "text", "note", "reason", "grounds"];

/// A form whose act is no longer possible would vanish with what was typed in it: it is told what happened instead,
/// and the words go where they can still be sent. Everything else stays as it is.
pub(super) async fn tell(
    site: &Site,
    visit: &Visit,
    id: DisputeId,
    verb: Verb,
    trouble: Trouble,
) -> Result<Trouble, Oops> {
    let (actor, session) = visit.signed_in()?;
    let works_here = session.role == Role::Merchant || session.role.is_staff();
    if trouble.status != StatusCode::CONFLICT || !works_here || verb == Verb::SendMessage {
        return Ok(trouble);
    }
    let Some(view) = case::view(&site.app, id, &actor, &visit.texts).await? else { return Ok(trouble) };
    if view.allows(verb) {
        return Ok(trouble);
    }
    let answered = view.response.as_ref().filter(|_| verb == Verb::Respond);
    let mut sentence = match answered {
        Some(response) => {
            let state = case::state(&site.app, id).await?;
            let by = state.response.as_ref().and_then(|response| response.by.person());
            let names = people::names(&site.app, by).await?;
            // Colleagues of the same side know each other by name; to others it is the merchant.
            let known =
                by.filter(|_| view.your_side == Side::Respondent).and_then(|by| names.get(&by).cloned());
            visit.texts.with(
                "shell-answered",
                &[
                    ("who", known.unwrap_or_else(|| visit.texts.word("side", Side::Respondent.as_str()))),
                    ("when", texts::date_time(response.at, visit.now, visit.language)),
                    ("position", visit.texts.word("position", response.position.as_str())),
                ],
            )
        }
        None => {
            let said = trouble.mistakes.iter().map(|mistake| mistake.sentence.clone());
            let said: Vec<String> =
                said.chain([trouble.next_step.clone()]).filter(|s| !s.is_empty()).collect();
            said.join(" ")
        }
    };
    let typed = WRITTEN.iter().find_map(|field| trouble.typed.given(field));
    let mut kept = Form { evidence: trouble.typed.evidence.clone(), ..Form::default() };
    if let Some(text) = typed.filter(|_| view.allows(Verb::SendMessage)) {
        kept.fields.push(("text".to_owned(), text));
        kept.fields.push(("audience".to_owned(), "all".to_owned()));
        sentence.push(' ');
        sentence.push_str(&visit.texts.say("shell-kept-as-message"));
    }
    Ok(Trouble::news("send-message", kept, sentence))
}
