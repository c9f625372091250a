//! A rule pack, loaded and checked: what everything that decides by rule asks.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use cel::{Context, Env};
use jiff::civil::Date;
use terms::{Instant, KindKey, Money, PenaltyStep, ReasonCode, RuleApplies, RuleId, ViolationKey};

use crate::calendar::Calendar;
use crate::condition::{self, Condition};
use crate::count;
use crate::extras::{ExtraRule, Working};
use crate::figures::{Figures, History, PublicFigures, Watch};
use crate::files::Files;
use crate::kind::{Kind, Localised};
use crate::limit::{Due, Limit, Step};
use crate::limits::Limits;
use crate::mistake::Mistake;
use crate::pack;
use crate::penalties::{Penalties, PenaltyLimit, Violation};
use crate::publication::Publication;
use crate::rule::{Extra, Rule, RuleFacts, Suggestion, WindowAnswer};
use crate::ruling::{Ruling, SecondPerson, Way};
use crate::suggest::{self, Words};
use crate::trade::TradeRule;
use crate::windows::Window;

/// One version of the rules that disputes are handled by.
pub struct Playbook {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) title: Localised,
    pub(crate) valid_from: Date,
    pub(crate) sign_off: Option<String>,
    pub(crate) fingerprint: String,
    pub(crate) calendar: Calendar,
    pub(crate) rules: BTreeMap<RuleId, Rule>,
    /// By the order of the taxonomy.
    pub(crate) kinds: Vec<Entry>,
    pub(crate) by_key: BTreeMap<KindKey, usize>,
    pub(crate) defaults: Limits,
    pub(crate) extras: Vec<ExtraRule>,
    pub(crate) working: Working,
    pub(crate) windows: Vec<Window>,
    pub(crate) refusals: BTreeMap<ReasonCode, Localised>,
    pub(crate) ruling: Ruling,
    pub(crate) figures: Figures,
    pub(crate) publication: Publication,
    pub(crate) trade_rules: Vec<TradeRule>,
    pub(crate) penalties: Penalties,
    pub(crate) env: Arc<Env>,
}

/// A kind with all that is told of it beside what people read.
#[derive(Debug)]
pub(crate) struct Entry {
    pub kind: Kind,
    pub limits: Limits,
    pub words: Words,
    pub fits_when: Option<Condition>,
}

impl fmt::Debug for Playbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, version, fingerprint, .. } = self;
        f.debug_struct("Playbook")
            .field("id", id)
            .field("version", version)
            .field("fingerprint", fingerprint)
            .finish_non_exhaustive()
    }
}

impl Playbook {
    /// Reads and checks the pack in a folder.
    ///
    /// # Errors
    /// Every mistake that was found, by file and line.
    pub fn load(dir: &Path) -> Result<Self, Vec<Mistake>> {
        pack::build(&Files::read(dir)?).map(|(playbook, _)| playbook)
    }

    /// The pack for mainland China that is compiled in.
    ///
    /// # Errors
    /// Every mistake that was found; a test holds that there is none.
    pub fn builtin() -> Result<Self, Vec<Mistake>> {
        pack::build(&Files::builtin()).map(|(playbook, _)| playbook)
    }

    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    #[must_use]
    pub const fn title(&self) -> &Localised {
        &self.title
    }

    #[must_use]
    pub const fn valid_from(&self) -> Date {
        self.valid_from
    }

    /// Who read the pack as a lawyer and answers for it; nobody yet if `None`.
    #[must_use]
    pub fn sign_off(&self) -> Option<&str> {
        self.sign_off.as_deref()
    }

