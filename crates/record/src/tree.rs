//! The log's tree: from leaves to one root, with only a handful of hashes to remember while it grows.
//!
//! The tree is that of RFC 9162, section 2.1. A full subtree of `2^level` leaves never changes again once complete, so a
//! store saves its top hash as a node `(level, index)`: it covers the leaves from `index · 2^level` up to, not including,
//! `(index + 1) · 2^level`. Level 0 are the leaves themselves.

use crate::hash::Hash;

/// The root over these leaf hashes (RFC 9162: `MTH`). Of none: SHA-256 of nothing.
#[must_use]
pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::new();
    for leaf in leaves {
        frontier.push(*leaf);
    }
    frontier.root()
}

/// The top of a full subtree that will never change again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Node {
    /// The subtree covers `2^level` leaves.
    pub level: u32,
    /// Which subtree of that size, counted from 0.
    pub index: u64,
    /// Its hash.
    pub hash: Hash,
}

/// The tops of the full subtrees on the tree's right edge: all that is needed to append and to know the root.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Frontier {
    size: u64,
    /// One for each 1 in the binary form of `size`, the largest subtree first.
    tops: Vec<Hash>,
}

/// Bytes that are not a frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are not a frontier: 8 bytes of size, then 32 for each 1 in its binary form")]
pub struct NotAFrontier;

impl Frontier {
    /// The frontier of an empty log.
    #[must_use]
    pub const fn new() -> Self {
        Self { size: 0, tops: Vec::new() }
    }

    /// Number of leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf; answers its index, counted from 0.
    pub fn push(&mut self, leaf: Hash) -> u64 {
        self.push_with(leaf, |_| ())
    }

    /// Appends a leaf and hands over each interior node (level 1 and above) that became complete, lowest first, for a store to save.
    /// On average that is one node for each leaf.
    pub fn push_with(&mut self, leaf: Hash, mut save: impl FnMut(Node)) -> u64 {
        let index = self.size;
        let mut hash = leaf;
        for level in 1..=index.trailing_ones() {
            if let Some(left) = self.tops.pop() {
                hash = Hash::of_node(&left, &hash);
                save(Node { level, index: index >> level, hash });
            }
        }
        self.tops.push(hash);
        self.size += 1;
        index
    }

    /// The root over all leaves so far.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut tops = self.tops.iter().rev();
        match tops.next() {
            None => Hash::of(b""),
            Some(last) => tops.fold(*last, |right, left| Hash::of_node(left, &right)),
        }
    }

    /// The size as eight bytes, big-endian, then the hashes, the largest subtree's first.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 + 32 * self.tops.len());
        bytes.extend_from_slice(&self.size.to_be_bytes());
        for top in &self.tops {
            bytes.extend_from_slice(&top.0);
        }
        bytes
    }

    /// Reads what [`Frontier::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the number of hashes does not fit the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAFrontier> {
        let (size, rest) = bytes.split_first_chunk::<8>().ok_or(NotAFrontier)?;
        let size = u64::from_be_bytes(*size);
        let (hashes, odd) = rest.as_chunks::<32>();
        if !odd.is_empty() || hashes.len() != size.count_ones() as usize {
            return Err(NotAFrontier);
        }
        Ok(Self { size, tops: hashes.iter().map(|hash| Hash(*hash)).collect() })
    }

    /// Rebuilds the frontier of the first `size` leaves from saved nodes; `None` when one is missing.
    #[must_use]
    pub fn from_nodes(nodes: &impl Nodes, size: u64) -> Option<Self> {
        let tops =
            full_subtrees(0, size).map(|(level, index)| nodes.node(level, index)).collect::<Option<_>>()?;
        Some(Self { size, tops })
    }
}

/// Which interior nodes become complete when `leaf` is appended to this log, lowest first, without appending it.
#[must_use]
pub fn completed_nodes(frontier: &Frontier, leaf: Hash) -> Vec<Node> {
    let mut nodes = Vec::new();
    frontier.clone().push_with(leaf, |node| nodes.push(node));
    nodes
}

/// Where proofs get their hashes from. Only nodes of full subtrees are asked for, `O(log n)` of them for a proof.
pub trait Nodes {
    /// The hash of the full subtree, or `None` when it is not (yet) complete or not there.
    fn node(&self, level: u32, index: u64) -> Option<Hash>;
}

impl<T: Nodes + ?Sized> Nodes for &T {
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        (**self).node(level, index)
    }
}

/// All nodes of a log, in memory: for tests, tools and small logs.
#[derive(Clone, Debug, Default)]
pub struct MemoryNodes {
    levels: Vec<Vec<Hash>>,
    frontier: Frontier,
}

