//! Findings for programs: one row per format.

mod github;
mod gitlab;
mod json;
mod junit;
mod rdjson;
pub(super) mod run;
mod sarif;

pub use run::Run;

/// A format in which programs are told what was found.
#[derive(Debug)]
#[non_exhaustive]
pub struct ReportFormat {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Writes a run.
    pub render: fn(&Run) -> String,
}

/// All formats in which programs are told what was found.
pub const REPORT_FORMATS: &[ReportFormat] = &[
    ReportFormat { name: "json", about: "One array with an object for each finding", render: json::array },
    ReportFormat { name: "json-lines", about: "One object a line", render: json::lines },
    ReportFormat { name: "sarif", about: "SARIF 2.1.0, for code scanning", render: sarif::render },
    ReportFormat { name: "junit", about: "JUnit XML, for test reports", render: junit::render },
    ReportFormat { name: "github", about: "Annotations of GitHub Actions", render: github::render },
    ReportFormat { name: "gitlab", about: "Code Quality report of GitLab", render: gitlab::render },
    ReportFormat { name: "rdjson", about: "Reviewdog's format", render: rdjson::render },
];
