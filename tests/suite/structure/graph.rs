//! Which file of a crate imports what of which other, and where that leads back to where it came from.

use super::code::{Declared, Import, Path};
use std::collections::{BTreeMap, BTreeSet};

/// The modules of a crate, by path.
pub struct Modules(BTreeMap<Path, Module>);

#[derive(Debug, Default)]
struct Module {
    /// The module whose file this one lies in: itself, or one around it.
    home: Path,
    children: BTreeSet<String>,
    declared: Declared,
}

/// What each imports of others, with the paths by which the code names it.
pub type Imports<T> = BTreeMap<T, BTreeMap<T, BTreeSet<String>>>;

impl Modules {
    /// Reads a crate from the file of its root; `load` gives what a file below `src/` holds, if it is there.
    pub fn read(root: &str, load: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut modules = Self(BTreeMap::new());
        modules.file(root, &Path::new(), load);
        modules
    }

    fn file(&mut self, file: &str, at: &[String], load: &dyn Fn(&str) -> Option<String>) {
        let code = load(file).unwrap_or_else(|| panic!("no file {file}"));
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        let folder = match name {
            "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
            _ => file.trim_end_matches(".rs").to_owned(),
        };
        self.module(Declared::read(&code), &folder, at, at, load);
    }

    fn module(
        &mut self,
        mut declared: Declared,
        folder: &str,
        at: &[String],
        home: &[String],
        load: &dyn Fn(&str) -> Option<String>,
    ) {
        let below = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let mut children = declared.files.clone();
        for name in &declared.files {
            let flat = below(&format!("{name}.rs"));
            let file = if load(&flat).is_some() { flat } else { below(&format!("{name}/mod.rs")) };
            self.file(&file, &[at, std::slice::from_ref(name)].concat(), load);
        }
        for (name, inner) in std::mem::take(&mut declared.inline) {
            self.module(inner, &below(&name), &[at, std::slice::from_ref(&name)].concat(), home, load);
            children.insert(name);
        }
        self.0.insert(at.to_vec(), Module { home: home.to_vec(), children, declared });
    }

    /// Paths of all modules.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.keys()
    }

    /// What each file imports of others.
    pub fn imports(&self) -> Imports<Path> {
        let mut imports = Imports::new();
        for (at, module) in &self.0 {
            let named = module.declared.imports.iter().map(|import| {
                let end = (import.name == "*").then(|| "*".to_owned());
                import.path.iter().cloned().chain(end).collect::<Path>()
            });
            for path in named.chain(module.declared.paths.iter().cloned()) {
                let Some(to) = self.definer(at, &path, &mut BTreeSet::new()) else { continue };
                let (from, to) = (module.home.clone(), self.0[&to].home.clone());
                if from != to {
                    imports.entry(from).or_default().entry(to).or_default().insert(path.join("::"));
                }
            }
        }
        imports
    }

    /// The module that defines what the module `from` calls `path`. None where that is no part of this crate, or a
    /// module as such: what is used of it has a path of its own.
    fn definer(&self, from: &Path, path: &[String], seen: &mut BTreeSet<(Path, Path)>) -> Option<Path> {
        // Two modules may import all names of each other.
        if !seen.insert((from.clone(), path.to_vec())) {
            return None;
        }
        let module = &self.0[from];
        let first = path.first()?;
        let mut rest = path;
        let mut at = from.clone();
        match first.as_str() {
            "crate" => {
                at.clear();
                rest = &rest[1..];
            }
            "self" => rest = &rest[1..],
            "super" => {}
            _ if module.children.contains(first) => {}
            _ => {
                let import = module.declared.imports.iter().find(|it| it.name == *first)?;
                return self.definer(from, &[&import.path, &path[1..]].concat(), seen);
            }
        }
        while rest.first().is_some_and(|it| it == "super") {
            at.pop();
            rest = &rest[1..];
        }
        while let Some(child) = rest.first().filter(|it| self.0[&at].children.contains(*it)) {
            at.push(child.clone());
            rest = &rest[1..];
        }
        let name = rest.first()?;
        let declared = &self.0[&at].declared;
        let one = declared.imports.iter().find(|it| it.name == *name && name != "*");
        if let Some(import) = one {
            let through = self.definer(&at, &[&import.path, &rest[1..]].concat(), seen);
            // What another crate defines, this module gives.
            return through.or(Some(at));
        }
        if name != "*" && !declared.items.contains(name) {
            let all = declared.imports.iter().filter(|it| it.name == "*");
            let through = |import: &Import| {
                let to = self.definer(&at, &[&import.path[..], std::slice::from_ref(name)].concat(), seen)?;
                // Only a module that has the name gives it.
                self.0[&to].declared.items.contains(name).then_some(to)
            };
            if let Some(found) = all.into_iter().find_map(through) {
                return Some(found);
            }
        }
        Some(at)
    }
}

/// The imports between the rooms of a folder: what lies in its modules, each with all below it. The folder's own file,
/// which shows its rooms to others, is none of them.
pub fn between_rooms(imports: &Imports<Path>, folder: &[String]) -> Imports<String> {
    let room = |path: &Path| path.strip_prefix(folder)?.first().cloned();
    let mut between = Imports::new();
    for (from, all) in imports {
        for (to, names) in all {
            if let (Some(from), Some(to)) = (room(from), room(to))
                && from != to
            {
                between.entry(from).or_default().entry(to).or_default().extend(names.iter().cloned());
            }
        }
    }
    between
}

