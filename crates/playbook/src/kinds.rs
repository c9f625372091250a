//! Reads kinds of dispute, one a file, and what all of them share.

use cel::Env;
use terms::{EvidenceKind, KindKey, Party, Priority, RemedyType, RuleId};

use crate::condition::Condition;
use crate::kind::{Ask, Choice, EvidenceAsks, Input, Kind, Question, SelfService};
use crate::limit::Step;
use crate::limits::{Cited, Part, parts};
use crate::read::{Node, Place, Table};

/// A kind as its file tells it, before the pack's limits are laid under its own.
#[derive(Debug)]
pub(crate) struct Read<'a> {
    pub place: Place<'a>,
    pub kind: Kind,
    pub limits: Vec<(Step, Part)>,
    pub keywords: Vec<String>,
    /// What the order itself says for this kind.
    pub fits_when: Option<(Place<'a>, Condition)>,
}

/// Reads one file of `kinds/`; `common` is the evidence asked for where the kind names none.
pub(crate) fn read<'a>(
    mut root: Table<'a>,
    common: &EvidenceAsks,
    env: &Env,
    cited: &mut Cited<'a>,
) -> Option<Read<'a>> {
    let key_node = root.need("key");
    let key: Option<KindKey> = key_node.as_ref().and_then(Node::id);
    let id = root.need("id").and_then(|n| n.text()).map(str::to_owned);
    let title = root.localised("title");
    let summary = root.localised("summary");
    let priority: Option<Priority> = root.need("priority").and_then(|n| n.word());
    let needs_order = root.field("needs_order").and_then(|n| n.yes_no()).unwrap_or(true);
    let against_platform = root.field("against").is_some_and(|node| against_platform(&node));
    let questions = questions(&mut root);
    let evidence = root.field("evidence").and_then(|n| n.table()).map(evidence);
    let remedies = remedies(&mut root);
    let default_remedy = default_remedy(&mut root, &remedies);
    let self_service = root.field("self_service").and_then(|n| n.table()).map(self_service);
    let legal_basis = legal_basis(&mut root, cited);
    let prevention = root.localised("prevention");
    let burden_of_proof = root.field("burden_of_proof").map(|n| n.localised());
    let keywords = keywords(&mut root);
    let fits_when =
        root.field("fits_when").map(|node| Condition::compile(&node, env).map(|read| (node.place, read)));
    let limits = root.field("limits").map(|n| parts(&n, cited)).unwrap_or_default();
    root.finish();
    let kind = Kind {
        key: key?,
        id: id?,
        title: title?,
        summary: summary?,
        priority: priority?,
        needs_order,
        against_platform,
        questions: questions?,
        evidence: evidence.unwrap_or_else(|| Some(common.clone()))?,
        remedies,
        default_remedy: default_remedy?,
        self_service: self_service.map_or(Some(None), |read| read.map(Some))?,
        legal_basis,
        prevention: prevention?,
        burden_of_proof: burden_of_proof.map_or(Some(None), |read| read.map(Some))?,
    };
    Some(Read { place: key_node?.place, kind, limits, keywords, fits_when: fits_when.flatten() })
}

/// The merchant answers unless the platform itself is named.
fn against_platform(node: &Node<'_>) -> bool {
    match node.word::<Party>() {
        Some(Party::Platform) => true,
        Some(Party::Respondent) | None => false,
        Some(party @ (Party::Consumer | Party::ThirdParty)) => {
            node.place.fail(format!("nobody complains about `{party}`: `respondent` or `platform`"));
            false
        }
    }
}

fn remedies(root: &mut Table<'_>) -> Vec<RemedyType> {
    let nodes = root.need("remedies").map(|n| n.list()).unwrap_or_default();
    let mut remedies = Vec::new();
    for node in nodes {
        let Some(remedy) = node.word() else { continue };
        if remedies.contains(&remedy) {
            node.place.fail(format!("`{remedy}` is given twice"));
        }
        remedies.push(remedy);
    }
    remedies
}

fn default_remedy(root: &mut Table<'_>, remedies: &[RemedyType]) -> Option<RemedyType> {
    let node = root.need("default_remedy")?;
    let remedy = node.word()?;
    if !remedies.contains(&remedy) {
        node.place.fail(format!("`{remedy}` is not among the kind's remedies"));
    }
    Some(remedy)
}

fn legal_basis<'a>(root: &mut Table<'a>, cited: &mut Cited<'a>) -> Vec<RuleId> {
    let mut rules = Vec::new();
    for node in root.need("legal_basis").map(|n| n.list()).unwrap_or_default() {
        let Some(rule) = node.id::<RuleId>() else { continue };
        rules.push(rule.clone());
        cited.push((node.place, rule));
    }
    rules
}

