//! Everything that can be asked of a publication, by name.

macro_rules! verbs {
    ($($variant:ident = $key:literal),+ $(,)?) => {
        /// A verb of publishing; the same word in routes, forms and texts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum PublicationVerb { $($variant),+ }

        impl PublicationVerb {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As addresses have it.
            #[must_use]
            pub const fn path(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            #[must_use]
            pub fn from_path(given: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|verb| verb.path() == given)
            }
        }
    };
}

verbs! {
    Draft = "draft",
    Consent = "consent",
    RevokeConsent = "revoke-consent",
    Remark = "remark",
    Approve = "approve",
    Return = "return",
    TakeDown = "take-down",
    AnswerObjection = "answer-objection",
}
