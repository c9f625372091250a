//! Older events in the shape of today: one step for each version of the schema, applied when an event is read.
//!
//! What is recorded is never rewritten, for its hash is in the log. Until version 0.1.0 shapes may still change
//! freely; from then on every change of a shape adds a step here and raises [`super::SCHEMA`].

use serde_json::Value;

/// A step from one version of the schema to the next.
type Step = fn(Value) -> Value;

/// The steps; the first leads from version 1 to version 2.
const STEPS: &[Step] = &[];

/// The event in today's shape; `None` if it was written by a newer program than this one.
#[must_use]
pub fn upcast(schema: u32, event: Value) -> Option<Value> {
    through(STEPS, schema, event)
}

fn through(steps: &[Step], schema: u32, event: Value) -> Option<Value> {
    let first = usize::try_from(schema).ok()?.checked_sub(1)?;
    steps.get(first..).map(|left| left.iter().fold(event, |event, step| step(event)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rename(mut event: Value) -> Value {
        let old = event["old"].take();
        json!({ "new": old })
    }

    fn add(mut event: Value) -> Value {
        event["more"] = json!(0);
        event
    }

    /// D2: an event of any earlier schema is read in today's shape; one from the future is refused, not guessed.
    #[test]
    fn an_event_passes_through_every_step_since_its_own_version() {
        let steps: &[Step] = &[rename, add];
        assert_eq!(through(steps, 1, json!({ "old": 5 })), Some(json!({ "new": 5, "more": 0 })));
        assert_eq!(through(steps, 2, json!({ "new": 5 })), Some(json!({ "new": 5, "more": 0 })));
        assert_eq!(through(steps, 3, json!({ "new": 5 })), Some(json!({ "new": 5 })));
        assert_eq!(through(steps, 4, json!({})), None);
        assert_eq!(through(steps, 0, json!({})), None);
    }

    #[test]
    fn the_number_of_steps_fits_the_schema_that_is_written() {
        assert_eq!(u32::try_from(STEPS.len()).unwrap() + 1, super::super::SCHEMA);
    }
}
