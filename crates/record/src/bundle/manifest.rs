//! The manifest: the signed lines that say what a bundle is and fix all the rest of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Edition, EvidenceCopy, FIXED, tar};
use crate::checkpoint::decimal;
use crate::hash::Hash;

const FORMAT: &str = "redress/bundle/v1";
/// `evidence/` and an id fit a tar name.
const ID: usize = 90;

/// A member as it was sealed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) sha256: Hash,
}

impl Member {
    /// As which copy this member is an evidence file, and its id; `None` for the fixed members.
    pub(super) fn evidence(&self) -> Option<(EvidenceCopy, &str)> {
        evidence_of(&self.name)
    }
}

/// As which copy a member of this name is an evidence file, and its id.
pub(super) fn evidence_of(name: &str) -> Option<(EvidenceCopy, &str)> {
    let of = |copy: EvidenceCopy| Some((copy, name.strip_prefix(copy.folder())?));
    of(EvidenceCopy::Original).or_else(|| of(EvidenceCopy::Cleaned))
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Manifest {
    pub(super) number: String,
    pub(super) stream: String,
    pub(super) edition: Edition,
    pub(super) reader: String,
    pub(super) made_at: String,
    pub(super) version: u64,
    pub(super) leaf: Hash,
    pub(super) origin: String,
    pub(super) size: u64,
    pub(super) root: Hash,
    pub(super) members: Vec<Member>,
    pub(super) withheld: Vec<String>,
}

impl Manifest {
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "{FORMAT}\nnumber {}\nstream {}\nedition {}\nreader {}\nmade {}\nversion {}\nleaf {}\nlog {}\nsize {}\nroot {}\n",
            self.number,
            self.stream,
            self.edition.key(),
            self.reader,
            self.made_at,
            self.version,
            self.leaf,
            self.origin,
            self.size,
            self.root
        );
        for member in &self.members {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "member {} {} {}", member.name, member.size, member.sha256);
        }
        for id in &self.withheld {
            let _ = writeln!(text, "withheld {id}");
        }
        text
    }

    /// Reads the lines; `None` unless they are exactly what [`Manifest::text`] writes and the members are in their order.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != FORMAT {
            return None;
        }
        let mut field = |name: &str| {
            lines.next()?.strip_prefix(name)?.strip_prefix(' ').filter(|value| !value.is_empty())
        };
        let mut manifest = Self {
            number: field("number")?.to_owned(),
            stream: field("stream")?.to_owned(),
            edition: Edition::from_key(field("edition")?)?,
            reader: field("reader")?.to_owned(),
            made_at: field("made")?.to_owned(),
            version: decimal(field("version")?)?,
            leaf: Hash::from_hex(field("leaf")?)?,
            origin: field("log")?.to_owned(),
            size: decimal(field("size")?)?,
            root: Hash::from_hex(field("root")?)?,
            members: Vec::new(),
            withheld: Vec::new(),
        };
        for line in lines {
            match line.strip_prefix("withheld ") {
                Some(id) => manifest.withheld.push(id.to_owned()),
                None => manifest.members.push(member(line)?),
            }
        }
        (manifest.is_ordered() && manifest.text() == text).then_some(manifest)
    }

    fn is_ordered(&self) -> bool {
        let (fixed, evidence) = self.members.split_at(FIXED.len().min(self.members.len()));
        let given: Option<Vec<_>> = evidence.iter().map(Member::evidence).collect();
        fixed.iter().map(|member| member.name.as_str()).eq(FIXED)
            && given.is_some_and(|given| {
                let withheld = self.withheld.iter().map(String::as_str);
                given.is_sorted_by(|a, b| a < b)
                    && is_each_once(given.iter().map(|(_, id)| *id).chain(withheld))
            })
            && self.withheld.is_sorted_by(|a, b| a < b)
            && self.members.iter().all(|member| member.size <= tar::MAX_SIZE)
            && self.version > 0
    }
}

/// Whether these are evidence ids, and none stands there twice.
fn is_each_once<'a>(mut ids: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = BTreeSet::new();
    ids.all(|id| is_id(id) && seen.insert(id))
}

pub(super) fn is_id(id: &str) -> bool {
    (1..=ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn member(line: &str) -> Option<Member> {
    let mut words = line.strip_prefix("member ")?.split(' ');
    let member = Member {
        name: words.next()?.to_owned(),
        size: decimal(words.next()?)?,
        sha256: Hash::from_hex(words.next()?)?,
    };
    words.next().is_none().then_some(member)
}
