//! Reads a pack's files, checks every reference between them, and tells all mistakes at once.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use cel::Env;
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::DeTable;

use crate::builtin;
use crate::extras::{self, ExtraRule};
use crate::kind::EvidenceAsks;
use crate::kinds;
use crate::limits::{self, Cited};
use crate::mistake::Mistake;
use crate::playbook::{About, Playbook};
use crate::read::{Source, Table};
use crate::sample;
use crate::suggest::Words;
use crate::{calendar, rules, windows};

/// The files of which every pack has one.
const SINGLE: [&str; 7] =
    ["pack.toml", "calendar.toml", "limits.toml", "common.toml", "refusals.toml", "extras.toml", "windows.toml"];

impl Playbook {
    /// Reads and checks the pack in a folder.
    ///
    /// # Errors
    /// Every mistake found, in the order of files and lines.
    pub fn load(dir: &Path) -> Result<Self, Vec<Mistake>> {
        let mut files = Vec::new();
        let mut mistakes = Vec::new();
        collect(dir, "", &mut files, &mut mistakes);
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Self::from_files(&files)
    }

    /// The pack for the Chinese mainland that is compiled in.
    ///
    /// # Errors
    /// Every mistake found; the tests of this crate hold that there is none.
    pub fn builtin() -> Result<Self, Vec<Mistake>> {
        Self::from_files(builtin::CN_MAINLAND)
    }

    /// Reads and checks a pack from names and texts.
    pub(crate) fn from_files(files: &[(&str, &str)]) -> Result<Self, Vec<Mistake>> {
        let mut files = files.to_vec();
        files.sort_unstable();
        let mistakes = RefCell::new(Vec::new());
        let sources: Vec<Source<'_>> =
            files.iter().map(|(file, text)| Source { file, text, mistakes: &mistakes }).collect();
        let parsed: Vec<(Source<'_>, Option<Spanned<DeTable<'_>>>)> =
            sources.iter().map(|source| (*source, source.parse())).collect();
        let read = assemble(&parsed, &mistakes, fingerprint(&files));
        let mut mistakes = mistakes.take();
        mistakes.sort_unstable();
        mistakes.dedup();
        match read {
            Some(playbook) if mistakes.is_empty() => Ok(playbook),
            Some(_) | None => Err(mistakes),
        }
    }
}

fn collect(dir: &Path, prefix: &str, files: &mut Vec<(String, String)>, mistakes: &mut Vec<Mistake>) {
    let mut fail = |file: &str, what: String| {
        let file = if file.is_empty() { "pack.toml" } else { file };
        mistakes.push(Mistake { file: file.to_owned(), line: 0, field: String::new(), what });
    };
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries.filter_map(Result::ok).collect::<Vec<_>>(),
        Err(error) => return fail(prefix.trim_end_matches('/'), format!("the folder cannot be read: {error}")),
    };
    let mut folders = Vec::new();
    for entry in entries {
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if path.is_dir() {
            folders.push((path, format!("{name}/")));
        } else if name.ends_with(".toml") {
            match fs::read_to_string(&path) {
                Ok(text) => files.push((name, text)),
                Err(error) => fail(&name, format!("cannot be read: {error}")),
            }
        }
    }
    for (path, prefix) in folders {
        collect(&path, &prefix, files, mistakes);
    }
}

