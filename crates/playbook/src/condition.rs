//! Conditions of rules, written in CEL, over the facts of a case.
//!
//! An unknown fact is no value at all: a condition that needs it does not hold, so that no rule applies by guess.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use cel::common::ast::{EntryExpr, Expr, LiteralValue, operators};
use cel::{Context, Env, ExecutionError, IdedExpr, Program, Value};
use terms::{Instant, KindKey, Money};

use crate::calendar::Calendar;
use crate::read::Node;
use crate::rule::RuleFacts;

/// What a condition may ask for. Money is in minor units of `currency`; days are whole days of the calendar.
pub(crate) const VARIABLES: &[&str] = &[
    "kind",
    "category",
    "answers",
    "currency",
    "paid",
    "line_price",
    "freight",
    "delivered",
    "days_since_order",
    "days_since_delivery",
    "days_late",
];

/// A condition is a line or two; this bounds what evaluating it can cost, together with the ban on loops.
const MAX_BYTES: usize = 1000;

/// The parser and the evaluator go down once for each level; deeper texts could exhaust the stack.
const MOST_NESTED: usize = 8;
const MOST_SIGNS: usize = 64;

/// A condition, compiled when the pack is loaded.
pub(crate) struct Condition {
    program: Program,
    text: String,
    /// The facts that it looks at, of [`VARIABLES`].
    looks_at: Vec<&'static str>,
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Condition").field(&self.text).finish()
    }
}

impl Condition {
    /// Compiles the text of a field; syntax and unknown names are mistakes of that field.
    pub fn compile(node: &Node<'_>, env: &Env) -> Option<Self> {
        let text = node.text()?;
        if text.len() > MAX_BYTES {
            node.place.fail(format!("a condition has at most {MAX_BYTES} bytes"));
            return None;
        }
        if nests(text) > MOST_NESTED || signs(text) > MOST_SIGNS {
            let most =
                format!("nests at most {MOST_NESTED} deep and has at most {MOST_SIGNS} signs of operators");
            node.place.fail(format!("a condition {most}"));
            return None;
        }
        let program = match env.compile(text) {
            Ok(program) => program,
            Err(errors) => {
                let told: Vec<String> =
                    errors.errors.iter().map(|e| format!("{} (column {})", e.msg, e.pos.1)).collect();
                node.place.fail(format!("not a condition in CEL: {}", told.join("; ")));
                return None;
            }
        };
        let references = program.references();
        let mut unknown = references.variables();
        unknown.retain(|name| !VARIABLES.contains(name));
        unknown.sort_unstable();
        for name in &unknown {
            let known = VARIABLES.join(", ");
            node.place.fail(format!("`{name}` is no fact; there are {known}"));
        }
        let mut whole = unknown.is_empty();
        let looks_at = VARIABLES.iter().copied().filter(|name| references.has_variable(name)).collect();
        drop(references);
        if loops(program.expression()) {
            node.place
                .fail("a condition may not loop (all, exists, map, filter): its cost must be plain to see");
            whole = false;
        }
        whole.then(|| Self { text: text.to_owned(), program, looks_at })
    }

    /// Whether the facts known make the condition true.
    pub fn holds(&self, facts: &Context<'_, '_>) -> bool {
        matches!(self.program.execute(facts), Ok(Value::Bool(true)))
    }