    /// SHA-256 over the pack's files, in hex: a case names exactly the text that it ran under.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Every kind of dispute, in the order of the taxonomy.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> + Clone {
        self.kinds.iter().map(|entry| &entry.kind)
    }

    #[must_use]
    pub fn kind(&self, key: &KindKey) -> Option<&Kind> {
        self.entry(key).map(|entry| &entry.kind)
    }

    fn entry(&self, key: &KindKey) -> Option<&Entry> {
        self.by_key.get(key).and_then(|at| self.kinds.get(*at))
    }

    /// Every rule, by id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> + Clone {
        self.rules.values()
    }

    #[must_use]
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rules.get(id)
    }

    /// The reasons for which a complaint may be refused, with their texts.
    pub fn refusals(&self) -> impl Iterator<Item = (&ReasonCode, &Localised)> {
        self.refusals.iter()
    }

    #[must_use]
    pub fn knows_refusal(&self, code: &ReasonCode) -> bool {
        self.refusals.contains_key(code)
    }

    #[must_use]
    pub fn refusal(&self, code: &ReasonCode) -> Option<&Localised> {
        self.refusals.get(code)
    }

    /// The rule by which a ruling of this weight needs a second person; `None`: one person is enough.
    #[must_use]
    pub fn second_person(&self, kind: &KindKey, moved: Option<Money>) -> Option<&RuleId> {
        let SecondPerson { above, priorities, kinds, rule } = &self.ruling.second_person;
        let of_priority = self.kind(kind).is_some_and(|k| priorities.contains(&k.priority));
        let of_weight = moved.is_some_and(|sum| sum.currency != above.currency || sum.minor > above.minor);
        (of_priority || of_weight || kinds.contains(kind)).then_some(rule)
    }

    /// From which sum on a ruling needs a second person, and for which kinds always.
    #[must_use]
    pub const fn second_person_rule(&self) -> &SecondPerson {
        &self.ruling.second_person
    }

    /// What public figures may show.
    #[must_use]
    pub const fn public_figures(&self) -> &PublicFigures {
        &self.figures.public
    }

    /// What supervisors are warned of.
    #[must_use]
    pub const fn watch(&self) -> Watch {
        self.figures.watch
    }

    /// Whether, how far back and by which rule earlier cases of the merchant are relevant to a case of this kind.
    #[must_use]
    pub fn history(&self, kind: &KindKey) -> Option<&History> {
        Some(&self.figures.history).filter(|history| history.kinds.contains(kind))
    }

    /// Where a case can go on outside the platform.
    #[must_use]
    pub fn outside_ways(&self) -> &[Way] {
        &self.ruling.ways
    }

    /// When a result is made public and how much of it (F2-F5).
    #[must_use]
    pub const fn publication(&self) -> &Publication {
        &self.publication
    }

    /// The register of trade rules, by topic (F8).
    #[must_use]
    pub fn trade_rules(&self) -> &[TradeRule] {
        &self.trade_rules
    }

    /// What may be done about which violation, and what is advanced for a merchant.
    #[must_use]
    pub const fn penalties(&self) -> &Penalties {
        &self.penalties
    }

    #[must_use]
    pub fn violation(&self, key: &ViolationKey) -> Option<&Violation> {
        self.penalties.violations.iter().find(|violation| violation.key == *key)
    }

    /// How long there is for a step of a penalty case. Reading a pack holds that there is one for each.
    #[must_use]
    pub fn penalty_limit(&self, step: PenaltyStep) -> Option<&PenaltyLimit> {
        self.penalties.limits.iter().find(|limit| limit.step == step)
    }

    /// When a step of a penalty case that begins at a moment must be done, with the working.
    #[must_use]
    pub fn penalty_due(&self, step: PenaltyStep, start: Instant) -> Option<(Due, &RuleId)> {
        let limit = self.penalty_limit(step)?;
        Some((self.calendar.due(limit.amount, limit.rollover, &limit.rule, start), &limit.rule))
    }

    /// How long there is for a step: the kind's own limit, else its priority's, else the pack's.
    #[must_use]
    pub fn limit(&self, kind: &KindKey, step: Step) -> &Limit {
        let limits = self.entry(kind).map_or(&self.defaults, |entry| &entry.limits);
        &limits[step as usize]
    }

    /// The pack's limit for a step where neither kind nor priority says otherwise.
    #[must_use]
    pub fn default_limit(&self, step: Step) -> &Limit {
        &self.defaults[step as usize]
    }

    /// When a limit that starts at a moment runs out, with the working.
    #[must_use]
    pub fn due(&self, kind: &KindKey, step: Step, start: Instant) -> Due {
        count::due(&self.calendar, self.limit(kind, step).into(), start)
    }

    /// Money beyond the price that the rules allow on these facts. What is unknown allows nothing; of one
    /// rule's steps the highest that holds counts.
    #[must_use]
    pub fn extras(&self, kind: &KindKey, facts: &RuleFacts) -> Vec<Extra> {
        let Some(entry) = self.entry(kind) else { return Vec::new() };
        let context = self.context(kind, facts);
        let mut found: Vec<Extra> = Vec::new();
        for rule in &self.extras {
            if !rule.is_for(kind, &entry.kind.remedies) || !self.in_force(&rule.rule, facts) {
                continue;
            }
            let Some(extra) = rule.on(&self.working, facts, &context) else { continue };
            let same = |e: &&mut Extra| e.rule == extra.rule && e.remedy_type == extra.remedy_type;
            match found.iter_mut().find(same) {
                Some(earlier) if earlier.max.minor < extra.max.minor => *earlier = extra,
                Some(_) => {}
                None => found.push(extra),
            }
        }
        found
    }

    /// Whether a complaint of this kind may still be made on the platform.
    #[must_use]
    pub fn window(&self, kind: &KindKey, facts: &RuleFacts) -> WindowAnswer {
        let window = self.windows.iter().find(|window| window.kinds.contains(kind));
        window.map_or(WindowAnswer::NotApplicable, |window| window.on(&self.calendar, facts))
    }

    /// Which kinds a description may be about, best first, at most five, and by which words.
    #[must_use]
    pub fn suggest_kinds(&self, description: &str) -> Vec<Suggestion> {
        suggest::suggest(self.kinds.iter().map(|entry| (&entry.words, false)), description)
    }

    /// As [`Self::suggest_kinds`], where the order is known: a kind that its facts speak for comes sooner.
    #[must_use]
    pub fn suggest_kinds_for(&self, description: &str, facts: &RuleFacts) -> Vec<Suggestion> {
        let fits = |entry: &Entry| {
            let when = entry.fits_when.as_ref();
            when.is_some_and(|when| when.holds(&self.context(&entry.kind.key, facts)))
        };
        suggest::suggest(self.kinds.iter().map(|entry| (&entry.words, fits(entry))), description)
    }

    /// The rules that were in force for the facts: by the day of the order, or of filing.
    fn in_force(&self, rule: &RuleId, facts: &RuleFacts) -> bool {
        let Some(rule) = self.rules.get(rule) else { return false };
        let tied_to = match rule.applies_by {
            RuleApplies::Order => facts.ordered_at.or(facts.filed_at),
            RuleApplies::Filing | RuleApplies::Act => facts.filed_at,
        };
        tied_to.is_none_or(|at| rule.is_in_force(self.calendar.date_of(at)))
    }

    fn context(&self, kind: &KindKey, facts: &RuleFacts) -> Context<'static, 'static> {
        condition::context(&self.env, &self.calendar, kind, facts)
    }
}
