#!/usr/bin/env python3
"""Twice as much text may be at most 2.3 times as much work, whatever the text is like and whatever is asked for.

    growth.py RUBRICATE                    the program: every option, every second shape of text, in a few minutes
    growth.py RUBRICATE --each [WORD...]   every option and every shape, each of them once
    growth.py RUBRICATE --all [WORD...]    each with each, which takes an hour

A run costs more than a second whatever it is given. So, without `--all`, shapes and groups are dealt to each other like cards;
and without either word, a shape has half its size. A finding is what reports are made of, so they meet the shapes that have
some. Words after that choose: all of them are in the name.

Work is counted in instructions (valgrind), never by the clock, so that a busy machine changes nothing. Of each run the
start-up is taken off: what the same options cost on a letter of some lines. What is above the limit is tried again at two and
four times the size, and fails if it is always above it. Options that go together are tried together; where such a group fails,
each of them is tried alone. One row for each shape and group; the last line is `N passed, M failed`.
"""
import collections
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

import growth_shapes as shapes

LIMIT = 2.3
# Less than this is lost in what every run costs.
LEAST = 1_000_000
# Seconds after which something is plainly not what it should be; no measure of anything.
PATIENCE = 300
ROOT = pathlib.Path(__file__).resolve().parent.parent

# Options that are tried together: `always`, and then each of `members`. `first` is a run before, which is not counted.
# `findings`: it is worth something only for a shape that is full of findings.
Group = collections.namedtuple("Group", "name kinds always members first findings", defaults=((), (), False))
# Shapes that are full of findings.
FOUND = {"text": "damaged words", "tei": "elements not allowed", "book": "links to nothing"}


def formats(*names):
    return tuple(("--to", name) for name in names)


# What `convert` is asked for. Files are made by `prepare`.
CONVERT = (
    ("--quotes", "mark"), ("--repair", "quotes"), ("--typography",), ("--templates", "{root}/templates"),
    ("--cover", "{files}/cover.svg"), ("--authorities", "{files}/authorities.toml"), ("--meta", "title=Letters"),
    ("--meta", "date=1911-03-04"), ("--lang", "en"),
)
TEXT_ONLY = (("--weights", "{root}/schema/weights.toml"), ("--encoding", "utf-8"), ("--brackets", "us-documentary"),
             ("--language-file", "{root}/schema/languages/la.toml"))
# The list of letters comes last: it is refused where there is no letter, and then nothing behind it is made.
EVERY = ("tei", "epub", "json", "standoff", "text", "cmif")
# What archives and lists of letters ask for.
HEAD = tuple(part for value in ("title=Letters", "author=Anna Alder", "editor=Tom Ost", "publisher=Mill", "published=2024", "source=The Mill Papers",
                                "licence=CC BY 4.0", "identifier=https://mill.example.org/1", "transcriber=Tom Ost")
             for part in ("--meta", value))
