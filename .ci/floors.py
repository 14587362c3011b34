#!/usr/bin/env python3
"""Compare what the scorers say with floors.toml.

    floors.py SEEDS_JSON GOLD_JSON     files the scorers wrote with --json
    floors.py --left-out REPORT        what `rubricate tune --report` printed

Prints one line a figure and, last, `N passed, M failed`. Exit status 1 if one is below its floor.
"""
import json
import pathlib
import re
import sys
import tomllib

# Lines and letters of the five seeds, which the scorer gives as shares.
SEED_LINES, SEED_JOINS, SEED_LETTERS = 198, 6, 5

# The roles of the mean, as in the scorer of the gold.
CORE = ["head", "dateline", "salute", "paragraph", "closer", "signed", "postscript"]


def figures(floors, seeds, gold):
    """(name, figure, floor), one a row."""
    whole = {"lines": SEED_LINES, "joins": SEED_JOINS, "letters": SEED_LETTERS, "inline": 1}
    for name, floor in floors["seeds"].items():
        yield f"seeds {name}", round(seeds["all"][name] * whole[name], 3), floor
    yield "gold macro line F1", gold["all"]["macro_line_f1"], floors["gold"]["macro"]
    for role, floor in floors["gold"].get("line", {}).items():
        yield f"gold {role} line F1", gold["all"]["line"].get(role, {"f1": 0.0})["f1"], floor


def left_out(floors, report):
    """The same for letters of collections that the weights did not learn from."""
    rows = dict(re.findall(r"^([a-z-]+) +\d+ +[\d.]+ +[\d.]+ +([\d.]+)", report, re.MULTILINE))
    mean = [float(rows.get(role, 0)) for role in CORE]
    yield "left out macro line F1", round(sum(mean) / len(mean), 3), floors["left-out"]["macro"]
    for role, floor in floors["left-out"]["line"].items():
        yield f"left out {role} line F1", float(rows.get(role, 0)), floor


def main():
    floors = tomllib.loads(pathlib.Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))
    if sys.argv[1] == "--left-out":
        rows = left_out(floors, pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
    else:
        rows = figures(floors, *(json.loads(pathlib.Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:3]))
    failed = passed = 0
    for name, figure, floor in rows:
        low = figure < floor
        failed, passed = failed + low, passed + (not low)
        print(f"{'BELOW' if low else 'ok':6} {name:28} {figure:9.3f}   floor {floor:.3f}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
