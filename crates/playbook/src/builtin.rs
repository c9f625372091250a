//! The pack for mainland China, compiled in; a test holds that no file of its folder is missing here.

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../playbooks/cn-mainland/", $name)))),*]
    };
}

pub(crate) const CN_MAINLAND: &[(&str, &str)] = files![
    "calendar.toml",
    "common.toml",
    "extras.toml",
    "kinds/late_delivery.toml",
    "kinds/not_as_described.toml",
    "limits.toml",
    "pack.toml",
    "refusals.toml",
    "rules/counting.toml",
    "rules/law.toml",
    "rules/platform.toml",
    "windows.toml",
];
