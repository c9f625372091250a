//! What can go wrong before a story even begins.

/// Why a browser, a server or a check could not do its part.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("could not start {program}: {source}")]
    Start { program: String, source: std::io::Error },
    #[error("{program} ended before it was ready; it said:\n{said}")]
    EndedEarly { program: String, said: String },
    #[error("no {0} beside the tests; build it first: cargo build -p redress")]
    NotBuilt(String),
    #[error("file: {0}")]
    File(#[from] std::io::Error),
    #[error("browser: {0}")]
    Browser(#[from] thirtyfour::error::WebDriverError),
    #[error("HTTP client: {0}")]
    Client(#[from] reqwest::Error),
    #[error("answer not understood: {0}")]
    Answer(#[from] serde_json::Error),
    #[error("the browser's answer lacks {0}")]
    Missing(&'static str),
}

pub type Result<T> = std::result::Result<T, Error>;
