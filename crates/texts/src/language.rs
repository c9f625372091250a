//! Which language someone reads, from what their browser or program says.

use terms::Language;

/// The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4); the first language if none fits.
#[must_use]
pub fn from_accept(header: &str) -> Language {
    let mut wanted: Vec<(f32, Language)> = header
        .split(',')
        .take(20)
        .filter_map(|part| {
            let mut parts = part.split(';');
            let tag = parts.next()?.trim().to_ascii_lowercase();
            let weight = parts.find_map(|p| p.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            Some((weight, of_tag(&tag)?))
        })
        .collect();
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
    wanted.first().map_or(Language::ZhHans, |(_, language)| *language)
}

fn of_tag(tag: &str) -> Option<Language> {
    let traditional = ["zh-hant", "zh-tw", "zh-hk", "zh-mo"];
    if traditional.iter().any(|t| tag.starts_with(t)) {
        Some(Language::ZhHant)
    } else if tag == "zh" || tag.starts_with("zh-") {
        Some(Language::ZhHans)
    } else if tag == "en" || tag.starts_with("en-") {
        Some(Language::En)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_we_have_is_chosen() {
        assert_eq!(from_accept("de, en;q=0.5, zh-TW;q=0.9"), Language::ZhHant);
        assert_eq!(from_accept("zh-CN,zh;q=0.9,en;q=0.8"), Language::ZhHans);
        assert_eq!(from_accept("fr"), Language::ZhHans);
        assert_eq!(from_accept("en-GB"), Language::En);
        assert_eq!(from_accept("zh-Hant-HK"), Language::ZhHant);
    }
}
