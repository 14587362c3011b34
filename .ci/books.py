#!/usr/bin/env python3
"""Score whole books that the weights did not learn from.

    books.py RUBRICATE GOLD OWN     the program, the folder of the gold, the golden letters in the form of gold

The books are dealt into FOLDS. Each fold is read with weights that learned from all letters and the other books; letters
out of the same printed books are left out with them. What comes of it is scored together, and held against `[books]` of
floors.toml: prints one line a figure and, last, `N passed, M failed`. Exit status 1 if one is below its floor.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

FOLDS = 4
# In the names of books and of letters out of books: the number of the printed book.
PRINTED = re.compile(r"K\d{6}")


def link(files, folder):
    """Puts files into a folder without copying them."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        os.symlink(file, folder / file.name)


def taught(gold, books, held, room):
    """Folders to learn from when the books of `held` are not to be known."""
    known = {PRINTED.search(book.stem).group() for book in held if PRINTED.search(book.stem)}
    fresh = lambda file: not any(number in file.stem for number in known)
    for part in ("dev", "short"):
        for collection in sorted(folder for folder in (gold / part).iterdir() if folder.is_dir()):
            link(filter(fresh, sorted(collection.iterdir())), room / part / collection.name)
    link((file for book in books if book not in held for file in (book, book.with_suffix(".json"))), room / "books")
    return [room / "dev", room / "short", gold / "prose", room / "books"]


def figures(scores):
    """(name, figure, more is better), one a row."""
    of = lambda kind: scores[kind]["letter"]["f1"]
    whole = scores["all"]
    yield "letters of collections", of("k1"), True
    yield "letters of books with few", of("k2"), True
    yield "letters of pamphlets", of("k4"), True
    yield "false letters a 100 KB where none is", scores["k3"]["false_per_100kb"], False
    yield "macro line F1", whole["macro"], True
    for role in ("head", "contents", "postscript", "verse"):
        yield f"{role} line F1", whole["line"][role]["f1"], True
    yield "paragraph breaks", whole["breaks"]["f1"], True
    yield "titles", whole["title"][0], True
    yield "authors", whole["author"][0], True
    yield "books with every letter right", whole["all_right"], True


def main():
    program, gold, own = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), sys.argv[3]
    floors = tomllib.loads(pathlib.Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))["books"]
    books = sorted((gold / "books").glob("*.txt"))
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        for fold in range(FOLDS):
            held = books[fold::FOLDS]
            room, weights = work / str(fold), work / f"{fold}.toml"
            folders = taught(gold, books, held, room)
            subprocess.run([program, "tune", "-q", "-o", weights, *folders, own], check=True)
            convert = [program, "convert", "-q", "--weights", weights, "--to", "standoff", "-o", work / "read", *held]
            # Findings (exit status 1) are no failure here.
            if subprocess.run(convert).returncode > 1:
                return 1
        report = work / "scores.json"
        scorer = [sys.executable, gold / "score_books.py", gold / "books", work / "read", "--json", report]
        subprocess.run(scorer, check=True)
        scores = json.loads(report.read_text(encoding="utf-8"))
    failed = passed = 0
    for name, figure, more in figures(scores):
        floor = floors[name]
        bad = figure < floor if more else figure > floor
        failed, passed = failed + bad, passed + (not bad)
        print(f"{'BAD' if bad else 'ok':4} {name:38} {figure:8.3f}   {'floor' if more else 'ceiling'} {floor:.3f}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
