//! Two pieces of evidence beside each other, chosen by the address: with a keyboard and without scripts.
//!
//! Nothing is opened until somebody chooses, because each look is written into a piece's trail (D2).

use app::App;
use app::case;
use app::show::CaseView;
use domain::Actor;
use futures_util::StreamExt as _;
use serde::Deserialize;
use terms::EvidenceId;

use crate::merchant::lens::Lens;
use crate::shell::Oops;

/// Most bytes of a text that are shown beside another; the file itself stays a link away.
const MOST_TEXT: u64 = 20_000;

/// Which two, as they stand in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    pub left: String,
    pub right: String,
}

/// The two panes, and what can be chosen for them.
pub(super) struct Compare {
    pub panes: Vec<Pane>,
    pub choices: Vec<(String, String)>,
    pub left: String,
    pub right: String,
}

/// One piece.
pub(super) struct Pane {
    pub id: String,
    pub name: String,
    pub about: String,
    pub class: &'static str,
    pub state: &'static str,
    pub state_word: String,
    /// `image`, `video`, `audio`, `text` or `file`.
    pub shown_as: &'static str,
    pub text: String,
    /// There is more of the text than stands here.
    pub is_cut: bool,
}

/// Reads the two that were chosen, of those that this viewer sees.
pub(super) async fn of(app: &App, c: &Lens<'_>, actor: &Actor, chosen: &Chosen) -> Result<Compare, Oops> {
    let mut panes = Vec::new();
    for id in [&chosen.left, &chosen.right] {
        if let Some(id) = known(c.view, id) {
            panes.extend(pane(app, c, actor, id).await?);
        }
    }
    Ok(Compare {
        panes,
        choices: c.evidence().into_iter().map(|item| (item.id, item.name)).collect(),
        left: chosen.left.clone(),
        right: chosen.right.clone(),
    })
}

fn known(view: &CaseView, id: &str) -> Option<EvidenceId> {
    let id: EvidenceId = id.parse().ok()?;
    view.evidence.iter().any(|item| item.id == id).then_some(id)
}

async fn pane(app: &App, c: &Lens<'_>, actor: &Actor, id: EvidenceId) -> Result<Option<Pane>, Oops> {
    let (Some(item), Some(media_type)) = (
        c.items(&[id]).pop(),
        c.view.evidence.iter().find(|item| item.id == id).map(|item| item.media_type.as_str()),
    ) else {
        return Ok(None);
    };
    let shown_as = shown_as(media_type);
    let (text, is_cut) =
        if shown_as == "text" { text(app, actor, id).await? } else { (String::new(), false) };
    Ok(Some(Pane {
        about: format!("{} · {} · {} · {}", item.by, item.kind, item.size, item.at),
        id: item.id,
        name: item.name,
        class: item.class,
        state: item.state,
        state_word: item.state_word,
        shown_as,
        text,
        is_cut,
    }))
}

/// As what a browser shows it without running anything of it.
fn shown_as(media_type: &str) -> &'static str {
    match media_type.split('/').next() {
        Some("image") if media_type != "image/svg+xml" => "image",
        Some("video") => "video",
        Some("audio") => "audio",
        _ if media_type.starts_with("text/plain") => "text",
        _ => "file",
    }
}

/// The beginning of a text file, noted like every other look at it.
async fn text(app: &App, actor: &Actor, id: EvidenceId) -> Result<(String, bool), Oops> {
    let file = case::seen_file(app, id, actor).await?.ok_or(Oops::NotFound)?;
    let part = app.files.give(id, file.copy, Some((0, Some(MOST_TEXT)))).await;
    let Ok(mut part) = part else { return Ok((String::new(), true)) };
    case::note_look(app, &file, actor).await?;
    let mut bytes = Vec::new();
    while let Some(piece) = part.body.next().await {
        let Ok(piece) = piece else { break };
        bytes.extend_from_slice(&piece);
        if bytes.len() as u64 >= MOST_TEXT {
            break;
        }
    }
    let is_cut = part.total > bytes.len() as u64;
    Ok((String::from_utf8_lossy(&bytes).into_owned(), is_cut))
}
