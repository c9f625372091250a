//! Rule packs as data: kinds of dispute, questions, time limits, remedies, law, calendars.
//!
//! A pack is a folder of TOML files; `Playbook::load` reads and checks it, and names file, line and
//! field of every mistake. Everything that decides by rule asks the playbook and cites the rule's id.

mod kind;
mod limit;
mod rule;

pub use kind::{Ask, Choice, EvidenceAsks, Input, Kind, Localised, Question, SelfService};
pub use limit::{Amount, Consequence, Due, Limit, Rollover, Step, Why, WhyCode};
pub use rule::{Extra, Rule, RuleFacts, Suggestion, WindowAnswer};
