//! Signed notes: a short text with signature lines under it, in the format of C2SP signed-note.
//!
//! ```text
//! the text, one or more lines
//!
//! — key.name base64(key id (4 bytes) || Ed25519 signature (64 bytes))
//! ```
//!
//! The signature covers the text with its last line feed, not the empty line. The key id is the first four bytes of
//! `SHA-256(name || 0x0A || 0x01 || public key)`. A note may carry several signatures, so a log can change its key.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::hash::{Hash, hex_decode, hex_encode};

/// The algorithm number of Ed25519 in C2SP signed-note.
const ED25519: u8 = 1;
const MARK: &str = "\u{2014} ";

/// What is wrong with a note or a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The text is not a signed note.
    #[error("this is not a signed note")]
    NotANote,
    /// The text could not be signed: empty, without a last line feed, or with control characters.
    #[error("a note's text ends with a line feed and has no other control character")]
    NotAText,
    /// The text is not a key as it is written (`name+id+base64`).
    #[error("this is not a key in the form name+id+base64")]
    NotAKey,
    /// None of the known keys signed it.
    #[error("none of the known keys has signed this")]
    NoKnownKey,
    /// A known key's line is there, but its signature does not fit the text.
    #[error("the signature of {0} does not match")]
    WrongSignature(String),
}

/// The short id of a key, shown as eight hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 4]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex_encode(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// A named Ed25519 public key. Written as `name+id+base64(0x01 || key)`, which C2SP calls a vkey.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    key: VerifyingKey,
    id: KeyId,
}

impl PublicKey {
    /// A key from its name and 32 bytes.
    ///
    /// # Errors
    /// When the name is empty or has a space or a `+`, or the bytes are no public key.
    pub fn new(name: &str, bytes: &[u8; 32]) -> Result<Self, NoteError> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| NoteError::NotAKey)?;
        Self::from_parts(name, key)
    }

    fn from_parts(name: &str, key: VerifyingKey) -> Result<Self, NoteError> {
        if !is_name(name) {
            return Err(NoteError::NotAKey);
        }
        let id = key_id(name, key.as_bytes());
        Ok(Self { name: name.to_owned(), key, id })
    }

    /// The key's name, usually like an address of the platform.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key's short id.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    fn verifies(&self, text: &str, signature: &[u8; 64]) -> bool {
        // Strict: a signature has one valid form, so a changed byte can never be another valid one.
        self.key.verify_strict(text.as_bytes(), &Signature::from_bytes(signature)).is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}+{}", self.name, self.id, encode_key(self.key.as_bytes()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl FromStr for PublicKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, id, bytes) = split_key(text).ok_or(NoteError::NotAKey)?;
        let key = Self::new(name, &bytes)?;
        if key.id == id { Ok(key) } else { Err(NoteError::NotAKey) }
    }
}

impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A named Ed25519 secret key that signs notes. Its `Debug` shows only the public half.
pub struct Signer {
    secret: SigningKey,
    public: PublicKey,
}

impl Signer {
    /// A signer from its name and a seed of 32 random bytes (the Ed25519 secret key).
    ///
    /// # Errors
    /// When the name is empty or has a space or a `+`.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let secret = SigningKey::from_bytes(seed);
        let public = PublicKey::from_parts(name, secret.verifying_key())?;
        Ok(Self { secret, public })
    }

    /// Reads a key file's text: `PRIVATE+KEY+name+id+base64(0x01 || seed)`, as other signed-note tools write it.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn from_secret_text(text: &str) -> Result<Self, NoteError> {
        let rest = text.trim_end().strip_prefix("PRIVATE+KEY+").ok_or(NoteError::NotAKey)?;
        let (name, id, seed) = split_key(rest).ok_or(NoteError::NotAKey)?;
        let signer = Self::from_seed(name, &seed)?;
        if signer.public.id == id { Ok(signer) } else { Err(NoteError::NotAKey) }
    }

    /// The text for a key file. Secret.
    #[must_use]
    pub fn to_secret_text(&self) -> String {
        format!("PRIVATE+KEY+{}+{}+{}", self.public.name, self.public.id, encode_key(self.secret.as_bytes()))
    }

    /// The public half.
    #[must_use]
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The key's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.public.name
    }

    /// The key's short id.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.public.id
    }

    /// Signs a text; answers the whole note.
    ///
    /// # Errors
    /// When the text is empty, does not end with a line feed, or has another control character.
    pub fn sign(&self, text: &str) -> Result<String, NoteError> {
        if !is_text(text) {
            return Err(NoteError::NotAText);
        }
        Ok(format!("{text}\n{}", self.line(text)))
    }

    /// Adds this signer's line to a note that another key signed, as when keys change.
    ///
    /// # Errors
    /// When `note` is not a signed note.
    pub fn cosign(&self, note: &str) -> Result<String, NoteError> {
        let parsed = Note::parse(note)?;
        Ok(format!("{note}{}", self.line(&parsed.text)))
    }

    fn line(&self, text: &str) -> String {
        let mut bytes = [0u8; 68];
        bytes[..4].copy_from_slice(&self.public.id.0);
        bytes[4..].copy_from_slice(&self.secret.sign(text.as_bytes()).to_bytes());
        format!("{MARK}{} {}\n", self.public.name, STANDARD.encode(bytes))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.public)
    }
}

