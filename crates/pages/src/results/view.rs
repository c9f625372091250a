//! A published result in words.

use domain::publication::{Band, End, PublicResult};
use playbook::Playbook;
use terms::{Language, Money, Party};
use texts::Texts;

/// A result as pages show it.
pub(super) struct ResultView {
    pub number: String,
    pub title: String,
    pub kind: String,
    pub outcome: String,
    pub period: String,
    pub goods: String,
    /// All of a register line.
    pub line: String,
    pub digest: Option<DigestView>,
    pub brief: String,
    pub consumer: String,
    pub consumer_named: bool,
    pub shop: String,
    pub shop_named: bool,
    pub officer: String,
    pub corrections: Vec<(String, String)>,
    pub published: String,
    pub valid: String,
    pub contact: String,
}

/// What a digest tells beyond a line.
pub(super) struct DigestView {
    pub by: String,
    pub remedies: Vec<String>,
    pub granted: String,
    pub carried_out: bool,
    pub shares: Vec<(String, u8)>,
    pub claimed: String,
    pub answered: String,
    pub course: Vec<(String, String)>,
    pub basis: Vec<BasisView>,
    pub team: String,
}

pub(super) struct BasisView {
    pub id: String,
    pub title: String,
    pub mark: &'static str,
    pub mark_words: String,
}

impl ResultView {
    pub fn of(result: &PublicResult, playbook: &Playbook, t: Texts) -> Self {
        let language = t.language();
        let kind = result.kind.as_ref().and_then(|key| playbook.kind(key));
        let title = match (kind, &result.family) {
            (Some(kind), _) => kind.title.get(language).to_owned(),
            (None, Some(family)) => t.say(&format!("results-family-{family}")),
            (None, None) => t.say("results-family-any"),
        };
        let outcome = result.outcome.map(|o| t.word("outcome", o.as_str())).unwrap_or_default();
        let period = result.period.as_deref().map(|p| period(p, language)).unwrap_or_default();
        let goods = result.digest.as_ref().and_then(|d| d.category.clone()).unwrap_or_default();
        let bits = [title.as_str(), outcome.as_str(), period.as_str()];
        let line = bits.into_iter().filter(|bit| !bit.is_empty()).collect::<Vec<_>>().join(" · ");
        let brief = result.brief.get(&language).or_else(|| result.brief.values().next());
        let date = |at| texts::date(at, language);
        Self {
            number: result.number.to_string(),
            kind: result.kind.as_ref().map(ToString::to_string).unwrap_or_default(),
            outcome,
            period,
            goods,
            line,
            digest: result.digest.as_ref().map(|_| DigestView::of(result, playbook, t)),
            brief: brief.cloned().unwrap_or_default(),
            consumer: result.consumer_name.clone().unwrap_or_else(|| t.say("results-alias-consumer")),
            consumer_named: result.consumer_name.is_some(),
            shop: result.shop_name.clone().unwrap_or_else(|| t.say("results-alias-merchant")),
            shop_named: result.shop_name.is_some(),
            officer: result.officer_name.clone().unwrap_or_default(),
            corrections: result.corrections.iter().map(|c| (date(c.at), c.text.clone())).collect(),
            published: date(result.published_at),
            valid: date(result.valid_until),
            contact: playbook.publication().contact.get(language).to_owned(),
            title,
        }
    }
}

impl DigestView {
    fn of(result: &PublicResult, playbook: &Playbook, t: Texts) -> Self {
        let digest = result.digest.as_ref();
        let comma = t.say("results-list-comma");
        let words = |of: &[terms::RemedyType]| {
            of.iter().map(|remedy| t.word("remedy", remedy.as_str())).collect::<Vec<_>>()
        };
        let sum = |band: Option<Band>| band.map(|band| band_words(band, t)).unwrap_or_default();
        let Some(digest) = digest else {
            return Self {
                by: String::new(),
                remedies: Vec::new(),
                granted: String::new(),
                carried_out: false,
                shares: Vec::new(),
                claimed: String::new(),
                answered: String::new(),
                course: Vec::new(),
                basis: Vec::new(),
                team: String::new(),
            };
        };
        let mut claimed = words(&digest.claims).join(&comma);
        if digest.claimed.is_some() {
            claimed = format!("{claimed} ({})", sum(digest.claimed));
        }
        let by = match digest.end {
            End::Agreement => "results-by-agreement",
            End::Ruling => "results-by-ruling",
            End::Appeal => "results-by-appeal",
        };
        let shares = digest.liability.iter().flat_map(|liability| {
            Party::ALL.iter().map(|party| (t.word("party", party.as_str()), liability.of(*party)))
        });
        let course = digest.course.iter().map(|station| {
            let month = station.month.as_deref().map(|m| period(m, t.language())).unwrap_or_default();
            (t.say(&format!("results-stop-{}", station.what.as_str())), month)
        });
        let basis = digest.basis.iter().map(|basis| {
            let rule = playbook.rule(&basis.rule_id);
            let title = rule.map(|rule| rule.title.get(t.language()).to_owned());
            BasisView {
                id: basis.rule_id.to_string(),
                title: title.unwrap_or_else(|| basis.rule_id.to_string()),
                mark: basis.mark.as_str(),
                mark_words: t.word("mark", basis.mark.as_str()),
            }
        });
        Self {
            by: t.say(by),
            remedies: words(&digest.remedies),
            granted: sum(digest.granted),
            carried_out: digest.carried_out,
            shares: shares.filter(|(_, share)| *share > 0).collect(),
            claimed,
            answered: digest
                .position
                .map_or_else(|| t.say("results-silent"), |position| t.word("position", position.as_str())),
            course: course.collect(),
            basis: basis.collect(),
            team: t.word("role", digest.team.as_str()),
        }
    }
}

fn band_words(band: Band, t: Texts) -> String {
    let sum = |minor| Money::new(band.currency, minor).readable();
    match (band.from, band.to) {
        (0, Some(to)) => t.with("results-band-below", &[("to", sum(to))]),
        (from, Some(to)) => t.with("results-band", &[("from", sum(from)), ("to", sum(to))]),
        (from, None) => t.with("results-band-above", &[("from", sum(from))]),
    }
}

/// `2026-11`, `2026-Q4` and `2026` as people read them.
pub(super) fn period(period: &str, language: Language) -> String {
    let (year, rest) = period.split_once('-').unwrap_or((period, ""));
    let number = rest.trim_start_matches('Q').trim_start_matches('0');
    match (language, rest.is_empty(), rest.starts_with('Q')) {
        (Language::ZhHans | Language::ZhHant, true, _) => format!("{year} 年"),
        (Language::En, true, _) => year.to_owned(),
        (Language::ZhHans | Language::ZhHant, false, true) => format!("{year} 年第 {number} 季度"),
        (Language::ZhHans | Language::ZhHant, false, false) => format!("{year} 年 {number} 月"),
        (Language::En, false, true) => format!("Q{number} {year}"),
        (Language::En, false, false) => {
            const MONTHS: [&str; 12] =
                ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
            let month = number.parse::<usize>().ok().and_then(|n| MONTHS.get(n.checked_sub(1)?));
            format!("{} {year}", month.copied().unwrap_or(number))
        }
    }
}
