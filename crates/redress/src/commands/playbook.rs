//! `redress playbook check`: every mistake of a rule pack, with file, line and field.

use std::path::Path;
use std::process::ExitCode;

/// Exit 0 without a mistake, else 1.
pub fn check(dir: &Path) -> ExitCode {
    match playbook::check(dir) {
        Ok(report) => {
            println!("{} {} ({})", report.id, report.version, report.fingerprint);
            println!(
                "{} kinds, {} questions, {} rules, {} conditions: no mistake",
                report.kinds, report.questions, report.rules, report.conditions
            );
            println!("{} rules not yet read in the original", report.unread_rules.len());
            ExitCode::SUCCESS
        }
        Err(mistakes) => {
            for mistake in &mistakes {
                eprintln!("{mistake}");
            }
            eprintln!("{} mistakes", mistakes.len());
            ExitCode::from(1)
        }
    }
}