impl MemoryNodes {
    /// A log with no leaf.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a leaf; answers its index.
    pub fn push(&mut self, leaf: Hash) -> u64 {
        let levels = &mut self.levels;
        keep(levels, 0, leaf);
        self.frontier.push_with(leaf, |node| keep(levels, node.level as usize, node.hash))
    }

    /// Size, root and the right edge.
    #[must_use]
    pub const fn frontier(&self) -> &Frontier {
        &self.frontier
    }
}

fn keep(levels: &mut Vec<Vec<Hash>>, level: usize, hash: Hash) {
    if levels.len() <= level {
        levels.resize_with(level + 1, Vec::new);
    }
    levels[level].push(hash);
}

impl Nodes for MemoryNodes {
    fn node(&self, level: u32, index: u64) -> Option<Hash> {
        self.levels.get(level as usize)?.get(usize::try_from(index).ok()?).copied()
    }
}

impl FromIterator<Hash> for MemoryNodes {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut nodes = Self::new();
        for leaf in leaves {
            nodes.push(leaf);
        }
        nodes
    }
}

/// Cuts the leaves `begin..end` into full subtrees `(level, index)`, left to right. `begin` must be a multiple of a power
/// of two that is at least `end - begin`, or 0: the cuts of RFC 9162 always are.
pub(crate) fn full_subtrees(begin: u64, end: u64) -> impl Iterator<Item = (u32, u64)> {
    let mut at = begin;
    std::iter::from_fn(move || {
        let left = end.checked_sub(at).filter(|left| *left > 0)?;
        let level = left.ilog2();
        let index = at >> level;
        at += 1 << level;
        Some((level, index))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9162, section 2.1.1, written down as the text says it.
    fn root_by_the_book(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash::of(b""),
            [one] => *one,
            many => {
                let (left, right) = many.split_at(many.len().next_power_of_two() / 2);
                Hash::of_node(&root_by_the_book(left), &root_by_the_book(right))
            }
        }
    }

    fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|n| Hash::of_leaf(&n.to_be_bytes())).collect()
    }

    /// D2: the frontier's root is the root of RFC 9162 at every size.
    #[test]
    fn the_frontier_has_the_root_of_the_whole_tree() {
        let leaves = leaves(300);
        let mut frontier = Frontier::new();
        for (count, leaf) in leaves.iter().enumerate() {
            assert_eq!(frontier.root(), root_by_the_book(&leaves[..count]));
            assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Ok(frontier.clone()));
            assert_eq!(frontier.push(*leaf), count as u64);
        }
    }

    /// D2: the saved nodes are the tops of full subtrees, each saved once.
    #[test]
    fn every_full_subtree_is_saved_once_when_it_completes() {
        let leaves = leaves(130);
        let mut frontier = Frontier::new();
        let mut saved = Vec::new();
        for leaf in &leaves {
            let expected = completed_nodes(&frontier, *leaf);
            let before = saved.len();
            frontier.push_with(*leaf, |node| saved.push(node));
            assert_eq!(saved[before..], expected);
        }
        let expected: usize = (1..8).map(|level| leaves.len() >> level).sum();
        assert_eq!(saved.len(), expected);
        for node in saved {
            let begin = (node.index << node.level) as usize;
            assert_eq!(node.hash, root_by_the_book(&leaves[begin..begin + (1 << node.level)]));
        }
    }

    /// D2: a frontier can be rebuilt from saved nodes, for instance to check the saved one.
    #[test]
    fn a_frontier_is_rebuilt_from_saved_nodes() {
        let leaves = leaves(77);
        let nodes: MemoryNodes = leaves.iter().copied().collect();
        for size in 0..=77 {
            let rebuilt = Frontier::from_nodes(&nodes, size).unwrap();
            assert_eq!(rebuilt.root(), root_by_the_book(&leaves[..size as usize]));
        }
        assert_eq!(Frontier::from_nodes(&nodes, 78), None);
    }

    /// D2: a damaged frontier is refused instead of giving a wrong root quietly.
    #[test]
    fn bytes_that_are_no_frontier_are_refused() {
        let mut frontier = Frontier::new();
        for leaf in leaves(5) {
            frontier.push(leaf);
        }
        let bytes = frontier.to_bytes();
        assert_eq!(Frontier::from_bytes(&bytes[..bytes.len() - 1]), Err(NotAFrontier));
        assert_eq!(Frontier::from_bytes(&bytes[..40]), Err(NotAFrontier));
        assert_eq!(Frontier::from_bytes(b""), Err(NotAFrontier));
    }
}
