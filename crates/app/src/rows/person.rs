//! A person's row.

use domain::person::PersonState;

use super::StateRow;
use super::tables::{PERSON, STAFF};
use crate::ports::Value;

/// One row once known.
#[must_use]
pub fn rows(id: uuid::Uuid, state: &PersonState) -> Vec<StateRow> {
    if !state.known {
        return Vec::new();
    }
    let roles: Vec<&str> = state.roles.iter().map(|role| role.as_str()).collect();
    let row = StateRow {
        table: &PERSON,
        values: vec![
            Value::uuid(id),
            Value::text(state.name.clone().unwrap_or_default()),
            Value::text(roles.join(",")),
            Value::text(state.merchant.as_ref().map_or("", |m| m.as_str())),
            Value::text(state.language.map_or("", terms::Language::as_str)),
            Value::Int(i64::from(!state.inactive)),
        ],
    };
    let on_staff = state.roles.iter().filter(|role| role.is_staff() && !state.inactive);
    let staff = on_staff
        .map(|role| StateRow { table: &STAFF, values: vec![Value::text(role.as_str()), Value::uuid(id)] });
    std::iter::once(row).chain(staff).collect()
}
