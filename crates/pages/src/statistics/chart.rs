//! Charts as SVG from the server: shapes with classes, a title and a description; the figures stand in a table beside.

use std::fmt::Write as _;

/// The ground that a chart is drawn on.
const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 182.0;
const BASE: f64 = 150.5;
const TOP: f64 = 26.5;
const LEFT: f64 = 34.0;

/// A column with what stands under it.
pub(crate) struct Column {
    pub label: String,
    /// `None`: too few to be shown.
    pub n: Option<i64>,
    /// What stands above it, if anything.
    pub told: String,
    pub strong: bool,
}

/// Digits in groups of three.
pub(crate) fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    if n < 0 {
        out.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A whole per cent, or `None` of nothing.
pub(super) fn percent(n: i64, of: i64) -> Option<i64> {
    (of > 0).then(|| (n * 200 + of) / (of * 2))
}

/// A step of 1, 2 or 5 tens, and the scale's end: at most three steps, the last not below the largest.
fn scale(most: i64) -> (i64, i64) {
    let mut tens: i64 = 1;
    loop {
        for step in [tens, tens.saturating_mul(2), tens.saturating_mul(5)] {
            if most <= step.saturating_mul(3) {
                return (step, step * ((most + step - 1) / step).max(1));
            }
        }
        tens = tens.saturating_mul(10);
    }
}

fn y(n: i64, most: i64) -> f64 {
    BASE - (BASE - TOP) * to_f64(n) / to_f64(most.max(1))
}

fn to_f64(n: i64) -> f64 {
    f64::from(i32::try_from(n).unwrap_or(i32::MAX))
}

/// Columns, and a line over them if there is a second row of figures. `id` names title and description.
pub(crate) fn columns(
    id: &str,
    title: &str,
    about: &str,
    columns: &[Column],
    line: &[Option<i64>],
) -> String {
    let most = columns.iter().filter_map(|c| c.n).chain(line.iter().flatten().copied()).max().unwrap_or(0);
    let (step, most) = scale(most);
    let mut out = opened(id, title, about);
    let mut tick = step;
    while tick <= most {
        let at = y(tick, most);
        let label = grouped(tick);
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "<path class=\"c-grid\" d=\"M{LEFT} {at:.1}H{WIDTH}\"/><text x=\"{:.1}\" y=\"{:.1}\" class=\"at-end\">{label}</text>",
            LEFT - 6.0,
            at + 4.0
        );
        tick += step;
    }
    let _ = write!(out, "<path class=\"c-axis\" d=\"M{LEFT} {BASE}H{WIDTH}\"/>");
    let count = to_f64(i64::try_from(columns.len().max(1)).unwrap_or(1));
    let slot = (WIDTH - LEFT - 4.0) / count;
    let width = (slot * 0.72).min(56.0);
    // So many labels as fit, the last always among them.
    let every = (columns.len() * 34).div_ceil(300).max(1);
    let middle = |at: usize| LEFT + 2.0 + slot * (to_f64(i64::try_from(at).unwrap_or(0)) + 0.5);
    for (at, column) in columns.iter().enumerate() {
        let x = middle(at);
        let class = if column.strong { "c-brand" } else { "c-soft" };
        match column.n {
            Some(n) if n > 0 => {
                let top = y(n, most);
                let _ = write!(
                    out,
                    "<rect class=\"{class}\" x=\"{:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.1}\" rx=\"2\"/>",
                    x - width / 2.0,
                    BASE - top
                );
                if !column.told.is_empty() {
                    let told = escaped(&column.told);
                    let _ = write!(
                        out,
                        "<text x=\"{x:.1}\" y=\"{:.1}\" class=\"mid strong\">{told}</text>",
                        top - 6.0
                    );
                }
            }
            Some(_) => {}
            None => {
                let _ = write!(out, "<text x=\"{x:.1}\" y=\"{:.1}\" class=\"mid\">·</text>", BASE - 4.0);
            }
        }
        if (columns.len() - 1 - at).is_multiple_of(every) {
            let weight = if column.strong { " strong" } else { "" };
            let label = escaped(&column.label);
            let _ = write!(out, "<text x=\"{x:.1}\" y=\"168\" class=\"mid{weight}\">{label}</text>");
        }
    }
    let mut path = String::new();
    let mut pen = 'M';
    for (at, n) in line.iter().enumerate() {
        match n {
            Some(n) => {
                let _ = write!(path, "{pen}{:.1} {:.1}", middle(at), y(*n, most));
                pen = 'L';
            }
            None => pen = 'M',
        }
    }
    if !path.is_empty() {
        let _ = write!(out, "<path class=\"c-ink\" d=\"{path}\"/>");
        for (at, n) in line.iter().enumerate() {
            if let Some(n) = n {
                let _ = write!(
                    out,
                    "<circle class=\"c-dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.5\"/>",
                    middle(at),
                    y(*n, most)
                );
            }
        }
    }
    out.push_str("</svg>");
    out
}

fn opened(id: &str, title: &str, about: &str) -> String {
    let (title, about) = (escaped(title), escaped(about));
    format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{about}</desc>"
    )
}

/// One bar of a table of bars: the figure stands beside it in the same row.
pub(super) fn bar(n: i64, most: i64) -> String {
    let width = 100.0 * to_f64(n) / to_f64(most.max(1));
    format!(
        "<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"c-brand\" width=\"{width:.1}\" height=\"10\"/></svg>"
    )
}

/// One strip of several parts; the legend beside it says what they are.
pub(super) fn strip(parts: &[(&str, i64)]) -> String {
    let total: i64 = parts.iter().map(|(_, n)| n).sum();
    let mut out = String::from(
        "<svg class=\"strip\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
    );
    let mut at = 0.0;
    for (class, n) in parts.iter().filter(|(_, n)| *n > 0) {
        let width = 100.0 * to_f64(*n) / to_f64(total.max(1));
        let shown = (width - 0.6).max(0.4);
        let _ = write!(out, "<rect class=\"{class}\" x=\"{at:.1}\" width=\"{shown:.1}\" height=\"10\"/>");
        at += width;
    }
    out.push_str("</svg>");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_in_groups_of_three() {
        assert_eq!(
            [0, 7, 999, 1_000, 48_216, 1_234_567].map(grouped),
            ["0", "7", "999", "1,000", "48,216", "1,234,567"]
        );
        assert_eq!(
            [percent(1, 3), percent(2, 3), percent(0, 5), percent(1, 0)],
            [Some(33), Some(67), Some(0), None]
        );
    }

    /// F6: every column stands under the top of the scale, and a scale has few lines whatever is counted.
    #[test]
    fn a_scale_ends_above_the_largest() {
        for most in [0, 1, 2, 3, 4, 7, 10, 11, 29, 30, 31, 99, 100, 101, 48_216, 999_999] {
            let (step, top) = scale(most);
            assert!(top >= most && top % step == 0 && top / step <= 3, "{most}: {step} {top}");
        }
    }

    /// F6, B17: a chart says in words what it shows, and what it is told cannot break out of it.
    #[test]
    fn a_chart_is_labelled_and_escapes_what_it_is_told() {
        let one = |label: &str, n| Column { label: label.to_owned(), n, told: String::new(), strong: false };
        let svg = columns("g1", "<b>", "a & b", &[one("</svg>", Some(3)), one("x", None)], &[Some(1), None]);
        assert!(
            svg.contains("aria-labelledby=\"g1-t g1-d\"")
                && svg.contains("&lt;b&gt;")
                && svg.contains("a &amp; b")
        );
        assert_eq!(svg.matches("</svg>").count(), 1);
    }
}
