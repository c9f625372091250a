//! One case in a list of work: the merchant's inbox and the staff's queue show the same things of it.

use app::queries::disputes::{CaseRow, MOST_COUNTED};
use playbook::Playbook;
use terms::{CaseNumber, Currency, Instant, KindKey, Language, Money, Status};
use texts::Texts;

/// A case as lists show it.
pub(crate) struct RowView {
    pub number: String,
    pub grouped: String,
    pub title: String,
    pub kind: String,
    pub last: String,
    pub remedy: String,
    pub amount: String,
    pub status_key: String,
    pub status: String,
    pub stage: String,
    pub step: String,
    pub who: String,
    pub due: Option<DueView>,
    /// What stands where no date runs.
    pub no_date: String,
    pub urgent: Option<String>,
    /// When it ended and how, once it has.
    pub ended: Option<(String, String)>,
    pub when: When,
}

impl RowView {
    pub fn late(&self) -> bool {
        self.due.as_ref().is_some_and(|due| due.late)
    }
}

/// The date that counts, in words.
pub(crate) struct DueView {
    pub iso: String,
    pub text: String,
    pub left: String,
    /// It is past.
    pub late: bool,
    /// Less than an hour is left.
    pub close: bool,
}

/// Under which heading a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// It waits for the reader.
    Mine,
    Overdue,
    Today,
    Later,
    Never,
    /// It has ended.
    Closed,
}

impl When {
    pub const fn key(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Overdue => "overdue",
            Self::Today => "today",
            Self::Later => "later",
            Self::Never => "never",
            Self::Closed => "closed",
        }
    }
}

/// A figure as pages tell it: above the bound nobody counts on.
pub(crate) fn counted(n: i64) -> String {
    if n > MOST_COUNTED { format!("{MOST_COUNTED}+") } else { n.to_string() }
}

/// 24:00 of the day it is at the pack's home.
pub(crate) fn end_of_day(playbook: &Playbook, now: Instant) -> Instant {
    let calendar = playbook.calendar();
    calendar.end_of(calendar.date_of(now))
}

/// How much time is left, or by how much it is late, in the two largest units that matter.
pub(crate) fn left(due: Instant, now: Instant, texts: Texts) -> String {
    let (key, (days, hours, minutes)) = match texts::duration_until(due, now) {
        Some(left) => ("left", left),
        None => ("late", texts::duration_until(now, due).unwrap_or_default()),
    };
    let unit = if days > 0 {
        "days"
    } else if hours > 0 {
        "hours"
    } else {
        "minutes"
    };
    let numbers = [("d", days.to_string()), ("h", hours.to_string()), ("m", minutes.to_string())];
    texts.with(&format!("merchant-{key}-{unit}"), &numbers)
}

/// A date short enough for a column: English months by their first three letters.
pub(crate) fn brief(date: String, language: Language) -> String {
    const MONTHS: [&str; 11] = [
        "January",
        "February",
        "March",
        "April",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match language {
        Language::ZhHans | Language::ZhHant => date,
        Language::En => {
            let month = MONTHS.iter().find(|month| date.contains(*month));
            month.map_or_else(|| date.clone(), |month| date.replace(month, month.get(..3).unwrap_or(month)))
        }
    }
}

impl DueView {
    pub fn of(due: Instant, now: Instant, texts: Texts) -> Self {
        let seconds = due.seconds_since(now);
        Self {
            iso: due.to_string(),
            text: brief(texts::date_time(due, now, texts.language()), texts.language()),
            left: left(due, now, texts),
            late: seconds < 0,
            close: (0..3600).contains(&seconds),
        }
    }
}

/// What the rows of one list have in common.
pub(crate) struct Rows<'a> {
    pub playbook: &'a Playbook,
    pub texts: Texts,
    pub now: Instant,
}