/// One signature line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoteSignature {
    /// Name of the key, as the line claims.
    pub name: String,
    /// Id of the key, as the line claims.
    pub id: KeyId,
    /// What follows the id; 64 bytes for Ed25519, other algorithms have other lengths.
    pub signature: Vec<u8>,
}

/// A text with its signature lines, taken apart but not yet checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// What was signed, with its last line feed.
    pub text: String,
    /// The signature lines, at least one.
    pub signatures: Vec<NoteSignature>,
}

impl Note {
    /// Takes a note apart. Accepts only the one spelling a note has.
    ///
    /// # Errors
    /// When it is not a signed note.
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        let end = note.rfind("\n\n").ok_or(NoteError::NotANote)?;
        let text = &note[..=end];
        let lines = note[end + 2..].strip_suffix('\n').ok_or(NoteError::NotANote)?;
        if !is_text(text) {
            return Err(NoteError::NotANote);
        }
        let signatures =
            lines.split('\n').map(parse_line).collect::<Option<Vec<_>>>().ok_or(NoteError::NotANote)?;
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// The keys among `known` that signed this note. Lines of other keys are passed over.
    ///
    /// # Errors
    /// When no known key signed, or a known key's line does not match the text.
    pub fn verify<'k>(&self, known: &'k [PublicKey]) -> Result<Vec<&'k PublicKey>, NoteError> {
        let mut signed_by: Vec<&PublicKey> = Vec::new();
        for line in &self.signatures {
            // Two keys may share a name and an id (four bytes); it is enough that one of them fits.
            let mut candidates =
                known.iter().filter(|key| key.id == line.id && key.name == line.name).peekable();
            if candidates.peek().is_none() {
                continue;
            }
            let fits = <&[u8; 64]>::try_from(line.signature.as_slice())
                .ok()
                .and_then(|signature| candidates.find(|key| key.verifies(&self.text, signature)));
            match fits {
                Some(key) if !signed_by.contains(&key) => signed_by.push(key),
                Some(_) => {}
                None => return Err(NoteError::WrongSignature(line.name.clone())),
            }
        }
        if signed_by.is_empty() { Err(NoteError::NoKnownKey) } else { Ok(signed_by) }
    }
}

fn parse_line(line: &str) -> Option<NoteSignature> {
    let (name, encoded) = line.strip_prefix(MARK)?.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    if !is_name(name) || signature.is_empty() {
        return None;
    }
    Some(NoteSignature { name: name.to_owned(), id: KeyId(*id), signature: signature.to_vec() })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c == '+' || c.is_whitespace() || c.is_control())
}

fn is_text(text: &str) -> bool {
    text.ends_with('\n') && !text.bytes().any(|byte| byte < 0x20 && byte != b'\n')
}

fn key_id(name: &str, key: &[u8; 32]) -> KeyId {
    let mut bytes = Vec::with_capacity(name.len() + 34);
    bytes.extend_from_slice(name.as_bytes());
    bytes.extend_from_slice(&[b'\n', ED25519]);
    bytes.extend_from_slice(key);
    let [a, b, c, d, ..] = Hash::of(&bytes).0;
    KeyId([a, b, c, d])
}

fn encode_key(key: &[u8; 32]) -> String {
    let mut bytes = [ED25519; 33];
    bytes[1..].copy_from_slice(key);
    STANDARD.encode(bytes)
}

/// `name+id+base64(0x01 || 32 bytes)`; base64 itself may contain a `+`, a name may not.
fn split_key(text: &str) -> Option<(&str, KeyId, [u8; 32])> {
    let (name, rest) = text.split_once('+')?;
    let (id, encoded) = rest.split_once('+')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (algorithm, key) = bytes.split_first()?;
    if *algorithm != ED25519 {
        return None;
    }
    Some((name, KeyId(hex_decode(id)?), key.try_into().ok()?))
}