    /// Whether the facts known make the condition true; a fact that is unknown makes it not hold.
    ///
    /// # Errors
    /// Why the condition cannot be answered with yes or no even where all is known: the evaluator's words.
    pub fn try_on(&self, facts: &Context<'_, '_>) -> Result<bool, String> {
        match self.program.execute(facts) {
            Ok(Value::Bool(answer)) => Ok(answer),
            Ok(other) => Err(format!("gives {} instead of true or false", other.type_of())),
            // Names that are no facts were refused when the condition was compiled.
            Err(ExecutionError::UndeclaredReference(_)) => Ok(false),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Whether the condition looks at a fact.
    pub fn looks_at(&self, fact: &str) -> bool {
        self.looks_at.contains(&fact)
    }

    /// The answers that the condition looks at: `answers.KEY` and `answers["KEY"]`.
    pub fn answers(&self) -> Vec<&str> {
        let mut keys = Vec::new();
        collect_answers(self.program.expression(), &mut keys);
        keys
    }
}

fn is_answers(expr: &IdedExpr) -> bool {
    matches!(&expr.expr, Expr::Ident(name) if name == "answers")
}

fn collect_answers<'e>(expr: &'e IdedExpr, keys: &mut Vec<&'e str>) {
    match &expr.expr {
        Expr::Select(select) => {
            if is_answers(&select.operand) {
                keys.push(&select.field);
            }
            collect_answers(&select.operand, keys);
        }
        Expr::Call(call) => {
            if let [of, IdedExpr { expr: Expr::Literal(LiteralValue::String(key)), .. }] =
                call.args.as_slice()
                && call.func_name == operators::INDEX
                && is_answers(of)
            {
                keys.push(key.inner());
            }
            for part in call.target.as_deref().into_iter().chain(&call.args) {
                collect_answers(part, keys);
            }
        }
        Expr::List(list) => list.elements.iter().for_each(|part| collect_answers(part, keys)),
        Expr::Map(map) => map.entries.iter().for_each(|entry| collect_entry(&entry.expr, keys)),
        Expr::Struct(made) => made.entries.iter().for_each(|entry| collect_entry(&entry.expr, keys)),
        Expr::Comprehension(of) => {
            for part in [&of.iter_range, &of.accu_init, &of.loop_cond, &of.loop_step, &of.result] {
                collect_answers(part, keys);
            }
        }
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => {}
    }
}

fn collect_entry<'e>(entry: &'e EntryExpr, keys: &mut Vec<&'e str>) {
    match entry {
        EntryExpr::StructField(field) => collect_answers(&field.value, keys),
        EntryExpr::MapEntry(entry) => {
            collect_answers(&entry.key, keys);
            collect_answers(&entry.value, keys);
        }
    }
}

/// The facts of a case as the variables of conditions.
pub(crate) fn context(
    env: &Arc<Env>,
    calendar: &Calendar,
    kind: &KindKey,
    facts: &RuleFacts,
) -> Context<'static, 'static> {
    let mut context = Context::with_env(Arc::clone(env));
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            context.add_variable_from_value(name, value);
        }
    };
    let days = |from: Option<Instant>, to: Option<Instant>| {
        let (from, to) = (calendar.date_of(from?), calendar.date_of(to?));
        Some(Value::Int((from.duration_until(to).as_hours() / 24).max(0)))
    };
    let minor = |sum: Option<Money>| sum.map(|sum| Value::Int(sum.minor));
    let answers: HashMap<String, Value> =
        facts.answers.iter().map(|(key, answer)| (key.clone(), Value::from(answer.as_str()))).collect();
    let currency = facts.line_price.or(facts.paid).map(|sum| sum.currency.code());
    set("kind", Some(Value::from(kind.as_str())));
    set("category", facts.category.as_deref().map(Value::from));
    set("answers", Some(Value::from(answers)));
    set("currency", currency.map(Value::from));
    set("paid", minor(facts.paid));
    set("line_price", minor(facts.line_price));
    set("freight", minor(facts.freight));
    set("delivered", Some(Value::Bool(facts.delivered_at.is_some())));
    set("days_since_order", days(facts.ordered_at, facts.filed_at));
    set("days_since_delivery", days(facts.delivered_at, facts.filed_at));
    set("days_late", days(facts.promised_at, facts.delivered_at.or(facts.filed_at)));
    context
}

fn loops(expr: &IdedExpr) -> bool {
    match &expr.expr {
        Expr::Comprehension(_) => true,
        Expr::Select(select) => loops(&select.operand),
        Expr::Call(call) => call.target.as_deref().into_iter().chain(&call.args).any(loops),
        Expr::List(list) => list.elements.iter().any(loops),
        Expr::Map(map) => map.entries.iter().any(|entry| entry_loops(&entry.expr)),
        Expr::Struct(made) => made.entries.iter().any(|entry| entry_loops(&entry.expr)),
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => false,
    }
}

fn entry_loops(entry: &EntryExpr) -> bool {
    match entry {
        EntryExpr::StructField(field) => loops(&field.value),
        EntryExpr::MapEntry(entry) => loops(&entry.key) || loops(&entry.value),
    }
}

/// How deep the text nests: open brackets, counting those within texts too.
fn nests(text: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => open += 1,
            ')' | ']' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

/// How many signs of operators stand in the text: a chain of them is a level each.
fn signs(text: &str) -> usize {
    text.chars().filter(|c| "+-*/%<>=!&|?.".contains(*c)).count()
}
