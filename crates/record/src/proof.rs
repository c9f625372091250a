//! Proofs about the log: that a leaf is in it, and that a later log still contains all of an earlier one.
//!
//! Both are those of RFC 9162 (sections 2.1.3 and 2.1.4). Making one needs `O(log n)` saved nodes; checking one needs only
//! the proof and the root of a checkpoint, so anyone who holds an old root can find any later change (requirement D2).

use crate::hash::Hash;
use crate::tree::{Nodes, full_subtrees};

/// Why a proof could not be made or does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf or the size asked for lies outside the log.
    #[error("the log has no such position")]
    OutOfRange,
    /// The store does not have a node that the proof needs.
    #[error("node {index} of level {level} is not in the store")]
    MissingNode {
        /// The node's level.
        level: u32,
        /// The node's index in its level.
        index: u64,
    },
    /// The proof has too many or too few hashes for these sizes.
    #[error("the proof has the wrong length")]
    WrongLength,
    /// The proof leads to another root.
    #[error("the proof leads to another root")]
    WrongRoot,
}

/// The proof that leaf `index` is in the log of `size` leaves.
///
/// # Errors
/// When `index` is not below `size`, or a node is missing.
pub fn inclusion_proof(nodes: &impl Nodes, index: u64, size: u64) -> Result<Vec<Hash>, ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange);
    }
    // PATH(m, D[n]): go down from the root towards the leaf and note the other half each time; the proof lists them upwards.
    let mut proof = Vec::new();
    let (mut begin, mut end) = (0, size);
    while end - begin > 1 {
        let middle = begin + split_point(end - begin);
        if index < middle {
            proof.push(range_root(nodes, middle, end)?);
            end = middle;
        } else {
            proof.push(range_root(nodes, begin, middle)?);
            begin = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that the log of `new` leaves begins with the log of `old` leaves. Empty when `old` is 0 or equal to `new`.
///
/// # Errors
/// When `old` is above `new`, or a node is missing.
pub fn consistency_proof(nodes: &impl Nodes, old: u64, new: u64) -> Result<Vec<Hash>, ProofError> {
    if old > new {
        return Err(ProofError::OutOfRange);
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    // SUBPROOF(m, D[n], b) of RFC 9162, section 2.1.4.1, as a loop.
    let mut proof = Vec::new();
    let (mut begin, mut end) = (0, new);
    while old != end {
        let middle = begin + split_point(end - begin);
        if old <= middle {
            proof.push(range_root(nodes, middle, end)?);
            end = middle;
        } else {
            proof.push(range_root(nodes, begin, middle)?);
            begin = middle;
        }
    }
    if begin != 0 {
        proof.push(range_root(nodes, begin, end)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The root to which an inclusion proof leads (RFC 9162, section 2.1.3.2).
///
/// # Errors
/// When `index` is not below `size`, or the proof has the wrong length for them.
pub fn root_from_inclusion(leaf: Hash, index: u64, size: u64, proof: &[Hash]) -> Result<Hash, ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange);
    }
    let (mut at, mut last) = (index, size - 1);
    let mut root = leaf;
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::WrongLength);
        }
        if at & 1 == 1 || at == last {
            root = Hash::of_node(sibling, &root);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            root = Hash::of_node(&root, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    if last == 0 { Ok(root) } else { Err(ProofError::WrongLength) }
}

/// Checks that `leaf` is leaf `index` of the log of `size` leaves with this root.
///
/// # Errors
/// When it does not hold.
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: Hash,
) -> Result<(), ProofError> {
    same(root_from_inclusion(leaf, index, size, proof)?, root)
}

/// Checks that the log with the new root begins with the log with the old root (RFC 9162, section 2.1.4.2).
///
/// # Errors
/// When it does not hold: something in the old log was changed, removed or put between.
pub fn verify_consistency(
    old: u64,
    old_root: Hash,
    new: u64,
    new_root: Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::OutOfRange);
    }
    if old == new || old == 0 {
        if !proof.is_empty() {
            return Err(ProofError::WrongLength);
        }
        return same(old_root, if old == 0 { Hash::of(b"") } else { new_root });
    }
    let (mut at, mut last) = (old - 1, new - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    // When `old` is a full tree its root is where both walks start, and it is not repeated in the proof.
    let (start, rest) = if old.is_power_of_two() {
        (old_root, proof)
    } else {
        let (first, rest) = proof.split_first().ok_or(ProofError::WrongLength)?;
        (*first, rest)
    };
    let (mut to_old, mut to_new) = (start, start);
    for sibling in rest {
        if last == 0 {
            return Err(ProofError::WrongLength);
        }
        if at & 1 == 1 || at == last {
            to_old = Hash::of_node(sibling, &to_old);
            to_new = Hash::of_node(sibling, &to_new);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            to_new = Hash::of_node(&to_new, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::WrongLength);
    }
    same(to_old, old_root)?;
    same(to_new, new_root)
}

fn same(found: Hash, expected: Hash) -> Result<(), ProofError> {
    if found == expected { Ok(()) } else { Err(ProofError::WrongRoot) }
}

/// The largest power of two below `size`, which is at least 2.
const fn split_point(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// `MTH(D[begin:end])` out of saved nodes of full subtrees.
fn range_root(nodes: &impl Nodes, begin: u64, end: u64) -> Result<Hash, ProofError> {
    let mut tops = Vec::new();
    for (level, index) in full_subtrees(begin, end) {
        tops.push(nodes.node(level, index).ok_or(ProofError::MissingNode { level, index })?);
    }
    let last = tops.pop().ok_or(ProofError::OutOfRange)?;
    Ok(tops.iter().rev().fold(last, |right, left| Hash::of_node(left, &right)))
}
