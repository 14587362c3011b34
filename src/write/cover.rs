//! The cover of a book: drawn, or a picture.

use super::written::WriteError;

/// The cover of a book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cover {
    /// Drawn from title and author by a template, as SVG.
    #[default]
    Drawn,
    /// The same in pixels (PNG), for shops that take no SVG. A build without the feature `raster` cannot, and says so.
    DrawnInPixels,
    /// A picture that is given.
    Picture(Picture),
}

/// A picture for the cover of a book, told by its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    bytes: Vec<u8>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Png,
    Jpeg,
    Svg,
}

impl Picture {
    /// Takes a picture. What it is, its content tells, not its name.
    ///
    /// # Errors
    /// It is no PNG, JPEG or SVG, or an SVG that no book may hold (scripts, parts elsewhere); the message says what
    /// to do.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, WriteError> {
        let kind = kind(&bytes).map_err(WriteError)?;
        Ok(Self { bytes, kind })
    }

    /// A drawing that is known to be sound.
    #[cfg(feature = "epub")]
    pub(super) fn svg(svg: String) -> Self {
        Self { bytes: svg.into_bytes(), kind: Kind::Svg }
    }

    /// A drawing in pixels that is known to be sound.
    #[cfg(feature = "epub")]
    pub(super) fn png(bytes: Vec<u8>) -> Self {
        Self { bytes, kind: Kind::Png }
    }

    #[cfg(feature = "epub")]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Name of the file in the book.
    #[cfg(feature = "epub")]
    pub(super) fn file(&self) -> &'static str {
        match self.kind {
            Kind::Png => "cover.png",
            Kind::Jpeg => "cover.jpg",
            Kind::Svg => "cover.svg",
        }
    }

    /// Its media type.
    #[cfg(feature = "epub")]
    pub(super) fn media_type(&self) -> &'static str {
        match self.kind {
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
            Kind::Svg => "image/svg+xml",
        }
    }
}

/// What a picture is.
fn kind(bytes: &[u8]) -> Result<Kind, String> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let whole = bytes.get(12..16) == Some(b"IHDR") && bytes.ends_with(b"IEND\xAE\x42\x60\x82");
        whole.then_some(Kind::Png).ok_or("this PNG picture is cut off or damaged: save it anew".into())
    } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        is_jpeg(bytes).then_some(Kind::Jpeg).ok_or("this JPEG picture is cut off or damaged: save it anew".into())
    } else {
        let text = std::str::from_utf8(bytes).ok();
        let Some(text) = text.filter(|text| text.contains("<svg")) else {
            return Err("this is no PNG, JPEG or SVG picture: give one of these".into());
        };
        check_svg(text)?;
        Ok(Kind::Svg)
    }
}

/// Whether the segments of a JPEG lead to its frame, and an end follows.
fn is_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        match marker {
            // Start of frame; C4, C8 and CC are tables.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                return bytes[at..].windows(2).any(|pair| pair == [0xFF, 0xD9]);
            }
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
    false
}

/// What a book may not hold in an SVG: it would be refused by shops, or show a hole.
fn check_svg(svg: &str) -> Result<(), String> {
    let tree = roxmltree::Document::parse(svg)
        .map_err(|error| format!("this SVG is not well-formed: {error}; save it as plain SVG without a DOCTYPE"))?;
    if !tree.root_element().has_tag_name(("http://www.w3.org/2000/svg", "svg")) {
        return Err("the root of this file is no svg element of SVG's name space: save it as plain SVG".into());
    }
    let elsewhere = |place: &str| !place.trim_start().starts_with('#') && !place.starts_with("data:");
    for node in tree.descendants() {
        let place = || format!("line {}", tree.text_pos_at(node.range().start).row);
        let handler = node.attributes().any(|attribute| attribute.name().starts_with("on"));
        if handler || node.tag_name().name() == "script" {
            return Err(format!("{}: this SVG holds a script, which no cover may: take it out", place()));
        }
        let links = node.attributes().filter(|attribute| attribute.name() == "href").map(|link| link.value());
        let styles = node.attributes().map(|attribute| attribute.value()).chain(node.text());
        let urls = styles.flat_map(|style| style.split("url(").skip(1));
        let urls = urls.map(|url| url.trim_start_matches(['"', '\'', ' ']));
        if let Some(link) = links.chain(urls).find(|link| elsewhere(link)) {
            let link: String = link.chars().take(60).collect();
            return Err(format!("{}: this SVG shows {link}, which is not in it: embed that, or take it out", place()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_told_by_its_content() {
        let kind =
            |bytes: &[u8]| Picture::from_bytes(bytes.to_vec()).map(|picture| picture.file()).map_err(|error| error.0);
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR....\0\0\0\0IEND\xAE\x42\x60\x82";
        assert_eq!(kind(png), Ok("cover.png"));
        assert!(kind(&png[..20]).is_err_and(|error| error.contains("cut off")));
        let jpeg = b"\xFF\xD8\xFF\xE0\0\x04..\xFF\xC0\0\x04..\xFF\xD9";
        assert_eq!(kind(jpeg), Ok("cover.jpg"));
        assert!(kind(&jpeg[..8]).is_err());
        let svg = |inner: &str| {
            kind(
                format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink'>{inner}</svg>")
                    .as_bytes(),
            )
        };
        assert_eq!(
            svg("<rect fill='url(#a)'/><use href='#a'/><image x:href='data:image/png;base64,AA=='/>"),
            Ok("cover.svg")
        );
        for (inner, said) in [
            ("<script/>", "script"),
            ("<rect onclick='x()'/>", "script"),
            ("\n<image x:href='https://example.org/a.png'/>", "line 2: this SVG shows https://example.org/a.png"),
            ("<style>@import url(\"a.css\")</style>", "shows a.css"),
            ("<rect>", "not well-formed"),
        ] {
            assert!(svg(inner).is_err_and(|error| error.contains(said)), "{inner}");
        }
        assert!(kind(b"<svg/>").is_err_and(|error| error.contains("name space")));
        for other in [&b"GIF89a"[..], b"", b"\0\0", b"Dear Sir,"] {
            assert!(kind(other).is_err_and(|error| error.contains("no PNG, JPEG or SVG")));
        }
    }
}
