//! Reads TOML field by field and keeps, for each, the line it stands on; goes on after a mistake, so that all are told at once.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;

use jiff::civil::Date;
use terms::Language;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::kind::Localised;
use crate::mistake::Mistake;

/// One file of a pack, and the mistakes found in all of them.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
    pub mistakes: &'a RefCell<Vec<Mistake>>,
}

impl<'a> Source<'a> {
    pub fn fail(&self, at: usize, field: &str, what: impl Into<String>) {
        let line = self.text.get(..at).unwrap_or(self.text).matches('\n').count() + 1;
        let (file, field) = (self.file.to_owned(), field.to_owned());
        self.mistakes.borrow_mut().push(Mistake { file, line, field, what: what.into() });
    }

    /// The whole file as TOML; a mistake of syntax is told with its line and, where it is about one, its key.
    pub fn parse(&self) -> Option<Spanned<DeTable<'a>>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let key = self.text.get(span.clone()).unwrap_or_default();
                let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
                self.fail(span.start, if is_key { key } else { "" }, error.message());
                None
            }
        }
    }
}

/// Where a value stands, kept for checks that come after reading.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    pub source: Source<'a>,
    pub at: usize,
    pub path: String,
}

impl Place<'_> {
    pub fn fail(&self, what: impl Into<String>) {
        self.source.fail(self.at, &self.path, what);
    }

    /// A mistake in a field below this place.
    pub fn fail_in(&self, field: &str, what: impl Into<String>) {
        self.source.fail(self.at, &join(&self.path, field), what);
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    pub place: Place<'a>,
    value: &'a DeValue<'a>,
}

impl<'a> Node<'a> {
    fn wrong<T>(&self, wanted: &str) -> Option<T> {
        self.place.fail(format!("{wanted} is wanted here, not {}", self.value.type_str()));
        None
    }

    /// A text with something in it.
    pub fn text(&self) -> Option<&'a str> {
        match self.value.as_str() {
            Some(text) if text.trim().is_empty() => {
                self.place.fail("empty");
                None
            }
            Some(text) => Some(text),
            None => self.wrong("a text"),
        }
    }

    /// A whole number from one.
    pub fn count(&self) -> Option<u32> {
        let Some(number) = self.value.as_integer() else { return self.wrong("a whole number") };
        match u32::from_str_radix(number.as_str(), number.radix()) {
            Ok(0) => {
                self.place.fail("0 leaves no time and no room; the smallest is 1");
                None
            }
            Ok(number) => Some(number),
            Err(_) => {
                self.place.fail("a whole number from 1 is wanted here");
                None
            }
        }
    }

    pub fn yes_no(&self) -> Option<bool> {
        self.value.as_bool().or_else(|| self.wrong("true or false"))
    }

    /// A text that `T` reads: a word of a vocabulary, a date, a key.
    pub fn word<T: FromStr<Err: Display>>(&self) -> Option<T> {
        let text = self.text()?;
        text.parse().map_err(|why| self.place.fail(format!("`{text}`: {why}"))).ok()
    }

    /// A text that `T` is made from: a key or an id.
    pub fn id<T: TryFrom<String, Error: Display>>(&self) -> Option<T> {
        let text = self.text()?;
        T::try_from(text.to_owned()).map_err(|why| self.place.fail(format!("`{text}`: {why}"))).ok()
    }

    /// A date, written as TOML date or as text.
    pub fn date(&self) -> Option<Date> {
        if let Some(date) = self.value.as_datetime() {
            let text = date.to_string();
            return text.parse().map_err(|_| self.place.fail(format!("`{text}` is not a date"))).ok();
        }
        self.word()
    }

    /// The items of a list, with their places.
    pub fn list(&self) -> Vec<Node<'a>> {
        let Some(items) = self.value.as_array() else {
            return self.wrong("a list").unwrap_or_default();
        };
        let node = |(n, item): (usize, &'a Spanned<DeValue<'a>>)| Node {
            place: Place {
                source: self.place.source,
                at: item.span().start,
                path: format!("{}[{n}]", self.place.path),
            },
            value: item.get_ref(),
        };
        items.iter().enumerate().map(node).collect()
    }

    pub fn table(&self) -> Option<Table<'a>> {
        match self.value.as_table() {
            Some(table) => Some(Table { place: self.place.clone(), table, known: BTreeSet::new() }),
            None => self.wrong("a table"),
        }
    }

    /// A text in every language of the site; each missing one is a mistake.
    pub fn localised(&self) -> Option<Localised> {
        let mut table = self.table()?;
        let mut text = |language: Language| {
            table.need(language.as_str()).and_then(|node| node.text()).map(str::to_owned)
        };
        let (zh_hans, zh_hant, en) = (text(Language::ZhHans), text(Language::ZhHant), text(Language::En));
        table.finish();
        Some(Localised { zh_hans: zh_hans?, zh_hant: zh_hant?, en: en? })
    }
}

/// A table whose fields are asked for one by one; what nobody asked for is a mistake.
#[derive(Debug)]
pub struct Table<'a> {
    pub place: Place<'a>,
    table: &'a DeTable<'a>,
    known: BTreeSet<&'a str>,
}

impl<'a> Table<'a> {
    pub fn root(source: Source<'a>, table: &'a Spanned<DeTable<'a>>) -> Self {
        let place = Place { source, at: 0, path: String::new() };
        Self { place, table: table.get_ref(), known: BTreeSet::new() }
    }

    pub fn field(&mut self, name: &str) -> Option<Node<'a>> {
        let (key, value) = self.table.get_key_value(name)?;
        self.known.insert(key.get_ref());
        let path = join(&self.place.path, name);
        Some(Node {
            place: Place { source: self.place.source, at: key.span().start, path },
            value: value.get_ref(),
        })
    }

    pub fn need(&mut self, name: &str) -> Option<Node<'a>> {
        let found = self.field(name);
        if found.is_none() {
            self.place.fail_in(name, "missing");
        }
        found
    }

    /// The tables of `[[name]]`, none if there are none.
    pub fn tables(&mut self, name: &str) -> Vec<Table<'a>> {
        self.field(name).map(|node| node.list()).unwrap_or_default().iter().filter_map(Node::table).collect()
    }

    pub fn texts(&mut self, name: &str) -> Vec<&'a str> {
        self.field(name).map(|node| node.list()).unwrap_or_default().iter().filter_map(Node::text).collect()
    }

    pub fn localised(&mut self, name: &str) -> Option<Localised> {
        self.need(name)?.localised()
    }

    /// Every field, for tables whose keys are data.
    pub fn all(&mut self) -> Vec<(&'a str, Node<'a>)> {
        let names: Vec<&'a str> = self.table.iter().map(|(key, _)| key.get_ref().as_ref()).collect();
        names.into_iter().filter_map(|name| self.field(name).map(|node| (name, node))).collect()
    }

    /// Ends the reading: a field that was never asked for is misspelt.
    pub fn finish(self) {
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if !self.known.contains(name) {
                let path = join(&self.place.path, name);
                self.place.source.fail(key.span().start, &path, "no such field");
            }
        }
    }
}
