//! Reading: SQL in the subset that every store understands, each query with the index that carries it.

pub mod disputes;
pub mod notices;
pub mod orders;
pub mod penalties;
pub mod people;
pub mod proofs;
pub mod results;
pub mod uploads;

use crate::ports::{Row, Value};

/// A row's columns, taken in order. A column of another type than expected reads as empty: the conformance
/// suite holds tables and declarations together, so that does not happen with our own store.
#[derive(Debug)]
pub struct Columns(std::vec::IntoIter<Value>);

impl Columns {
    #[must_use]
    pub fn of(row: Row) -> Self {
        Self(row.into_iter())
    }

    pub fn int(&mut self) -> i64 {
        self.optional_int().unwrap_or(0)
    }

    pub fn optional_int(&mut self) -> Option<i64> {
        match self.0.next() {
            Some(Value::Int(n)) => Some(n),
            Some(Value::Null | Value::Text(_) | Value::Bytes(_)) | None => None,
        }
    }

    pub fn text(&mut self) -> String {
        match self.0.next() {
            Some(Value::Text(text)) => text,
            Some(Value::Null | Value::Int(_) | Value::Bytes(_)) | None => String::new(),
        }
    }

    pub fn bytes(&mut self) -> Vec<u8> {
        match self.0.next() {
            Some(Value::Bytes(bytes)) => bytes,
            Some(Value::Null | Value::Int(_) | Value::Text(_)) | None => Vec::new(),
        }
    }

    pub fn uuid(&mut self) -> uuid::Uuid {
        self.optional_uuid().unwrap_or_default()
    }

    pub fn optional_uuid(&mut self) -> Option<uuid::Uuid> {
        match self.0.next() {
            Some(Value::Bytes(bytes)) => uuid::Uuid::from_slice(&bytes).ok(),
            Some(Value::Null | Value::Int(_) | Value::Text(_)) | None => None,
        }
    }

    pub fn instant(&mut self) -> terms::Instant {
        terms::Instant::from_micros(self.int())
    }
}