fn keywords(root: &mut Table<'_>) -> Vec<String> {
    let Some(mut table) = root.need("keywords").and_then(|n| n.table()) else { return Vec::new() };
    let mut words = Vec::new();
    for language in terms::Language::ALL {
        if table.need(language.as_str()).is_some() {
            words.extend(table.texts(language.as_str()).into_iter().map(str::to_lowercase));
        }
    }
    table.finish();
    words.sort_unstable();
    words.dedup();
    words
}

fn questions(root: &mut Table<'_>) -> Option<Vec<Question>> {
    let mut questions: Vec<Question> = Vec::new();
    let mut whole = true;
    for table in root.tables("questions") {
        let place = table.place.clone();
        let Some(question) = question(table) else {
            whole = false;
            continue;
        };
        if questions.iter().any(|earlier| earlier.key == question.key) {
            place.fail_in("key", format!("`{}` is given twice", question.key));
        }
        questions.push(question);
    }
    whole.then_some(questions)
}

fn question(mut table: Table<'_>) -> Option<Question> {
    let key = table.need("key").and_then(|n| n.text()).map(str::to_owned);
    let text = table.localised("text");
    let hint = table.field("hint").map(|n| n.localised());
    let required = table.field("required").and_then(|n| n.yes_no()).unwrap_or(false);
    let input = input(&mut table);
    table.finish();
    Some(Question {
        key: key?,
        text: text?,
        hint: hint.map_or(Some(None), |read| read.map(Some))?,
        input: input?,
        required,
    })
}

fn input(table: &mut Table<'_>) -> Option<Input> {
    let node = table.need("input")?;
    match node.text()? {
        "choice" => {
            let options = table.need("options")?.list();
            if options.len() < 2 {
                node.place.fail("a choice needs at least two options");
            }
            let read: Vec<Option<Choice>> = options.iter().filter_map(Node::table).map(choice).collect();
            let options: Vec<Choice> = read.into_iter().collect::<Option<_>>()?;
            let twice =
                options.iter().enumerate().find(|(n, o)| options[..*n].iter().any(|p| p.key == o.key));
            if let Some((_, option)) = twice {
                node.place.fail(format!("the option `{}` is given twice", option.key));
            }
            Some(Input::Choice { options })
        }
        "text" => table.need("max").and_then(|n| n.count()).map(|max| Input::Text { max: max as usize }),
        "date" => Some(Input::Date),
        "amount" => Some(Input::Amount),
        "yes_no" => Some(Input::YesNo),
        other => {
            node.place
                .fail(format!("`{other}` is no way to answer; there are choice, text, date, amount, yes_no"));
            None
        }
    }
}

fn choice(mut table: Table<'_>) -> Option<Choice> {
    let key = table.need("key").and_then(|n| n.text()).map(str::to_owned);
    let text = table.localised("text");
    table.finish();
    Some(Choice { key: key?, text: text? })
}

/// Reads `[evidence]`: a list for each side.
pub(crate) fn evidence(mut table: Table<'_>) -> Option<EvidenceAsks> {
    let consumer: Vec<Option<Ask>> = table.tables("consumer").into_iter().map(ask).collect();
    let respondent: Vec<Option<Ask>> = table.tables("respondent").into_iter().map(ask).collect();
    table.finish();
    Some(EvidenceAsks {
        consumer: consumer.into_iter().collect::<Option<_>>()?,
        respondent: respondent.into_iter().collect::<Option<_>>()?,
    })
}

fn ask(mut table: Table<'_>) -> Option<Ask> {
    let key = table.need("key").and_then(|n| n.text()).map(str::to_owned);
    let text = table.localised("text");
    let nodes = table.need("kinds").map(|n| n.list()).unwrap_or_default();
    let kinds: Vec<EvidenceKind> = nodes.iter().filter_map(Node::word).collect();
    let required = table.field("required").and_then(|n| n.yes_no()).unwrap_or(false);
    table.finish();
    Some(Ask { key: key?, text: text?, kinds, required })
}

fn self_service(mut table: Table<'_>) -> Option<SelfService> {
    let title = table.localised("title");
    let nodes = table.need("answer").map(|n| n.list()).unwrap_or_default();
    let answer: Vec<_> = nodes.iter().map(Node::localised).collect();
    let follow_up = table.localised("follow_up");
    table.finish();
    Some(SelfService {
        title: title?,
        answer: answer.into_iter().collect::<Option<_>>()?,
        follow_up: follow_up?,
    })
}
