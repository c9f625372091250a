//! Asks axe-core what on a page some people cannot use.

use serde::Deserialize;
use thirtyfour::WebDriver;

use crate::Result;

const AXE: &str = include_str!("../vendor/axe.min.js");

/// WCAG 2.2 at levels A and AA: what requirement B17 promises.
const RUN: &str = r"
    const done = arguments[0];
    const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    axe.run(document, { runOnly: { type: 'tag', values: levels }, resultTypes: ['violations'] })
        .then(found => done({ violations: found.violations.map(v => ({
            rule: v.id,
            impact: v.impact || 'unknown',
            help: v.help,
            elements: v.nodes.map(n => n.target.flat(Infinity).join(' ')),
        })) }))
        .catch(problem => done({ failed: String(problem) }));
";

/// One rule that the page breaks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Violation {
    /// axe's name of the rule, such as `color-contrast`.
    pub rule: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: String,
    pub help: String,
    /// CSS selectors of the elements that break it.
    pub elements: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Violations(Vec<Violation>),
    Failed(String),
}

/// What axe finds wrong with the open page. Needs scripts; a page without them has the same HTML, so check it with them.
///
/// # Errors
/// [`crate::Error::Browser`] when the browser or axe itself fails.
pub async fn axe(driver: &WebDriver) -> Result<Vec<Violation>> {
    let there = driver.execute("return typeof axe === 'object'", Vec::new()).await?;
    if there.json() != &serde_json::Value::Bool(true) {
        driver.execute(AXE, Vec::new()).await?;
    }
    match driver.execute_async(RUN, Vec::new()).await?.convert()? {
        Answer::Violations(found) => Ok(found),
        Answer::Failed(problem) => Err(crate::Error::EndedEarly { program: "axe".to_owned(), said: problem }),
    }
}