REPORTS = ("json", "json-lines", "sarif", "junit", "github", "gitlab", "rdjson")
KNOWN = ("check", "{input}", "--write-baseline", "known.json")
GROUPS = [
    Group("convert", ["text", "tei"], ("convert", "{input}", "-o", "out/", *HEAD), formats(*EVERY)),
    Group("convert with options", ["text"], ("convert", "{input}", "-o", "out/", "--to", "tei,epub,standoff,json,text"),
          CONVERT + TEXT_ONLY),
    Group("convert with options", ["tei"], ("convert", "{input}", "-o", "out/", "--to", "tei,epub,standoff,json,text"),
          CONVERT + (("--view", "diplomatic"),)),
    Group("convert letters apart", ["text"], ("convert", "{input}", "-o", "out/", "--to", "tei"),
          (("--split", "letters"), ("--brackets", "leiden"), ("--verbose",))),
    Group("convert quietly", ["text"], ("convert", "{input}", "-o", "out/", "--to", "text"), (("--quiet",),)),
    Group("convert letters apart", ["tei"], ("convert", "{input}", "-o", "out/", "--to", "tei"), (("--split", "letters"),)),
    Group("convert for DTABf", ["text"], ("convert", "{input}", "-o", "out/", "--to", "tei"),
          (("--profile", "dtabf"), ("--brackets", "pgdp"))),
    Group("convert for DTABf", ["tei"], ("convert", "{input}", "-o", "out/", "--to", "tei"), (("--profile", "dtabf"),)),
    Group("convert for deposit", ["text"], ("convert", "{input}", "-o", "out/", "--to", "tei", *HEAD),
          (("--profile", "deposit"), ("--brackets", "muse"))),
    Group("convert for deposit", ["tei"], ("convert", "{input}", "-o", "out/", "--to", "tei", *HEAD), (("--profile", "deposit"),)),
    Group("convert folder", ["folder"], ("convert", "{input}", "-o", "out/", *HEAD), formats(*EVERY)),
    Group("convert folder to one file", ["folder"], ("convert", "{input}", "-o", "all.xml", "--to", "cmif", *HEAD)),
    Group("check", ["text", "tei", "book", "folder"], ("check", "{input}"), (("--format", "human"),)),
    Group("check and tell each", ["text", "tei", "book"], ("check", "{input}"), (("--verbose",),), findings=True),
    Group("check with options", ["text"], ("check", "{input}"),
          (*TEXT_ONLY, ("--lang", "en"), ("--deny", "note"), ("--write-baseline", "known.json"))),
    Group("check with a schema", ["tei"], ("check", "{input}"),
          (("--schema", "{root}/schema/edition.rng"), ("--profile", "deposit"), ("--deny", "note"))),
    Group("check and mend", ["text", "tei"], ("check", "{input}", "--unsafe"), (("--fix",),)),
    Group("check and show", ["text", "tei"], ("check", "{input}", "--unsafe"), (("--diff",),)),
    Group("check what is new", ["text", "tei", "book"], ("check", "{input}"), (("--baseline", "known.json"),), KNOWN),
    *(Group(f"check in {name}", ["text", "tei", "book"], ("check", "{input}"), (("--format", name),), findings=True)
      for name in REPORTS),
    Group("explain", ["text", "tei"], ("explain", "{input}"), (("--format", "human"),)),
    Group("explain in JSON", ["text", "tei"], ("explain", "{input}"), (("--format", "json"),)),
]


def prepare(files):
    """What options refer to."""
    (files / "cover.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h9v9z"/></svg>')
    (files / "authorities.toml").write_text('[[person]]\nname = "Anna Alder"\nvariants = ["Miss Alder"]\ngnd = "118584820"\n')


class NoResult(Exception):
    """A run that gave nothing to count."""


class Bench:
    """Runs the program on files."""

    def __init__(self, program, work):
        # Valgrind reads all names of the program each time, which is a fifth of what a short run takes.
        self.program, self.work = str(work / "program"), work
        subprocess.run(["strip", "-o", self.program, program], check=True)
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "RAYON_NUM_THREADS": "1",
                            "SOURCE_DATE_EPOCH": "0"}
        self.files = work / "files"
        self.files.mkdir()
        prepare(self.files)
        self.start_up, self.lock = {}, threading.Lock()

    def run(self, command, folder):
        ended = subprocess.run(command, cwd=folder, env=self.environment, capture_output=True, timeout=PATIENCE, check=False)
        # 2 is for what is refused, such as a letter that is not fit for deposit. That is work too.
        if ended.returncode not in (0, 1, 2):
            said = ended.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise NoResult(f"exit status {ended.returncode}: {' '.join(said)}")

    def count(self, kind, files, group, members):
        """Instructions of a run on these files."""
        def filled(part):
            return part.format(input=shapes.INPUT[kind], root=ROOT, files=self.files)

        folder = pathlib.Path(tempfile.mkdtemp(dir=self.work))
        try:
            for name, content in files.items():
                place = folder / name
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(content if isinstance(content, bytes) else content.encode())
            if group.first:
                self.run([self.program, *map(filled, group.first)], folder)
            log = folder / "instructions.log"
            counted = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
                       "--vex-guest-chase=no", "--vex-iropt-level=1", f"--log-file={log}", self.program]
            options = [filled(part) for member in members for part in member]
            self.run([*counted, *map(filled, group.always), *options], folder)
            found = re.search(r"I +refs: +([0-9,]+)", log.read_text(errors="replace"))
            if not found:
                raise NoResult("valgrind counted nothing")
            return int(found[1].replace(",", ""))
        except subprocess.TimeoutExpired as error:
            raise NoResult(f"did not end within {PATIENCE} s") from error
        finally:
            shutil.rmtree(folder)

    def empty(self, kind, group, members):
        """Instructions of a run on next to nothing."""
        key = (kind, group.name, members)
        with self.lock:
            mine = key not in self.start_up
            future = self.start_up.setdefault(key, concurrent.futures.Future())
        if mine:
            try:
                future.set_result(self.count(kind, shapes.LEAST[kind], group, members))
            except NoResult as error:
                future.set_exception(error)
        return future.result()

    def ratio(self, kind, shape, group, members):
        """Millions of instructions for n, and how many times as many for 2n."""
        number, make = shape
        start = self.empty(kind, group, members)
        once = self.count(kind, make(number), group, members) - start
        twice = self.count(kind, make(2 * number), group, members) - start
        return once / 1e6, twice / max(once, LEAST)


