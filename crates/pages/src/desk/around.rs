//! What stands around a case: how cases like it ended, and the merchant's record where the rules find it relevant.

use app::App;
use app::show::CaseView;
use app::statistics::{self, Measure, Report, Scope, Series, Stretch};
use terms::{Instant, MerchantId};
use texts::Texts;

use crate::shell::Oops;

/// How other cases ended, in counts that point at nobody.
pub(crate) struct Like {
    pub about: String,
    pub ends: Vec<(String, i64)>,
    pub given: Vec<(String, i64)>,
    pub half: Option<String>,
}

/// A merchant's earlier cases of the kind.
pub(crate) struct Record {
    pub about: String,
    pub ends: Vec<(String, i64)>,
    pub rule: String,
    pub rule_title: String,
}

/// How cases like this one ended (E1); `None`: too few to say.
pub(super) async fn like(app: &App, view: &CaseView, t: Texts, now: Instant) -> Result<Option<Like>, Oops> {
    let order = view.order.as_deref();
    let line =
        order.and_then(|o| view.lines.first().and_then(|line| o.line(&line.line_id)).or(o.lines.first()));
    let category = line.map(|line| line.category.as_str()).filter(|category| !category.is_empty());
    let (scope, report) = statistics::ended_like(app, &view.kind, category, now).await?;
    if report.ended() == 0 {
        return Ok(None);
    }
    let kind = app
        .playbook
        .kind(&view.kind)
        .map_or_else(String::new, |kind| kind.title.get(t.language()).to_owned());
    let n = ("n", report.ended().to_string());
    let about = match category.filter(|_| scope == Scope::Like) {
        Some(category) => {
            t.with("dossier-like-both", &[n, ("kind", kind), ("category", category.to_owned())])
        }
        None => t.with("dossier-like-kind", &[n, ("kind", kind)]),
    };
    let half = report.took(Measure::Time).map(|times| match times.median {
        Stretch::Hours(hours) if hours < 24 => t.with("stat-hours", &[("n", hours.to_string())]),
        Stretch::Hours(hours) => t.with("stat-days", &[("n", (hours / 24).to_string())]),
        Stretch::Longer => t.with("stat-more-days", &[("n", "90".to_owned())]),
    });
    Ok(Some(Like {
        about,
        ends: named(&report, Series::Outcome, "outcome", t),
        given: named(&report, Series::Given, "remedy", t),
        half,
    }))
}

/// The merchant's record, where the rules find it relevant to this kind; the merchant's own page shows the same.
pub(crate) async fn record(
    app: &App,
    view: &CaseView,
    merchant: Option<&MerchantId>,
    t: Texts,
    now: Instant,
) -> Result<Option<Record>, Oops> {
    let Some((merchant, history)) = merchant.zip(app.playbook.history(&view.kind)) else { return Ok(None) };
    let Some(report) = statistics::history_of(app, &view.kind, merchant, now).await? else { return Ok(None) };
    // This case itself is among those that came in.
    let before = (report.total(Series::Filed) - i64::from(view.accepted_at.is_some())).max(0);
    let arguments = [("n", before.to_string()), ("months", history.months.to_string())];
    let rule = app.playbook.rule(&history.rule);
    Ok(Some(Record {
        about: t.with("dossier-record", &arguments),
        ends: named(&report, Series::Outcome, "outcome", t),
        rule: history.rule.to_string(),
        rule_title: rule.map_or_else(String::new, |rule| rule.title.get(t.language()).to_owned()),
    }))
}

fn named(report: &Report, series: Series, vocabulary: &str, t: Texts) -> Vec<(String, i64)> {
    let name = |group: &statistics::Group| {
        if group.is_other() { t.say("stat-other") } else { t.word(vocabulary, &group.key) }
    };
    report.groups(series).iter().map(|group| (name(group), group.n)).collect()
}
