//! `/results.atom`: the feed of results (RFC 4287); what was taken down stands in it as deleted (RFC 6721).

use std::fmt::Write as _;
use std::sync::Arc;

use app::queries::results::changes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use super::view::ResultView;
use crate::shell::{Oops, Site, Visit};

const MOST: usize = 100;

pub(super) async fn show(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Oops> {
    let (app, t) = (&site.app, visit.texts);
    let changes = changes(app, MOST).await?;
    let id =
        |what: &str| xml(&format!("tag:{},2026:{what}", app.origin.to_string().replace(['/', ' '], "-")));
    let updated = changes.first().map_or(visit.now, |change| change.at);
    let title = xml(&t.say("results-feed-title"));
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" \
         xmlns:at=\"http://purl.org/atompub/tombstones/1.0\" xml:lang=\"{}\">\n<id>{}</id>\n<title>{title}</title>\n\
         <updated>{updated}</updated>\n<author><name>Redress</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"/results.atom\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"/results\"/>\n",
        visit.language,
        id("results"),
    );
    for change in &changes {
        let (entry, at) = (id(&format!("results:{}", change.number)), change.at);
        let Some(result) = &change.result else {
            let _ = writeln!(feed, "<at:deleted-entry ref=\"{entry}\" when=\"{at}\"/>");
            continue;
        };
        let view = ResultView::of(result, &app.playbook, t);
        let mut told = vec![view.line.clone()];
        if let Some(digest) = &view.digest {
            told.push(t.with("results-claimed", &[("what", digest.claimed.clone())]));
            told.push(t.with("results-answered", &[("what", digest.answered.clone())]));
            let remedies = digest.remedies.join(&t.say("results-list-comma"));
            told.push(format!("{} · {remedies} {}", digest.by, digest.granted));
        }
        told.push(view.brief.clone());
        told.extend(view.corrections.iter().map(|(_, text)| text.clone()));
        told.retain(|line| !line.trim().is_empty());
        let _ = writeln!(
            feed,
            "<entry>\n<id>{entry}</id>\n<title>{}</title>\n<updated>{at}</updated>\n\
             <published>{}</published>\n<link rel=\"alternate\" type=\"text/html\" href=\"/results/{}\"/>\n\
             <category term=\"{}\"/>\n<summary>{}</summary>\n</entry>",
            xml(&view.line),
            result.published_at,
            change.number,
            xml(&view.kind),
            xml(&told.join("\n")),
        );
    }
    feed.push_str("</feed>\n");
    let headers = [(CONTENT_TYPE, "application/atom+xml; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    Ok((headers, feed).into_response())
}

/// Text as it may stand in XML.
fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
