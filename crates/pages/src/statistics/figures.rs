//! A report in words: tiles, charts and the table behind each.

use app::App;
use app::statistics::{Group, Mean, Measure, Month, Report, Series, Spread, Stretch};
use terms::KindKey;
use texts::Texts;

use super::chart::{Column, bar, columns, grouped, percent, strip};

/// A figure at the top.
pub(super) struct Tile {
    pub title: String,
    pub n: String,
    pub unit: String,
    pub about: String,
}

/// A chart with its table. Where the table itself is drawn with bars, `chart` is empty.
pub(super) struct Figure {
    pub id: &'static str,
    pub title: String,
    pub about: String,
    pub chart: String,
    pub legend: Vec<Key>,
    pub bars: Vec<BarRow>,
    pub head: Vec<String>,
    pub rows: Vec<(String, Vec<String>)>,
}

/// One key of a legend.
pub(super) struct Key {
    pub class: &'static str,
    pub word: String,
    pub share: String,
}

/// A row of a table of bars.
pub(super) struct BarRow {
    pub name: String,
    pub bar: String,
    pub n: String,
    pub share: String,
}

/// The words of a report.
pub(super) struct Figures<'a> {
    pub app: &'a App,
    pub report: &'a Report,
    pub t: Texts,
}

/// Most rows of a table of bars; the rest are told as a number.
const MOST_ROWS: usize = 30;

