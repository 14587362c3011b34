//! What is to be explained: `letter.txt`, `letter.txt:12`, `-:12`.

use crate::cli::exit::Failure;
use crate::cli::inputs::Input;
use std::path::{Path, PathBuf};

/// A file, and a line where the argument ends in `:LINE` and is no file itself.
pub fn target(what: &Path) -> Result<(Input, Option<usize>), Failure> {
    if what.as_os_str() == "-" {
        return Ok((Input::Stdin, None));
    }
    let file = |path: &Path| Input::File { path: path.to_owned(), below: PathBuf::new() };
    if what.is_file() {
        return Ok((file(what), None));
    }
    let named = what.to_str().and_then(|what| what.rsplit_once(':'));
    let Some((path, line)) = named.filter(|(path, _)| *path == "-" || Path::new(path).is_file()) else {
        let shown = what.display();
        if what.is_dir() {
            return Err(Failure(format!("{shown}: this is a folder: name a text in it")));
        }
        // Rules have a `/` in their names.
        if shown.to_string().contains('/') {
            return Err(Failure(format!("{shown}: no such rule or text: `rubricate rules` lists the rules")));
        }
        return Err(Failure(format!(
            "{shown}: no such text: name a file, a file and a line as letter.txt:12, or a rule"
        )));
    };
    let Ok(line) = line.parse() else {
        return Err(Failure(format!("{}: `{line}` is no number of a line: write {path}:12", what.display())));
    };
    Ok((if path == "-" { Input::Stdin } else { file(Path::new(path)) }, Some(line)))
}
