//! `--templates`: a folder of the user's own, `DIR/FORMAT/FILE`.

use super::exit::Failure;
use rubricate::write::Templates;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// Finds a slip in the name of the folder.
///
/// # Errors
/// It is no folder.
pub fn check(folder: &Path) -> Result<(), Failure> {
    if folder.is_dir() {
        return Ok(());
    }
    Err(Failure(format!("--templates {}: no such folder: look for a slip in the name", folder.display())))
}

/// Reads the templates of a folder. A file with another name would be ignored silently, so it is an error.
///
/// # Errors
/// The folder or a file in it cannot be read, or a file replaces nothing where it lies.
pub fn read(folder: &Path) -> Result<Templates, Failure> {
    fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let known = || Templates::names().filter_map(|name| Some((name, name.split_once('/')?)));
    if let Some((name, (_, file))) = known().find(|(_, (_, file))| folder.join(file).is_file()) {
        let (found, wanted) = (folder.join(file), folder.join(name));
        return Err(Failure(format!("{} would not be used; move it to {}", found.display(), wanted.display())));
    }
    let mut templates = Templates::default();
    for format in known().map(|(_, (format, _))| format).collect::<BTreeSet<_>>() {
        let folder = folder.join(format);
        if folder.exists() {
            read_format(format, &folder, &mut templates)?;
        }
    }
    Ok(templates)
}

/// Reads the templates of one format.
fn read_format(format: &str, folder: &Path, templates: &mut Templates) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{format}/{file}");
        // Files of desktops and editors.
        if file.starts_with('.') {
            continue;
        }
        let shown = path.display();
        let is_known = Templates::names().any(|known| known == name);
        // What replaces nothing need not be a text for that to be said.
        let text = if is_known { fs::read_to_string(&path) } else { Ok(String::new()) };
        let text = text.map_err(|error| {
            Failure(format!("cannot read the template {shown}: {error}; make it a UTF-8 text file"))
        })?;
        templates.replace(&name, text, shown.to_string()).map_err(|error| Failure(error.to_string()))?;
    }
    Ok(())
}

fn unreadable(folder: &Path, error: &io::Error) -> Failure {
    Failure(format!("cannot read the templates folder {}: {error}", folder.display()))
}