impl Rows<'_> {
    pub fn view(&self, row: &CaseRow) -> RowView {
        let texts = self.texts;
        let digits = row.digits();
        let grouped = digits.parse::<CaseNumber>().map_or_else(|_| digits.clone(), CaseNumber::grouped);
        let kind = KindKey::new(row.kind.clone()).ok().and_then(|key| self.playbook.kind(&key));
        let kind = kind.map_or_else(|| row.kind.clone(), |kind| kind.title.get(texts.language()).to_owned());
        // Limits of the platform's rules stand still on hold: the row's date is not what it was.
        let is_on_hold = row.status == Status::OnHold.as_str();
        let due = row.due().filter(|_| !is_on_hold);
        let urgent = (row.rank < terms::Priority::Normal.rank()).then(|| {
            let priority = if row.rank <= terms::Priority::Safety.rank() {
                terms::Priority::Safety
            } else {
                terms::Priority::Urgent
            };
            texts.word("priority", priority.as_str())
        });
        let ended = (!row.open).then(|| {
            let day = brief(texts::day(row.updated_at, self.now, texts.language()), texts.language());
            (day, if row.outcome.is_empty() { String::new() } else { texts.word("outcome", &row.outcome) })
        });
        RowView {
            grouped,
            title: if row.title.is_empty() { texts.say("merchant-no-order") } else { row.title.clone() },
            kind,
            last: row.last.clone(),
            remedy: if row.remedy.is_empty() { String::new() } else { texts.word("remedy", &row.remedy) },
            amount: amount(row),
            status: texts.word("status", &row.status),
            status_key: row.status.clone(),
            stage: texts.word("stage", &row.stage),
            step: if row.due_step.is_empty() { String::new() } else { texts.word("step", &row.due_step) },
            who: row.consumer_name.clone(),
            no_date: if is_on_hold {
                texts.word("status", &row.status)
            } else {
                texts.say("merchant-no-date")
            },
            due: due.map(|due| DueView::of(due, self.now, texts)),
            urgent,
            when: if ended.is_some() { When::Closed } else { self.when(due) },
            ended,
            number: digits,
        }
    }

    fn when(&self, due: Option<Instant>) -> When {
        match due {
            None => When::Never,
            Some(due) if due < self.now => When::Overdue,
            Some(due) if due <= end_of_day(self.playbook, self.now) => When::Today,
            Some(_) => When::Later,
        }
    }

    /// Cases under headings: what waits for the reader first, the others in the order in which they come.
    pub fn grouped(&self, rows: &[CaseRow], mine: impl Fn(&CaseRow) -> bool) -> Vec<(When, Vec<RowView>)> {
        let mut groups: Vec<(When, Vec<RowView>)> = Vec::new();
        let (first, others): (Vec<&CaseRow>, Vec<&CaseRow>) = rows.iter().partition(|row| mine(row));
        let first = first.into_iter().map(|row| RowView { when: When::Mine, ..self.view(row) });
        for view in first.chain(others.into_iter().map(|row| self.view(row))) {
            match groups.iter_mut().find(|(when, _)| *when == view.when) {
                Some((_, group)) => group.push(view),
                None => groups.push((view.when, vec![view])),
            }
        }
        groups
    }
}

fn amount(row: &CaseRow) -> String {
    let currency: Option<Currency> = row.currency.parse().ok();
    match (row.amount, currency) {
        (Some(minor), Some(currency)) => Money::new(currency, minor).readable(),
        (Some(_) | None, _) => "—".to_owned(),
    }
}

/// The statuses that are tabs of a list, in their order.
pub(crate) const TABS: [Status; 4] =
    [Status::WaitingForRespondent, Status::WaitingForConsumer, Status::UnderReview, Status::OnHold];

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    /// C10: beyond what is counted a figure says "more", and no sentence takes it for a number.
    #[test]
    fn a_count_above_the_bound_says_more() {
        assert_eq!([0, 1, 999].map(counted), ["0", "1", "999"]);
        assert_eq!([1000, 5000].map(counted), ["999+", "999+"]);
        let en = Texts::of(Language::En);
        assert_eq!(en.with("merchant-h-mine", &[("n", counted(1000))]), "999+ cases wait for you");
    }

    /// C10: whoever must act reads how long there is, and by how much it is late.
    #[test]
    fn the_time_left_is_told_in_words() {
        let now = at("2026-11-25T06:00:00Z");
        let zh = Texts::of(Language::ZhHans);
        assert_eq!(left(at("2026-11-27T09:30:00Z"), now, zh), "还有 2 天 3 小时");
        assert_eq!(left(at("2026-11-25T06:40:00Z"), now, zh), "还有 40 分钟");
        assert_eq!(left(at("2026-11-25T01:00:00Z"), now, zh), "超时 5 小时");
        assert_eq!(left(at("2026-11-23T06:00:00Z"), now, Texts::of(Language::En)), "2 d late");
    }
}
