//! What the code of one file says about modules: those it declares, the names it imports and defines, the paths it uses.

use std::collections::BTreeSet;

/// A path of names: of a module from the root of its crate, or as the code says it.
pub type Path = Vec<String>;

/// A module as its code declares it.
#[derive(Debug, Default)]
pub struct Declared {
    /// Modules that lie in files of their own.
    pub files: BTreeSet<String>,
    /// Modules that are written out in place.
    pub inline: Vec<(String, Declared)>,
    pub imports: Vec<Import>,
    /// Names of items that are defined here.
    pub items: BTreeSet<String>,
    /// Paths of two and more names, outside of `use`.
    pub paths: BTreeSet<Path>,
}

/// A name that `use` brings in.
#[derive(Debug, PartialEq)]
pub struct Import {
    /// `*` stands for all names of the module at the path.
    pub name: String,
    pub path: Path,
}

impl Declared {
    /// Reads code. What is compiled for tests only does not count: tests may import what they like.
    pub fn read(code: &str) -> Self {
        let mut reader = Reader { tokens: tokens(code), at: 0 };
        let mut module = Self::default();
        reader.module(&mut module);
        assert_eq!(reader.at, reader.tokens.len(), "braces are balanced");
        module
    }
}

/// Names, `::` and single signs, without comments, strings and characters in quotes.
fn tokens(code: &str) -> Vec<&str> {
    let named = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if first == '"' {
            quoted(rest, '"')
        } else if let Some(length) = raw_string(rest) {
            length
        } else if first == '\'' {
            // Else a lifetime, whose name does no harm.
            let character = rest[1..].starts_with('\\') || rest.chars().nth(2) == Some('\'');
            if character { quoted(rest, '\'') } else { 1 }
        } else if named(first) {
            let length = rest.find(|c| !named(c)).unwrap_or(rest.len());
            tokens.push(&rest[..length]);
            length
        } else {
            let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
            if !first.is_whitespace() {
                tokens.push(&rest[..length]);
            }
            length
        };
        rest = &rest[length..];
    }
    tokens
}

/// Length of a comment that may hold others.
fn block_comment(code: &str) -> usize {
    let mut depth = 0;
    for (at, pair) in code.as_bytes().windows(2).enumerate() {
        match pair {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + 2;
        }
    }
    code.len()
}

