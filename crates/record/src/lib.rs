//! The record: an append-only log of everything that happened, and the proofs that nothing in it was changed.
//!
//! Every event becomes one **leaf** ([`leaf`]) of a Merkle tree ([`tree`]). The tree's root is signed now and then as a
//! **checkpoint** ([`checkpoint`]). Whoever holds an old checkpoint can check that a later one still contains all of it
//! ([`proof`]), whoever holds a **receipt** ([`receipt`]) can check that their event is in it, and whoever holds a sealed
//! case **bundle** ([`bundle`]) can check a whole case with one command, offline, without trusting us.
//!
//! The crate depends on nothing else of ours. It reads no clock and draws no random numbers; only the bundle's verifier
//! reads a file. Each module describes its encodings so exactly that a stranger can write a second implementation.

pub mod bundle;
pub mod checkpoint;
pub mod hash;
pub mod leaf;
pub mod note;
pub mod proof;
pub mod receipt;
pub mod split;
pub mod tree;

pub use bundle::{
    Altered, BundleContents, BundleEvent, BundleEvidence, CleanedCopy, Edition, EvidenceCopy, Verified,
    WriteError, verify_bundle, verify_bundle_from, write_bundle,
};
pub use checkpoint::{Checkpoint, Origin, epoch_leaf};
pub use hash::Hash;
pub use leaf::{Header, Part, PartSlot, leaf_hash, part_hash, parts_root};
pub use note::{KeyId, Note, NoteError, PublicKey, Signer};
pub use proof::{
    ProofError, consistency_proof, inclusion_proof, root_from_inclusion, verify_consistency, verify_inclusion,
};
pub use receipt::{Receipt, ReceiptError, Receipted};
pub use split::{JoinError, join, join_slots, split, split_salted};
pub use tree::{Frontier, MemoryNodes, Node, Nodes, completed_nodes, root_of};
