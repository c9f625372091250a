//! Puts a pack together from its files; goes on after mistakes, so that a writer sees all of them at once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use cel::Env;
use jiff::civil::Date;
use terms::{KindKey, RuleId};
use toml::Spanned;
use toml::de::DeTable;

use crate::check::{self, Report};
use crate::extras;
use crate::files::Files;
use crate::kind::{EvidenceAsks, Localised};
use crate::kinds;
use crate::limits::{self, Cited};
use crate::mistake::Mistake;
use crate::playbook::{Entry, Playbook};
use crate::read::{Place, Source, Table};
use crate::rule::Rule;
use crate::suggest::Words;
use crate::{calendar, figures, penalties, publication, rules, ruling, trade, windows};

/// What `pack.toml` tells.
struct Head {
    id: String,
    version: String,
    title: Localised,
    valid_from: Date,
    sign_off: Option<String>,
    /// Categories of goods that conditions may name, for trying them.
    categories: Vec<String>,
}

/// Reads every file, looks every reference up, tries every condition.
pub(crate) fn build(files: &Files) -> Result<(Playbook, Report), Vec<Mistake>> {
    let mistakes = RefCell::new(Vec::new());
    let sources: Vec<Source<'_>> =
        files.0.iter().map(|(file, text)| Source { file, text, mistakes: &mistakes }).collect();
    let parsed: Vec<(Source<'_>, Spanned<DeTable<'_>>)> =
        sources.iter().filter_map(|source| source.parse().map(|table| (*source, table))).collect();
    let built = assemble(files, &parsed, &mistakes);
    let mut found = mistakes.take();
    found.sort();
    found.dedup();
    match built {
        Some(built) if found.is_empty() => Ok(built),
        Some(_) | None => Err(found),
    }
}

type Parsed<'a> = &'a [(Source<'a>, Spanned<DeTable<'a>>)];

/// The file of that name; that it is missing is a mistake, unless it could not be parsed at all.
fn file<'a>(
    parsed: Parsed<'a>,
    files: &Files,
    name: &str,
    mistakes: &RefCell<Vec<Mistake>>,
) -> Option<Table<'a>> {
    let found = parsed.iter().find(|(source, _)| source.file == name);
    if found.is_none() && !files.0.iter().any(|(file, _)| file == name) {
        let what = "missing: a pack needs this file".to_owned();
        mistakes.borrow_mut().push(Mistake { file: name.to_owned(), line: 0, field: String::new(), what });
    }
    found.map(|(source, table)| Table::root(*source, table))
}

const ROOT_FILES: &[&str] = &[
    "pack.toml",
    "calendar.toml",
    "limits.toml",
    "common.toml",
    "extras.toml",
    "windows.toml",
    "refusals.toml",
    "ruling.toml",
    "statistics.toml",
    "publication.toml",
    "penalties.toml",
];

