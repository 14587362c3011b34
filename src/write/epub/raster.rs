//! A drawn cover in pixels, for shops that take no SVG.
//!
//! The font comes along (DejaVu Serif), so the same book has the same cover on every machine.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, ImageHrefResolver, Options, Tree, fontdb};
use std::sync::{Arc, Mutex};

/// Name of the font, as its file has it.
const FONT: &str = "DejaVu Serif";

/// The picture as PNG, a pixel for each of its units.
///
/// # Errors
/// A template of the user's own is no SVG, has no size, or asks for signs that the font lacks; the message says what
/// to do.
pub(super) fn png(svg: &str) -> Result<Vec<u8>, String> {
    let mut fonts = fontdb::Database::new();
    for font in [dejavu::serif::regular(), dejavu::serif::bold(), dejavu::serif::italic(), dejavu::serif::bold_italic()]
    {
        fonts.load_font_data(font.to_vec());
    }
    fonts.set_serif_family(FONT);
    // The font is asked for another one when it lacks a sign. A cover with a hole in its title is none.
    let lacking = Mutex::new(None);
    let select_fallback = Box::new(|sign: char, _: &[fontdb::ID], _: &mut Arc<fontdb::Database>| {
        if let Ok(mut lacking) = lacking.lock() {
            lacking.get_or_insert(sign);
        }
        None
    });
    let options = Options {
        font_family: FONT.into(),
        fontdb: Arc::new(fonts),
        font_resolver: FontResolver { select_font: FontResolver::default_font_selector(), select_fallback },
        // Pictures elsewhere are not fetched.
        image_href_resolver: ImageHrefResolver {
            resolve_string: Box::new(|_, _| None),
            ..ImageHrefResolver::default()
        },
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| format!("cover.svg: {error}"))?;
    drop(options);
    if let Some(sign) = lacking.into_inner().ok().flatten() {
        return Err(format!(
            "the cover cannot be drawn in pixels: {FONT} has no `{sign}`; give a picture with --cover, or keep the SVG"
        ));
    }
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or("cover.svg: it has no size that can be drawn")?;
    resvg::render(&tree, Transform::default(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| format!("cover.svg: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(words: &str) -> String {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='90' viewBox='0 0 300 90'>\
             <text x='10' y='60' font-family='serif' font-size='40' fill='#000000'>{words}</text></svg>"
        )
    }

    #[test]
    fn words_are_drawn_alike_each_time() {
        let drawn = png(&svg("Wool Шерсть")).expect("it can be drawn");
        assert!(drawn.starts_with(b"\x89PNG\r\n\x1a\n"));
        assert_eq!(drawn, png(&svg("Wool Шерсть")).expect("it can be drawn"));
        let blank = png(&svg("")).expect("it can be drawn");
        assert!(drawn.len() > blank.len() + 500, "{} and {}", drawn.len(), blank.len());
    }

    #[test]
    fn a_sign_that_the_font_lacks_is_told() {
        assert!(png(&svg("Wool 羊")).is_err_and(|error| error.contains("no `羊`") && error.contains("--cover")));
    }

    #[test]
    fn what_is_no_picture_is_told() {
        assert!(png("<svg").is_err_and(|error| error.starts_with("cover.svg: ")));
    }
}
