//! Every sentence people read, in three languages, from the Fluent files under `locales/`.
//!
//! A key that is missing is shown as the key itself, so that nothing is ever blank; a test finds such keys.

mod dates;
mod language;
mod refusals;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use terms::Language;

pub use dates::{date, date_time, day, duration_until, moment, month_of_year, month_short};
pub use language::from_accept;
pub use refusals::{Told, tell};

type Bundle = FluentBundle<FluentResource>;

/// The texts of one language.
#[derive(Clone, Copy)]
pub struct Texts {
    language: Language,
    bundle: &'static Bundle,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Texts").field(&self.language).finish()
    }
}

macro_rules! files {
    ($language:literal) => {
        [
            include_str!(concat!("../../../locales/", $language, "/words.ftl")),
            include_str!(concat!("../../../locales/", $language, "/refusals.ftl")),
            include_str!(concat!("../../../locales/", $language, "/case.ftl")),
            include_str!(concat!("../../../locales/", $language, "/pages.ftl")),
            include_str!(concat!("../../../locales/", $language, "/statistics.ftl")),
            include_str!(concat!("../../../locales/", $language, "/results.ftl")),
            include_str!(concat!("../../../locales/", $language, "/penalties.ftl")),
        ]
    };
}

/// The files of a language, for the bundle and for the test that compares languages.
const fn sources(language: Language) -> [&'static str; 7] {
    match language {
        Language::ZhHans => files!("zh-Hans"),
        Language::ZhHant => files!("zh-Hant"),
        Language::En => files!("en"),
    }
}

fn bundle(language: Language) -> Bundle {
    let id = language.as_str().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Isolation marks are for mixed directions, which none of our languages has; they would end up in file names.
    bundle.set_use_isolating(false);
    for source in sources(language) {
        let resource = match FluentResource::try_new(source.to_owned()) {
            // What could be read is used; the test over all files fails for what could not.
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

static ZH_HANS: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::ZhHans));
static ZH_HANT: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::ZhHant));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::En));

impl Texts {
    /// The texts of a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        let bundle: &'static Bundle = match language {
            Language::ZhHans => &ZH_HANS,
            Language::ZhHant => &ZH_HANT,
            Language::En => &EN,
        };
        Self { language, bundle }
    }

    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Whether there is a sentence under this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The sentence under a key; the key itself where there is none.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The sentence under a key with named values; whole numbers choose plural forms.
    #[must_use]
    pub fn with(&self, key: &str, arguments: &[(&str, String)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut given = FluentArgs::new();
        for (name, value) in arguments {
            match value.parse::<i64>() {
                Ok(number) if value.len() < 10 => given.set(*name, FluentValue::from(number)),
                Ok(_) | Err(_) => given.set(*name, FluentValue::from(value.clone())),
            }
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&given), &mut errors).into_owned()
    }

    /// A word of the field's vocabularies: `stage-negotiation`, `remedy-refund`.
    #[must_use]
    pub fn word(&self, vocabulary: &str, key: &str) -> String {
        self.say(&format!("{vocabulary}-{key}"))
    }
}

impl app::show::Say for Texts {
    fn say(&self, key: &str, arguments: &[(&str, String)]) -> String {
        let days = dates::calendar_days(arguments, self.language);
        let read: Vec<(&str, String)> = arguments
            .iter()
            .zip(days)
            .map(|((name, value), day)| (*name, day.unwrap_or_else(|| value.clone())))
            .collect();
        self.with(key, &read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(language: Language) -> BTreeSet<String> {
        let lines = sources(language).into_iter().flat_map(str::lines);
        let named = lines.filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        named.filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned())).collect()
    }

    #[test]
    fn every_file_is_read_without_a_mistake() {
        for language in Language::ALL {
            for source in sources(*language) {
                assert!(
                    FluentResource::try_new(source.to_owned()).is_ok(),
                    "{language}: a file has a mistake"
                );
            }
        }
    }

    /// H5, B17: nobody meets a sentence that is missing in their language.
    #[test]
    fn every_language_has_the_same_keys() {
        let first = keys(Language::ZhHans);
        for language in [Language::ZhHant, Language::En] {
            let other = keys(language);
            let missing: Vec<_> = first.symmetric_difference(&other).collect();
            assert!(missing.is_empty(), "{language}: {missing:?}");
        }
    }
}