fn assemble<'a>(
    files: &Files,
    parsed: Parsed<'a>,
    mistakes: &RefCell<Vec<Mistake>>,
) -> Option<(Playbook, Report)> {
    let env = Arc::new(Env::stdlib());
    let mut cited: Cited<'a> = Vec::new();
    let root = |name: &str| file(parsed, files, name, mistakes);

    let head = root("pack.toml").and_then(head);
    let calendar = root("calendar.toml").and_then(|table| calendar::read(table, &mut cited));
    let defaults = root("limits.toml").and_then(|table| limits::read(table, &mut cited));
    let common = root("common.toml").and_then(common_evidence);
    let extras = root("extras.toml").map(|table| extras::read(table, &env, &mut cited));
    let windows = root("windows.toml").map(|table| windows::read(table, &mut cited));
    let refusals = root("refusals.toml").map(rules::refusals);
    let ruling = root("ruling.toml").and_then(|table| ruling::read(table, &mut cited));
    let figures = root("statistics.toml").and_then(|table| figures::read(table, &mut cited));
    let penalties = root("penalties.toml").and_then(|table| penalties::read(table, &mut cited));

    let public = root("publication.toml").and_then(|table| publication::read(table, &mut cited));

    let mut trade_rules: Vec<trade::Read<'a>> = Vec::new();
    let mut rules: BTreeMap<RuleId, Rule> = BTreeMap::new();
    let mut read_kinds: Vec<kinds::Read<'a>> = Vec::new();
    for (source, table) in parsed {
        if source.file.starts_with("rules/") {
            rules::read(Table::root(*source, table), &mut rules);
        } else if source.file.starts_with("kinds/") {
            let common = common.clone().unwrap_or_default();
            read_kinds.extend(kinds::read(Table::root(*source, table), &common, &env, &mut cited));
        } else if source.file.starts_with("trade_rules/") {
            trade_rules.extend(trade::read(Table::root(*source, table)));
        } else if !ROOT_FILES.contains(&source.file) {
            source.fail(
                0,
                "",
                "no such file in a pack: there are rules/*.toml, kinds/*.toml, trade_rules/*.toml and the files beside pack.toml",
            );
        }
    }
    // What could not be read is not also reported as missing wherever it is named.
    let wrong_in = |folder: &str| mistakes.borrow().iter().any(|mistake| mistake.file.starts_with(folder));
    let (rules_read, kinds_read) = (!wrong_in("rules/"), !wrong_in("kinds/"));
    for (place, rule) in &cited {
        if rules_read && !rules.contains_key(rule) {
            place.fail(format!("no rule `{rule}` in this pack"));
        }
    }
    unique(&read_kinds);
    read_kinds.sort_by_key(|read| order(&read.kind.id));
    let known: Vec<KindKey> = read_kinds.iter().map(|read| read.kind.key.clone()).collect();

    let (working, extras) = extras?;
    let (windows, ruling, penalties) = (windows?, ruling?, penalties?);
    let (figures, public) = (figures?, public?);
    trade_rules.sort_by(|a, b| (a.rule.topic, &a.rule.id).cmp(&(b.rule.topic, &b.rule.id)));
    for pair in trade_rules.windows(2) {
        if let [one, two] = pair
            && one.rule.id == two.rule.id
        {
            two.place.fail_in("id", format!("the rule `{}` is given twice", two.rule.id));
        }
    }
    let named = extras.iter().flat_map(|read| &read.kinds).chain(windows.iter().flat_map(|(_, kinds)| kinds));
    let named = named.chain(&ruling.kinds).chain(&penalties.kinds).chain(&figures.kinds).chain(&public.kinds);
    let named = named.chain(trade_rules.iter().flat_map(|read| &read.kinds));
    for (place, kind) in named {
        if kinds_read && !known.contains(kind) {
            place.fail(format!("no kind `{kind}` in this pack"));
        }
    }
    let (head, calendar, defaults) = (head?, calendar?, defaults?);
    let tried = if mistakes.borrow().is_empty() {
        check::conditions(&env, &calendar, &head.categories, &read_kinds, &extras)
    } else {
        check::Tried::default()
    };

    let kinds: Vec<Entry> = read_kinds
        .into_iter()
        .map(|read| Entry {
            limits: defaults.of(read.kind.priority, &read.limits),
            words: Words { kind: read.kind.key.clone(), words: read.keywords },
            fits_when: read.fits_when.map(|(_, condition)| condition),
            kind: read.kind,
        })
        .collect();
    let by_key = kinds.iter().enumerate().map(|(at, entry)| (entry.kind.key.clone(), at)).collect();
    let playbook = Playbook {
        id: head.id,
        version: head.version,
        title: head.title,
        valid_from: head.valid_from,
        sign_off: head.sign_off,
        fingerprint: files.fingerprint(),
        calendar,
        rules,
        kinds,
        by_key,
        defaults: defaults.all,
        extras: extras.into_iter().map(|read| read.extra).collect(),
        working: working?,
        windows: windows.into_iter().map(|(window, _)| window).collect(),
        refusals: refusals?,
        ruling: ruling.ruling,
        figures: figures.figures,
        publication: public.publication,
        trade_rules: trade_rules.into_iter().map(|read| read.rule).collect(),
        penalties: penalties.penalties,
        env,
    };
    let report = check::report(&playbook, files.0.len(), tried);
    Some((playbook, report))
}

fn head(mut root: Table<'_>) -> Option<Head> {
    let mut text = |name: &str| root.need(name).and_then(|n| n.text()).map(str::to_owned);
    let (id, version) = (text("id"), text("version"));
    let title = root.localised("title");
    let valid_from = root.need("valid_from").and_then(|n| n.date());
    let sign_off = root.field("sign_off").map(|n| n.text().map(str::to_owned));
    let categories = root.texts("categories").into_iter().map(str::to_owned).collect();
    root.finish();
    Some(Head {
        id: id?,
        version: version?,
        title: title?,
        valid_from: valid_from?,
        sign_off: sign_off.map_or(Some(None), |read| read.map(Some))?,
        categories,
    })
}

fn common_evidence(mut root: Table<'_>) -> Option<EvidenceAsks> {
    let evidence = root.need("evidence").and_then(|n| n.table()).and_then(kinds::evidence);
    root.finish();
    evidence
}

/// Keys and taxonomy ids stand for one kind each.
fn unique(kinds: &[kinds::Read<'_>]) {
    let mut seen: Vec<(&KindKey, &str, &Place<'_>)> = Vec::new();
    for read in kinds {
        let (key, id) = (&read.kind.key, read.kind.id.as_str());
        if let Some((_, _, first)) = seen.iter().find(|(earlier, _, _)| *earlier == key) {
            read.place.fail(format!("the kind `{key}` is given already in {}", first.source.file));
        }
        if let Some((_, _, first)) = seen.iter().find(|(_, earlier, _)| *earlier == id) {
            read.place.fail(format!("{id} is given already in {}", first.source.file));
        }
        seen.push((key, id, &read.place));
    }
}

/// `A6.10` comes after `A6.9`.
fn order(id: &str) -> Vec<u32> {
    id.trim_start_matches(|c: char| !c.is_ascii_digit())
        .split('.')
        .map(|n| n.parse().unwrap_or(u32::MAX))
        .collect()
}