/// Groups of those that lead back to themselves, each with the imports that tie it.
pub fn circles<T: Ord>(imports: &Imports<T>, show: impl Fn(&T) -> String) -> Vec<String> {
    let reached = |start| {
        let mut seen = BTreeSet::new();
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            open.extend(imports.get(at).into_iter().flat_map(BTreeMap::keys).filter(|it| seen.insert(*it)));
        }
        seen
    };
    let reach: BTreeMap<&T, BTreeSet<&T>> = imports.keys().map(|it| (it, reached(it))).collect();
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for (start, seen) in &reach {
        if !seen.contains(start) || done.contains(start) {
            continue;
        }
        let group: BTreeSet<&T> =
            seen.iter().copied().filter(|it| reach.get(it).is_some_and(|back| back.contains(start))).collect();
        let mut lines = vec![format!("a circle of {}", group.len())];
        for from in &group {
            for (to, names) in imports[*from].iter().filter(|(to, _)| group.contains(to)) {
                let names = names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
                lines.push(format!("  {} -> {}: {names}", show(from), show(to)));
            }
        }
        found.push(lines.join("\n"));
        done.extend(group);
    }
    found
}

mod tests {
    use super::*;

    /// The imports of a crate with these files, as `from -> to: names`.
    fn imports(files: &[(&str, &str)]) -> Imports<Path> {
        let load = |wanted: &str| files.iter().find(|(file, _)| *file == wanted).map(|(_, code)| (*code).to_owned());
        Modules::read("lib.rs", &load).imports()
    }

    #[track_caller]
    fn lead(files: &[(&str, &str)], expected: &[&str]) {
        let mut found = Vec::new();
        for (from, all) in imports(files) {
            for (to, names) in all {
                let names = names.into_iter().collect::<Vec<_>>().join(", ");
                found.push(format!("{} -> {}: {names}", from.join("::"), to.join("::")));
            }
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn a_re_export_leads_to_the_file_that_defines() {
        let outer = ("outer/mod.rs", "mod deep; mod other; pub use deep::Thing; pub struct Own;");
        lead(
            &[
                ("lib.rs", "pub mod outer; mod user;"),
                outer,
                ("outer/deep.rs", "pub struct Thing;"),
                ("outer/other.rs", "use super::Thing; fn it() { Thing::new() }"),
                ("user.rs", "use crate::outer::{self, Thing as It}; fn it() { outer::Own; It::new(); }"),
            ],
            &[
                "outer -> outer::deep: deep::Thing",
                "outer::other -> outer::deep: Thing::new, super::Thing",
                "user -> outer: outer::Own",
                "user -> outer::deep: It::new, crate::outer::Thing",
            ],
        );
    }

    #[test]
    fn a_glob_leads_to_the_module_and_its_names_to_where_they_are_defined() {
        lead(
            &[
                ("lib.rs", "mod outer; mod user;"),
                ("outer.rs", "mod deep; pub use deep::*; pub fn own() {}"),
                ("outer/deep.rs", "pub enum Thing {} use super::*;"),
                ("user.rs", "use crate::outer::*; fn it() { crate::outer::Thing::A; crate::outer::own(); }"),
            ],
            &[
                "outer -> outer::deep: deep::*",
                "outer::deep -> outer: super::*",
                "user -> outer: crate::outer::*, crate::outer::own",
                "user -> outer::deep: crate::outer::Thing::A",
            ],
        );
    }

    #[test]
    fn modules_in_place_and_other_crates_lead_nowhere() {
        lead(
            &[
                ("lib.rs", "mod a; mod b; use std::fmt; fn it() { regex::Regex::new(); fmt::write() }"),
                ("a.rs", "mod inner { fn it() { super::own(); super::super::b::far() } } fn own() { inner::it() }"),
                (
                    "b.rs",
                    "pub use regex::Regex; mod fmt { pub fn it() {} } pub fn far() { fmt::it() } use self::fmt::it as x;",
                ),
            ],
            &["a -> b: super::super::b::far"],
        );
    }

    #[test]
    fn what_another_crate_defines_is_given_by_who_re_exports_it() {
        lead(
            &[("lib.rs", "mod a; mod b;"), ("a.rs", "pub use regex::Regex;"), ("b.rs", "use crate::a::Regex;")],
            &["b -> a: crate::a::Regex"],
        );
    }

    #[test]
    fn circles_are_found_with_what_ties_them() {
        let show = |path: &Path| path.join("::");
        let circle = [
            ("lib.rs", "mod a; mod b; mod c; mod d;"),
            ("a.rs", "use crate::b::B; pub struct A;"),
            ("b.rs", "use crate::c::C; pub struct B;"),
            ("c.rs", "pub struct C(crate::a::A);"),
            // Leads into the circle and is none of it.
            ("d.rs", "use crate::a::A;"),
        ];
        assert_eq!(
            circles(&imports(&circle), show),
            ["a circle of 3\n  a -> b: crate::b::B\n  b -> c: crate::c::C\n  c -> a: crate::a::A"]
        );
        let open = circle.map(|(file, code)| (file, if file == "c.rs" { "pub struct C;" } else { code }));
        assert_eq!(circles(&imports(&open), show), [""; 0]);
    }

    #[test]
    fn rooms_may_lead_back_though_no_file_does() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a/mod.rs", "mod low; mod high;"),
            ("a/low.rs", "pub struct Low;"),
            ("a/high.rs", "use crate::b::B;"),
            ("b.rs", "pub struct B; use crate::a::low::Low;"),
        ];
        let imports = imports(&files);
        assert_eq!(circles(&imports, |path| path.join("::")), [""; 0]);
        assert_eq!(
            circles(&between_rooms(&imports, &[]), String::clone),
            ["a circle of 2\n  a -> b: crate::b::B\n  b -> a: crate::a::low::Low"]
        );
        assert_eq!(circles(&between_rooms(&imports, &["a".to_owned()]), String::clone), [""; 0]);
    }
}
