//! Small parts that filing, entrance and case pages share: an order, a remedy to choose, a file's size.

use domain::order::OrderSnapshot;

use crate::shell::Visit;

/// An order to recognise or to choose.
pub(crate) struct OrderCard {
    pub id: String,
    pub title: String,
    pub meta: String,
    pub sum: String,
    pub picture: String,
    pub chosen: bool,
    /// A case that runs about it: digits of its number, and grouped.
    pub running: Option<(String, String)>,
}

impl OrderCard {
    /// What is said of it, piece by piece, so that no date or number breaks inside.
    pub fn bits(&self) -> impl Iterator<Item = &str> {
        self.meta.split(" · ")
    }
}

/// A remedy to choose, with what it needs.
pub(crate) struct RemedyCard {
    pub key: &'static str,
    pub title: String,
    pub hint: String,
    pub chosen: bool,
    pub amount: Option<String>,
    pub with_text: bool,
    pub text: String,
    pub limit: String,
}

/// The order as a line above a page.
pub(crate) fn chip(order: &OrderSnapshot, visit: &Visit) -> OrderCard {
    let first = order.lines.first();
    let picture = first.and_then(|line| line.listing.as_ref()?.picture.clone()).unwrap_or_default();
    let placed = texts::day(order.placed_at, visit.now, visit.language);
    OrderCard {
        id: order.order_id.to_string(),
        title: first.map(|line| line.title.clone()).unwrap_or_default(),
        meta: visit
            .texts
            .with("filing-order-meta", &[("merchant", order.merchant_name.clone()), ("day", placed)]),
        sum: order.total.readable(),
        picture: local_picture(&picture),
        chosen: true,
        running: None,
    }
}

/// Only pictures from our own address are shown: the content policy allows no others.
pub(crate) fn local_picture(path: &str) -> String {
    if crate::shell::act::is_local(path) { path.to_owned() } else { String::new() }
}

/// What a file is shown as in lists.
pub(crate) fn file_icon(media_type: &str) -> &'static str {
    match media_type.split('/').next() {
        Some("image") => "image",
        Some("video") => "video",
        Some("audio") => "audio",
        Some(_) | None => "file",
    }
}

/// A size as people read it.
pub(crate) fn file_size(bytes: u64) -> String {
    const MB: u64 = 1024 * 1024;
    if bytes < MB {
        return format!("{} KB", bytes.div_ceil(1024).max(1));
    }
    const GB: u64 = 1024 * MB;
    let (unit, word) = if bytes < GB { (MB, "MB") } else { (GB, "GB") };
    match bytes % unit * 10 / unit {
        0 => format!("{} {word}", bytes / unit),
        tenth => format!("{}.{tenth} {word}", bytes / unit),
    }
}

#[cfg(test)]
mod tests {
    use super::file_size;

    #[test]
    fn sizes_are_told_in_the_largest_unit_that_fits() {
        assert_eq!(file_size(1), "1 KB");
        assert_eq!(file_size(3 * 1024 * 1024 / 2), "1.5 MB");
        assert_eq!(file_size(2 * 1024 * 1024 * 1024), "2 GB");
    }
}
