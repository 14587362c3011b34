//! Names that books have in common: namespaces, media types, paths.

/// Namespace of the container.
pub(super) const OCF: &str = "urn:oasis:names:tc:opendocument:xmlns:container";
/// Namespace of package documents.
pub(super) const OPF: &str = "http://www.idpf.org/2007/opf";
/// Namespace of Dublin Core.
pub(super) const DC: &str = "http://purl.org/dc/elements/1.1/";
/// Namespace of XHTML.
pub(super) const XHTML: &str = "http://www.w3.org/1999/xhtml";
/// Namespace of what EPUB adds to XHTML.
pub(super) const OPS: &str = "http://www.idpf.org/2007/ops";
/// Namespace of SVG.
pub(super) const SVG: &str = "http://www.w3.org/2000/svg";
/// Namespace of the table of contents of EPUB 2.
pub(super) const NCX: &str = "http://www.daisy.org/z3986/2005/ncx/";
/// Namespace of references in SVG.
pub(super) const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Media type of XHTML.
pub(super) const PAGE: &str = "application/xhtml+xml";
/// Media type of the table of contents of EPUB 2.
pub(super) const CONTENTS: &str = "application/x-dtbncx+xml";
/// Media type of SVG.
pub(super) const IMAGE: &str = "image/svg+xml";
/// Media type of package documents.
pub(super) const PACKAGE: &str = "application/oebps-package+xml";

/// Where every book says which package document it has.
pub(super) const CONTAINER: &str = "META-INF/container.xml";
