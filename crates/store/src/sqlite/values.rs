//! Values between the contract's types and SQLite's.

use app::ports::{Row, Value};
use rusqlite::types::{FromSqlError, ToSqlOutput, Type, ValueRef};
use rusqlite::{Statement, ToSql};
use terms::{StreamId, StreamKind};

/// A value of the contract, as a parameter.
pub(super) struct Bound<'a>(pub(super) &'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

pub(super) fn bind_all(statement: &mut Statement<'_>, values: &[Value]) -> rusqlite::Result<()> {
    let expected = statement.parameter_count();
    if expected != values.len() {
        return Err(rusqlite::Error::InvalidParameterCount(values.len(), expected));
    }
    for (at, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(at + 1, Bound(value))?;
    }
    Ok(())
}

/// A row of a query. Real numbers have no place in the contract: money and times are whole.
pub(super) fn row(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Row> {
    (0..columns)
        .map(|at| {
            Ok(match row.get_ref(at)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => Value::Int(number),
                ValueRef::Text(text) => Value::Text(
                    std::str::from_utf8(text)
                        .map_err(|error| {
                            rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error))
                        })?
                        .to_owned(),
                ),
                ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                ValueRef::Real(_) => {
                    let error = Box::new(FromSqlError::InvalidType);
                    return Err(rusqlite::Error::FromSqlConversionFailure(at, Type::Real, error));
                }
            })
        })
        .collect()
}

/// SQLite's integers are signed; counts here never come near the limit.
pub(super) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A count from a column; SQLite has no unsigned integers.
pub(super) fn uint(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(at)?;
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(at, number))
}

pub(super) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// One byte for the kind, sixteen for the id. The numbers are on disk: they never change.
pub(super) fn stream_key(stream: StreamId) -> [u8; 17] {
    let mut key = [0; 17];
    key[0] = match stream.kind {
        StreamKind::Dispute => 1,
        StreamKind::Order => 2,
        StreamKind::Payout => 3,
        StreamKind::Person => 4,
        StreamKind::Publication => 7,
        StreamKind::Merchant => 5,
        StreamKind::Penalty => 6,
    };
    key[1..].copy_from_slice(stream.id.as_bytes());
    key
}

pub(super) fn stream_of(key: [u8; 17]) -> Option<StreamId> {
    let (kind, id) = key.split_first_chunk::<1>()?;
    let kind = match kind[0] {
        1 => StreamKind::Dispute,
        2 => StreamKind::Order,
        3 => StreamKind::Payout,
        4 => StreamKind::Person,
        7 => StreamKind::Publication,
        5 => StreamKind::Merchant,
        6 => StreamKind::Penalty,
        _ => return None,
    };
    Some(StreamId { kind, id: uuid::Uuid::from_slice(id).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_stream_is_read_back_from_its_key() {
        for kind in StreamKind::ALL {
            let stream = StreamId { kind: *kind, id: uuid::Uuid::from_u128(77) };
            assert_eq!(stream_of(stream_key(stream)), Some(stream));
        }
        assert_eq!(stream_of([0; 17]), None);
    }
}
