//! Rule packs as data: kinds of dispute, questions, time limits, remedies, law, calendars.
//!
//! A pack is a folder of TOML files; `Playbook::load` reads and checks it, and names file, line and
//! field of every mistake. Everything that decides by rule asks the playbook and cites the rule's id.

mod builtin;
mod calendar;
mod check;
mod condition;
mod count;
mod extras;
mod figures;
mod files;
mod kind;
mod kinds;
mod limit;
mod limits;
mod mistake;
mod pack;
mod penalties;
mod playbook;
mod publication;
mod read;
mod rule;
mod rules;
mod ruling;
mod suggest;
mod trade;
mod windows;

pub use calendar::Calendar;
pub use check::{Report, check};
pub use figures::{History, PublicFigures, Watch};
pub use kind::{Ask, Choice, EvidenceAsks, Input, Kind, Localised, Question, SelfService};
pub use limit::{Amount, Consequence, Due, Limit, Rollover, Step, Why, WhyCode};
pub use mistake::Mistake;
pub use penalties::{Advance, Penalties, PenaltyLimit, Threshold, Violation};
pub use playbook::Playbook;
pub use publication::{PublicFact, PublicLimit, PublicStep, Publication};
pub use rule::{Extra, Rule, RuleFacts, Suggestion, WindowAnswer};
pub use ruling::{SecondPerson, Way};
pub use trade::{TradeRule, TradeVersion};
