//! Names that the file and its header share.

/// Namespace of TEI.
pub(super) const NAMESPACE: &str = "http://www.tei-c.org/ns/1.0";

/// The schema that what is written is valid against, by the name under which it lies beside the documents. Its grammar
/// carries Schematron rules, so it is named for both.
pub(super) const SCHEMA: &str = "edition.rng";

/// Languages of the schema.
pub(super) const SCHEMA_LANGUAGES: [&str; 2] =
    ["http://relaxng.org/ns/structure/1.0", "http://purl.oclc.org/dsdl/schematron"];
