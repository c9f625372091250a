//! The verbs of a penalty case.

macro_rules! verbs {
    ($($variant:ident = $key:literal / $path:literal),+ $(,)?) => {
        /// What a person can do to a penalty case.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum PenaltyVerb { $($variant),+ }

        impl PenaltyVerb {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The key in text files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The word in addresses.
            #[must_use]
            pub const fn path(self) -> &'static str {
                match self { $(Self::$variant => $path),+ }
            }

            #[must_use]
            pub fn from_path(given: &str) -> Option<Self> {
                match given { $($path => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

verbs! {
    ImposeHold = "impose_hold" / "impose-hold",
    ReviewHold = "review_hold" / "review-hold",
    Answer = "answer" / "answer",
    Assign = "assign" / "assign",
    Decide = "decide" / "decide",
    Appeal = "appeal" / "appeal",
    DecideAppeal = "decide_appeal" / "decide-appeal",
    ReportDuty = "report_duty" / "report-duty",
    CheckDuty = "check_duty" / "check-duty",
    Report = "report" / "report",
}
