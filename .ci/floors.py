#!/usr/bin/env python3
"""Compare what the scorers say with floors.toml.

    floors.py SEEDS_JSON GOLD_JSON     files the scorers wrote with --json

Prints one line a figure and, last, `N passed, M failed`. Exit status 1 if one is below its floor.
"""
import json
import pathlib
import sys
import tomllib

# Lines and letters of the five seeds, which the scorer gives as shares.
SEED_LINES, SEED_JOINS, SEED_LETTERS = 198, 6, 5


def figures(floors, seeds, gold):
    """(name, figure, floor), one a row."""
    whole = {"lines": SEED_LINES, "joins": SEED_JOINS, "letters": SEED_LETTERS, "inline": 1}
    for name, floor in floors["seeds"].items():
        yield f"seeds {name}", round(seeds["all"][name] * whole[name], 3), floor
    yield "gold macro line F1", gold["all"]["macro_line_f1"], floors["gold"]["macro"]
    for role, floor in floors["gold"].get("line", {}).items():
        yield f"gold {role} line F1", gold["all"]["line"].get(role, {"f1": 0.0})["f1"], floor


def main():
    floors = tomllib.loads(pathlib.Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))
    seeds, gold = (json.loads(pathlib.Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:3])
    failed = passed = 0
    for name, figure, floor in figures(floors, seeds, gold):
        low = figure < floor
        failed, passed = failed + low, passed + (not low)
        print(f"{'BELOW' if low else 'ok':6} {name:28} {figure:9.3f}   floor {floor:.3f}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
