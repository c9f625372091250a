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
    "kinds/counterfeit_or_false_promotion.toml",
    "kinds/defective.toml",
    "kinds/late_delivery.toml",
    "kinds/lost_parcel.toml",
    "kinds/not_as_described.toml",
    "kinds/poor_communication.toml",
    "kinds/repair.toml",
    "kinds/return_refused.toml",
    "limits.toml",
    "pack.toml",
    "refusals.toml",
    "rules/counting.toml",
    "rules/law.toml",
    "rules/platform.toml",
    "windows.toml",
];
