//! The pack for mainland China, compiled in; a test holds that no file of its folder is missing here.

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../playbooks/cn-mainland/", $name)))),*]
    };
}

pub(crate) const CN_MAINLAND: &[(&str, &str)] = files![];