/// Length of a literal that starts with this sign and ends with the next one that no backslash precedes.
fn quoted(code: &str, sign: char) -> usize {
    let mut escaped = false;
    for (at, c) in code.char_indices().skip(1) {
        if c == sign && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    code.len()
}

/// Length of a string like `r#".."#`, if one starts here.
fn raw_string(code: &str) -> Option<usize> {
    let marks =
        ["r", "br", "cr"].iter().find_map(|it| code.strip_prefix(it).filter(|it| it.starts_with(['"', '#'])))?;
    let hashes = marks.find(|c| c != '#')?;
    let content = marks[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", &marks[..hashes]);
    let length = content.find(&end).map_or(content.len(), |at| at + end.len());
    Some(code.len() - content.len() + length)
}

struct Reader<'a> {
    tokens: Vec<&'a str>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self, ahead: usize) -> &'a str {
        self.tokens.get(self.at + ahead).copied().unwrap_or_default()
    }

    fn next(&mut self) -> &'a str {
        let token = self.peek(0);
        self.at += 1;
        token
    }

    fn sees(&self, tokens: &[&str]) -> bool {
        self.tokens[self.at.min(self.tokens.len())..].starts_with(tokens)
    }

    /// Reads up to the brace that closes the module, or to the end.
    fn module(&mut self, module: &mut Declared) {
        let mut depth = 0;
        while self.at < self.tokens.len() {
            if self.sees(&["#", "[", "cfg", "(", "test", ")"]) || self.sees(&["#", "[", "cfg", "(", "all", "(", "test"])
            {
                self.skip_item();
                continue;
            }
            match self.peek(0) {
                "{" => depth += 1,
                "}" if depth == 0 => return,
                "}" => depth -= 1,
                "mod" if self.peek(2) == ";" => {
                    module.files.insert(self.peek(1).to_owned());
                }
                "mod" if self.peek(2) == "{" => {
                    let name = self.peek(1).to_owned();
                    self.at += 3;
                    let mut inner = Declared::default();
                    self.module(&mut inner);
                    module.inline.push((name, inner));
                }
                // Else it is a bound: `impl Iterator + use<'a>`.
                "use" if self.peek(1) != "<" => {
                    self.at += 1;
                    self.imports(&Path::new(), &mut module.imports);
                }
                "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" if depth == 0 => {
                    module.items.insert(self.peek(1).to_owned());
                }
                "macro_rules" => {
                    module.items.insert(self.peek(2).to_owned());
                }
                name if is_name(name) && self.peek(1) == "::" => {
                    let mut path = vec![name.to_owned()];
                    while self.peek(1) == "::" && is_name(self.peek(2)) {
                        path.push(self.peek(2).to_owned());
                        self.at += 2;
                    }
                    if path.len() > 1 {
                        module.paths.insert(path);
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// `a::{b, c::{self, d as e}, f::*}`, up to the sign that ends it.
    fn imports(&mut self, before: &[String], found: &mut Vec<Import>) {
        let mut path = before.to_vec();
        loop {
            match self.next() {
                "::" => {}
                "{" => {
                    while self.peek(0) != "}" {
                        self.imports(&path, found);
                        if self.peek(0) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "*" => return found.push(Import { name: "*".into(), path }),
                name => {
                    assert!(is_name(name), "`{name}` has no place behind `use`");
                    if name != "self" || path.is_empty() {
                        path.push(name.to_owned());
                    }
                    if self.peek(0) == "::" {
                        continue;
                    }
                    let renamed = self.peek(0) == "as";
                    let name = if renamed { self.peek(1).to_owned() } else { path.last().cloned().unwrap_or_default() };
                    self.at += if renamed { 2 } else { 0 };
                    return found.push(Import { name, path });
                }
            }
        }
    }

    /// Skips an attribute and the item that it stands before.
    fn skip_item(&mut self) {
        while self.peek(0) == "#" {
            self.at += 1;
            self.skip_group();
        }
        let import = self.peek(0) == "use" || self.peek(1) == "use";
        while self.at < self.tokens.len() {
            match self.peek(0) {
                ";" => {
                    self.at += 1;
                    return;
                }
                "{" if !import => return self.skip_group(),
                "(" | "[" | "{" => self.skip_group(),
                "}" => return,
                _ => self.at += 1,
            }
        }
    }

    /// Skips a bracket with all that it holds.
    fn skip_group(&mut self) {
        let mut depth = 0;
        while self.at < self.tokens.len() {
            match self.next() {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

mod tests {
    use super::*;

    #[test]
    fn code_is_read_without_comments_strings_and_tests() {
        let code = r##"
            //! use a::Comment;
            /* use a::Block; /* nested */ use a::Still; */
            pub(crate) mod child;
            use crate::{one::{self, Two as Second}, three::*};
            pub use ::std::fmt;
            const TEXT: &str = "use a::InString; \" a::Escaped";
            const RAW: &str = r#"a::InRaw " a::StillRaw"#;
            const SIGNS: [char; 3] = ['"', '\'', 'x'];
            mod inner { fn inside() { super::outside() } }
            fn body<'a>(it: &'a str) -> impl Fn() + use<'a> { let _ = <x::Type as y::Trait>::call::<z::Turbo>; { fn deep() {} } }
            #[cfg(test)]
            mod tests;
            #[cfg(test)]
            use a::{Only, ForTests};
            #[cfg(all(test, unix))]
            #[allow(unused)]
            fn for_tests(it: [u8; 2]) -> a::Unseen { a::unseen(); }
            struct After(last::Path);
        "##;
        let found = Declared::read(code);
        let path = |path: &str| path.split("::").map(str::to_owned).collect::<Path>();
        let import = |name: &str, at: &str| Import { name: name.into(), path: path(at) };
        assert_eq!(found.files, BTreeSet::from(["child".to_owned()]));
        assert_eq!(
            found.imports,
            [
                import("one", "crate::one"),
                import("Second", "crate::one::Two"),
                import("*", "crate::three"),
                import("fmt", "std::fmt")
            ]
        );
        assert_eq!(
            found.items.iter().map(String::as_str).collect::<Vec<_>>(),
            ["After", "RAW", "SIGNS", "TEXT", "body"]
        );
        assert_eq!(found.paths, ["last::Path", "x::Type", "y::Trait", "z::Turbo"].map(path).into());
        let [(name, inner)] = &found.inline[..] else { panic!("one module in place: {:?}", found.inline) };
        assert_eq!((name.as_str(), &inner.paths), ("inner", &BTreeSet::from([path("super::outside")])));
    }
}