impl Figures<'_> {
    pub fn tiles(&self) -> Vec<Tile> {
        let (r, t) = (self.report, self.t);
        let ended = r.total(Series::Outcome);
        let agreed = percent(r.of(Series::Outcome, "resolved_by_agreement"), ended);
        let owed = percent(r.of(Series::Owed, "kept"), r.total(Series::Owed));
        let times = r.took(Measure::Time);
        let share = |n: Option<i64>| {
            n.map_or_else(|| ("—".to_owned(), String::new()), |n| (n.to_string(), "%".to_owned()))
        };
        let (agreed, agreed_unit) = share(agreed);
        let (owed, owed_unit) = share(owed);
        let mut tiles = vec![
            Tile {
                title: t.say("stat-filed"),
                n: grouped(r.total(Series::Filed)),
                unit: t.say("stat-cases"),
                about: t.with("stat-ended-n", &[("n", grouped(r.ended()))]),
            },
            Tile {
                title: t.say("stat-half"),
                n: times.map_or_else(|| "—".to_owned(), |times| self.within(times.median)),
                unit: String::new(),
                about: times
                    .map(|times| t.with("stat-ninety", &[("time", self.within(times.ninety))]))
                    .unwrap_or_default(),
            },
            Tile {
                title: t.say("stat-agreed"),
                n: agreed,
                unit: agreed_unit,
                about: t.say("stat-agreed-about"),
            },
            Tile { title: t.say("stat-kept"), n: owed, unit: owed_unit, about: t.say("stat-kept-about") },
        ];
        if let Some(mean) = r.by_consumers {
            tiles.push(self.stars("stat-rated-by-consumers", mean));
        }
        if let Some(mean) = r.by_merchants {
            tiles.push(self.stars("stat-rated-by-merchants", mean));
        }
        tiles
    }

    fn stars(&self, key: &str, mean: Mean) -> Tile {
        Tile {
            title: self.t.say(key),
            n: format!("{}.{}", mean.tenths / 10, mean.tenths % 10),
            unit: self.t.say("stat-of-five"),
            about: self.t.with("stat-ratings-n", &[("n", grouped(mean.count))]),
        }
    }

    /// "3 days", "8 hours", "more than 90 days".
    pub fn within(&self, stretch: Stretch) -> String {
        match stretch {
            Stretch::Hours(hours) if hours < 24 => self.t.with("stat-hours", &[("n", hours.to_string())]),
            Stretch::Hours(hours) => self.t.with("stat-days", &[("n", (hours / 24).to_string())]),
            Stretch::Longer => {
                let last = Stretch::BOUNDS.last().copied().unwrap_or_default();
                self.t.with("stat-more-days", &[("n", (last / 24).to_string())])
            }
        }
    }

    pub fn month(&self, month: Month) -> String {
        texts::month_of_year(month.year(), month.number(), self.t.language())
    }

    pub fn all(&self) -> Vec<Figure> {
        let mut figures = vec![self.course(), self.spread(), self.ends()];
        figures.push(self.table("kinds", Series::Kind));
        figures.push(self.table("categories", Series::Category));
        figures.push(self.stages());
        figures.push(self.table("given", Series::Given));
        figures.push(self.table("stars-c", Series::RatedByConsumer));
        figures.push(self.table("stars-m", Series::RatedByMerchant));
        figures.push(self.table("positions", Series::Position));
        figures.push(self.table("owed", Series::Owed));
        figures.push(self.table("appeals", Series::Appeal));
        figures.push(self.table("channels", Series::Channel));
        figures.retain(|figure| !figure.rows.is_empty() || !figure.bars.is_empty());
        figures
    }

    /// What came and what ended, month by month.
    fn course(&self) -> Figure {
        let (filed, closed) = (self.report.by_month(Series::Filed), self.report.by_month(Series::Closed));
        let last = filed.len().saturating_sub(1);
        let largest = filed.iter().filter_map(|(_, n)| *n).max().unwrap_or(0);
        let column = |(at, (month, n)): (usize, &(Month, Option<i64>))| Column {
            label: texts::month_short(month.number(), self.t.language()),
            n: *n,
            told: n.filter(|n| *n > 0 && (at == last || *n == largest)).map(grouped).unwrap_or_default(),
            strong: at == last,
        };
        let bars: Vec<Column> = filed.iter().enumerate().map(column).collect();
        let line: Vec<Option<i64>> = closed.iter().map(|(_, n)| *n).collect();
        let title = self.t.say("stat-course");
        let most = filed.iter().max_by_key(|(_, n)| n.unwrap_or(0));
        let about = most.map_or_else(String::new, |(month, n)| {
            let arguments = [
                ("months", filed.len().to_string()),
                ("month", self.month(*month)),
                ("n", grouped(n.unwrap_or(0))),
            ];
            self.t.with("stat-course-desc", &arguments)
        });
        let shown = |n: Option<i64>| n.map_or_else(|| self.few(), grouped);
        let rows = filed.iter().zip(&closed);
        let rows = rows.map(|((month, n), (_, ended))| (self.month(*month), vec![shown(*n), shown(*ended)]));
        let rows: Vec<_> = rows.collect();
        Figure {
            id: "course",
            about: self.t.say("stat-course-about"),
            chart: columns("course", &title, &about, &bars, &line),
            title,
            legend: Vec::new(),
            bars: Vec::new(),
            head: vec![self.t.say("stat-month"), self.t.say("stat-filed"), self.t.say("stat-ended")],
            rows,
        }
    }

    fn few(&self) -> String {
        self.t.with("stat-few", &[("n", self.report.smallest_group.to_string())])
    }

    /// How long from complaint to end.
    fn spread(&self) -> Figure {
        let total = self.report.total(Series::Spread);
        let of = |spread: &Spread| self.report.of(Series::Spread, spread.as_str());
        let mut groups: Vec<(String, i64)> = Spread::ALL
            .iter()
            .map(|spread| (self.t.word("stat-spread", spread.as_str()), of(spread)))
            .collect();
        let hidden = self.report.of(Series::Spread, "other");
        if hidden > 0 {
            groups.push((self.t.say("stat-spread-other"), hidden));
        }
        let median = self.report.took(Measure::Time).map(|times| times.median);
        // The spans up to the one that holds half; each begins where the one before ends, in days.
        let begins = [0, 1, 3, 7, 15];
        let holds_half = |at: usize| {
            begins.get(at).is_some_and(|days| match median {
                Some(Stretch::Hours(hours)) => hours > days * 24,
                Some(Stretch::Longer) => true,
                None => false,
            })
        };
        let column = |(at, (label, n)): (usize, &(String, i64))| Column {
            label: label.clone(),
            n: Some(*n),
            told: percent(*n, total).map(|p| format!("{p}%")).unwrap_or_default(),
            strong: holds_half(at),
        };
        let bars: Vec<Column> = groups.iter().enumerate().map(column).collect();
        let title = self.t.say("stat-spread");
        let told: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.label, bar.told)).collect();
        let rows = groups.iter().filter(|_| total > 0);
        let rows: Vec<_> = rows.map(|(label, n)| (label.clone(), self.counted(*n, total))).collect();
        let about = median.map(|median| self.t.with("stat-spread-about", &[("time", self.within(median))]));
        Figure {
            id: "spread",
            about: about.unwrap_or_default(),
            chart: columns("spread", &title, &told.join(self.t.say("rules-list-comma").as_str()), &bars, &[]),
            title,
            legend: Vec::new(),
            bars: Vec::new(),
            head: vec![self.t.say("stat-took"), self.t.say("stat-count"), self.t.say("stat-share")],
            rows,
        }
    }

    fn counted(&self, n: i64, total: i64) -> Vec<String> {
        vec![grouped(n), percent(n, total).map(|p| format!("{p}%")).unwrap_or_default()]
    }

    /// How cases ended: in five words above, in all words in the table.
    fn ends(&self) -> Figure {
        let total = self.report.total(Series::Outcome);
        let groups = self.report.groups(Series::Outcome);
        let sum = |words: &[&str]| -> i64 {
            groups.iter().filter(|group| words.contains(&group.key.as_str())).map(|group| group.n).sum()
        };
        let decided = [
            "resolved_consumer_favour",
            "resolved_merchant_favour",
            "resolved_split",
            "resolved_with_payout",
        ];
        let parts = [
            ("c-brand", "key", "agreed", sum(&["resolved_by_agreement"])),
            ("c-dark", "key key--dark", "decided", sum(&decided)),
            ("c-mute", "key key--mute", "withdrawn", sum(&["withdrawn", "expired"])),
            ("c-soft", "key key--soft", "elsewhere", sum(&["referred", "refused"])),
            ("c-grey", "key key--grey", "other", sum(&["other"])),
        ];
        let legend = parts.iter().filter(|(.., n)| *n > 0).map(|(_, class, word, n)| Key {
            class,
            word: self.t.word("stat-end", word),
            share: percent(*n, total).map(|p| format!("{p}%")).unwrap_or_default(),
        });
        let strips: Vec<(&str, i64)> = parts.iter().map(|(class, .., n)| (*class, *n)).collect();
        Figure {
            id: "ends",
            title: self.t.say("stat-ends"),
            about: self.t.with("stat-n-cases", &[("n", grouped(total))]),
            chart: if total > 0 { strip(&strips) } else { String::new() },
            legend: legend.collect(),
            bars: Vec::new(),
            head: vec![self.t.say("stat-outcome"), self.t.say("stat-count"), self.t.say("stat-share")],
            rows: groups
                .iter()
                .map(|group| (self.name(Series::Outcome, group), self.counted(group.n, total)))
                .collect(),
        }
    }

    /// How long each stage took.
    fn stages(&self) -> Figure {
        let rows = self.report.times.iter().map(|times| {
            let told = vec![grouped(times.count), self.within(times.median), self.within(times.ninety)];
            (self.t.word("stat-stage", times.measure.as_str()), told)
        });
        Figure {
            id: "stages",
            title: self.t.say("stat-stages"),
            about: self.t.say("stat-stages-about"),
            chart: String::new(),
            legend: Vec::new(),
            bars: Vec::new(),
            head: ["stat-stage", "stat-count", "stat-median", "stat-ninety-head"]
                .map(|key| self.t.say(key))
                .to_vec(),
            rows: rows.collect(),
        }
    }

    /// A table of bars.
    fn table(&self, id: &'static str, series: Series) -> Figure {
        let groups = self.report.groups(series);
        let total = self.report.total(series);
        let most = groups.iter().map(|group| group.n).max().unwrap_or(0);
        let mut shown: Vec<&Group> = groups.iter().collect();
        if matches!(series, Series::RatedByConsumer | Series::RatedByMerchant) {
            shown.sort_by_key(|group| (group.is_other(), std::cmp::Reverse(group.key.clone())));
        }
        let row = |group: &&Group| BarRow {
            name: self.name(series, group),
            bar: bar(group.n, most),
            n: grouped(group.n),
            share: percent(group.n, total).map(|p| format!("{p}%")).unwrap_or_default(),
        };
        let key = series.as_str().replace('_', "-");
        Figure {
            id,
            title: self.t.say(&format!("stat-{key}")),
            about: self.t.with("stat-n", &[("n", grouped(total))]),
            chart: String::new(),
            legend: Vec::new(),
            bars: shown.iter().take(MOST_ROWS).map(row).collect(),
            head: vec![self.t.say("stat-group"), self.t.say("stat-count"), self.t.say("stat-share")],
            rows: Vec::new(),
        }
    }

    fn name(&self, series: Series, group: &Group) -> String {
        if group.is_other() {
            return self.t.say("stat-other");
        }
        let key = group.key.as_str();
        match series {
            Series::Kind => kind_name(self.app, key, self.t),
            Series::Outcome => self.t.word("outcome", key),
            Series::Channel => self.t.word("channel", key),
            Series::Position => self.t.word("position", key),
            Series::Given => self.t.word("remedy", key),
            Series::Owed => self.t.word("stat-owed", key),
            Series::Appeal => self.t.word("appeal-outcome", key),
            Series::RatedByConsumer | Series::RatedByMerchant => {
                self.t.with("merchant-stars", &[("n", key.to_owned())])
            }
            Series::Filed | Series::Closed | Series::Spread | Series::Category => key.to_owned(),
        }
    }
}

/// The title of a kind of dispute.
pub(crate) fn kind_name(app: &App, key: &str, t: Texts) -> String {
    let kind = KindKey::new(key).ok().and_then(|key| app.playbook.kind(&key));
    kind.map_or_else(|| key.to_owned(), |kind| kind.title.get(t.language()).to_owned())
}