def judged(bench, kind, name, shape, group):
    """The rows of a shape and a group, each with whether it is as it should be."""
    def row(members, label):
        try:
            # A table that is made once, for long texts only, is no growth: that shows in what comes after.
            for times in (1, 2, 4):
                once, ratio = bench.ratio(kind, (times * shape[0], shape[1]), group, members)
                if ratio <= LIMIT:
                    break
        except NoResult as error:
            return False, f"    -          -   {kind}: {name} | {label}: {error}"
        return ratio <= LIMIT, f"{ratio:5.2f} {once:8.1f} M  {kind}: {name} | {label}"

    whole = row(group.members, group.name)
    if whole[0] or len(group.members) < 2:
        return [whole]
    alone = [row((member,), f"{group.name}: {' '.join(member)}") for member in group.members]
    # What fails only together fails as a group.
    return alone if not all(good for good, _ in alone) else [whole]


def dealt(share):
    """Pairs of kind, shape and group: every group that takes a kind, and of the shapes of each kind one in `share`."""
    for kind, shapes_of_kind in shapes.KINDS.items():
        names = list(shapes_of_kind)[::share]
        groups = [group for group in GROUPS if kind in group.kinds and not group.findings]
        yield from ((kind, names[i % len(names)], groups[i % len(groups)]) for i in range(max(len(names), len(groups))))
    kinds = list(FOUND)
    reports = [group for group in GROUPS if group.findings]
    yield from ((kinds[i % len(kinds)], FOUND[kinds[i % len(kinds)]], group) for i, group in enumerate(reports))


def each_with_each():
    return ((kind, name, group) for kind, named in shapes.KINDS.items() for name in named for group in GROUPS if kind in group.kinds)


def main(program, *words):
    mode, words = (words[0], words[1:]) if words[:1] in (("--all",), ("--each",)) else ("", words)
    wanted = each_with_each() if mode == "--all" else dealt(1 if mode else 2)
    work = pathlib.Path(tempfile.mkdtemp(prefix="growth-"))
    try:
        bench = Bench(str(pathlib.Path(program).resolve()), work)
        wanted = [
            (kind, name, (number if mode else number // 2, make), group)
            for kind, name, group in wanted
            for number, make in [shapes.KINDS[kind][name]]
            if all(word in f"{kind}: {name} | {group.name}" for word in words)
        ]
        passed, failed = 0, []
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for rows in pool.map(lambda one: judged(bench, *one), wanted):
                for good, text in rows:
                    passed += good
                    failed += [] if good else [text]
                    print(text, flush=True)
    finally:
        shutil.rmtree(work)
    for group in GROUPS:
        print(f"{group.name} ({', '.join(group.kinds)}): {' '.join(group.always)}", *(" ".join(it) for it in group.members))
    for text in failed:
        print(f"more than {LIMIT} times the work: {text}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
