#!/usr/bin/env python3
"""Count what the library shows, and find what it shows without a word.

    public.py RUSTDOC_JSON [v]     what rustdoc wrote with `--output-format json`; v lists every item

An item counts once, under the shortest path from the crate root: modules, re-exports and inherent impls are followed. Types
(struct, enum, union, trait, alias), functions, methods, associated constants, constants, statics and macros count. Fields,
variants, modules and associated types do not, but must have docs like the rest. What is `#[doc(hidden)]` is not in the file.
`[public] items` in floors.toml is the most there may be. The last line is `N passed, M failed`: that, and each item's docs.
"""
import collections
import json
import pathlib
import sys
import tomllib

COUNTED = ("struct", "enum", "union", "trait", "trait_alias", "type_alias", "function", "assoc_const", "constant", "static", "macro",
           "proc_macro")
ROOT = "(root)"

Row = collections.namedtuple("Row", "path kind documented")


def inside(kind, inner):
    """What belongs to an item, and whether it is fields without names."""
    positional = False
    if kind in ("module", "trait", "impl"):
        ids = inner["items"]
    elif kind == "enum":
        ids = inner["variants"]
    elif kind == "union":
        ids = inner["fields"]
    elif kind in ("struct", "variant") and isinstance(inner["kind"], dict):
        (form, held), = inner["kind"].items()
        positional = form == "tuple"
        ids = held if positional else held["fields"]
    else:
        ids = []
    return ids, positional


def public(crate):
    """A row for everything that can be named from outside, shortest paths first."""
    index = {int(number): item for number, item in crate["index"].items()}
    others = {int(number): path["kind"] for number, path in crate["paths"].items()}
    seen = set()
    # Number, path of what it is in, name that a re-export gives it, whether it is a field without a name.
    queue = collections.deque([(crate["root"], (), None, False)])
    while queue:
        number, within, alias, positional = queue.popleft()
        if number is None or number in seen:
            continue
        if number not in index:
            # Another crate's, shown under a name of ours. Its docs are not ours to write. What is hidden has no name.
            if alias and number in others:
                seen.add(number)
                yield Row((*within, alias), others[number], True)
            continue
        item = index[number]
        (kind, inner), = item["inner"].items()
        if kind == "use":
            target = index.get(inner["id"])
            if inner["is_glob"] and target:
                (held, what), = target["inner"].items()
                queue.extend((one, within, None, False) for one in inside(held, what)[0])
            else:
                queue.append((inner["id"], within, inner["name"], False))
            continue
        if item["visibility"] not in ("public", "default"):
            continue
        seen.add(number)
        path = within
        if kind == "impl":
            # Methods of traits are counted where the trait is.
            if inner["trait"] is not None:
                continue
        elif number != crate["root"]:
            path = (*within, alias or item["name"])
            # As the lint missing_docs has it, fields without names are the type's to explain.
            yield Row(path, kind, bool((item["docs"] or "").strip()) or positional)
        ids, bare = inside(kind, inner)
        queue.extend((one, path, None, bare) for one in ids)
        queue.extend((one, path, None, False) for one in (inner.get("impls") or () if kind in ("struct", "enum", "union") else ()))


def top(rows, path):
    """The module directly under the root that a path is in."""
    modules = {row.path for row in rows if row.kind == "module"}
    return path[0] if path[:1] in modules else ROOT


def main(name, *options):
    crate = json.loads(pathlib.Path(name).read_text(encoding="utf-8"))
    most = tomllib.loads(pathlib.Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))["public"]["items"]
    rows = list(public(crate))
    counted = [row for row in rows if row.kind in COUNTED]
    bare = [row for row in rows if not row.documented]
    if "v" in options:
        for row in sorted(counted):
            print(f"  {row.kind:12} {'::'.join(row.path)}")
    for module, number in collections.Counter(top(rows, row.path) for row in counted).most_common():
        print(f"{number:5} {module}")
    for row in bare:
        print(f"without docs: {row.kind} {'::'.join(row.path)}")
    over = len(counted) > most
    print(f"public items: {len(counted)}, at most {most}{': TOO MANY' if over else ''}")
    print(f"{len(rows) - len(bare) + (not over)} passed, {len(bare) + over} failed")
    return 1 if bare or over else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