/// Lengths go in as well, so that no two packs give the same bytes.
fn fingerprint(files: &[(&str, &str)]) -> String {
    let mut hash = Sha256::new();
    for text in files.iter().flat_map(|(name, text)| [name, text]) {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

type Parsed<'a> = (Source<'a>, Option<Spanned<DeTable<'a>>>);

struct Files<'a> {
    single: BTreeMap<&'a str, Table<'a>>,
    rules: Vec<Table<'a>>,
    kinds: Vec<Table<'a>>,
}

fn sorted<'a>(parsed: &'a [Parsed<'a>], mistakes: &RefCell<Vec<Mistake>>) -> Files<'a> {
    let mut files = Files { single: BTreeMap::new(), rules: Vec::new(), kinds: Vec::new() };
    for name in SINGLE {
        if !parsed.iter().any(|(source, _)| source.file == name) {
            let what = "the file is missing".to_owned();
            mistakes.borrow_mut().push(Mistake { file: name.to_owned(), line: 0, field: String::new(), what });
        }
    }
    for (source, table) in parsed {
        let Some(table) = table else { continue };
        let root = Table::root(*source, table);
        match source.file.split_once('/') {
            None if SINGLE.contains(&source.file) => drop(files.single.insert(source.file, root)),
            Some(("rules", _)) => files.rules.push(root),
            Some(("kinds", _)) => files.kinds.push(root),
            None | Some(_) => source.fail(0, "", "no file of a pack; there are kinds/, rules/ and the single files"),
        }
    }
    files
}

fn assemble<'a>(parsed: &'a [Parsed<'a>], mistakes: &RefCell<Vec<Mistake>>, fingerprint: String) -> Option<Playbook> {
    let env = Arc::new(Env::stdlib());
    let mut files = sorted(parsed, mistakes);
    let mut cited: Cited<'a> = Vec::new();
    let about = files.single.remove("pack.toml").and_then(about);
    let calendar = files.single.remove("calendar.toml").and_then(|root| calendar::read(root, &mut cited));
    let defaults = files.single.remove("limits.toml").and_then(|root| limits::read(root, &mut cited));
    let common = files.single.remove("common.toml").and_then(common);
    let refusals = files.single.remove("refusals.toml").map(rules::refusals);
    let (working, extras) = match files.single.remove("extras.toml") {
        Some(root) => extras::read(root, &env, &mut cited),
        None => (None, Vec::new()),
    };
    let windows = files.single.remove("windows.toml").map(|root| windows::read(root, &mut cited)).unwrap_or_default();
    let mut all_rules = BTreeMap::new();
    files.rules.into_iter().for_each(|root| rules::read(root, &mut all_rules));
    let common = common.unwrap_or_default();
    let mut kinds: Vec<kinds::Read<'a>> =
        files.kinds.into_iter().filter_map(|root| kinds::read(root, &common, &mut cited)).collect();
    for (place, rule) in &cited {
        if !all_rules.contains_key(rule) {
            place.fail(format!("the rule `{rule}` is in no file of rules/"));
        }
    }
    check_kinds(&kinds);
    let named = extras.iter().flat_map(|read| &read.kinds).chain(windows.iter().flat_map(|(_, kinds)| kinds));
    for (place, kind) in named {
        if !kinds.iter().any(|read| read.kind.key == *kind) {
            place.fail(format!("`{kind}` is no kind of this pack"));
        }
    }
    check_extras(&extras, &kinds);
    kinds.sort_by_key(|read| taxonomy_order(&read.kind.id));
    let (calendar, defaults) = (calendar?, defaults?);
    sample::run(&extras, &kinds, &env, &calendar);
    let own_limits =
        kinds.iter().map(|read| (read.kind.key.clone(), defaults.of(read.kind.priority, &read.limits))).collect();
    let words = |read: &mut kinds::Read<'_>| Words { kind: read.kind.key.clone(), words: std::mem::take(&mut read.keywords) };
    Some(Playbook {
        about: about?,
        fingerprint,
        calendar,
        own_limits,
        limits: defaults.all,
        rules: all_rules,
        refusals: refusals?,
        extras: extras.into_iter().map(|read| read.extra).collect(),
        working: working?,
        windows: windows.into_iter().map(|(window, _)| window).collect(),
        words: kinds.iter_mut().map(words).collect(),
        kinds: kinds.into_iter().map(|read| read.kind).collect(),
        env,
    })
}

fn about(mut root: Table<'_>) -> Option<About> {
    let id = root.need("id").and_then(|n| n.text()).map(str::to_owned);
    let version = root.need("version").and_then(|n| n.text()).map(str::to_owned);
    let title = root.localised("title");
    let sign_off = root.field("sign_off").and_then(|n| n.text()).map(str::to_owned);
    root.finish();
    Some(About { id: id?, version: version?, title: title?, sign_off })
}

fn common(mut root: Table<'_>) -> Option<EvidenceAsks> {
    let evidence = root.need("evidence").and_then(|n| n.table()).and_then(kinds::evidence);
    root.finish();
    evidence
}

fn check_kinds(kinds: &[kinds::Read<'_>]) {
    let (mut keys, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for read in kinds {
        if !keys.insert(&read.kind.key) {
            read.place.fail(format!("the kind `{}` is given twice", read.kind.key));
        }
        if !ids.insert(&read.kind.id) {
            read.place.fail(format!("`{}` of the taxonomy is given twice", read.kind.id));
        }
    }
}

/// A kind that an extra names must offer the extra's remedy, or nobody could ever be given it.
fn check_extras(extras: &[extras::Read<'_>], kinds: &[kinds::Read<'_>]) {
    for read in extras {
        let ExtraRule { remedy, .. } = read.extra;
        for (place, key) in &read.kinds {
            let kind = kinds.iter().find(|kind| kind.kind.key == *key);
            if kind.is_some_and(|kind| !kind.kind.remedies.contains(&remedy)) {
                place.fail(format!("the kind `{key}` does not offer `{remedy}`"));
            }
        }
    }
}

/// `A1.10` comes after `A1.9`.
fn taxonomy_order(id: &str) -> (String, Vec<u32>) {
    let letters = id.chars().take_while(char::is_ascii_alphabetic).collect();
    let numbers = id.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    (letters, numbers)
}
