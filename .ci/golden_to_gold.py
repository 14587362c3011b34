#!/usr/bin/env python3
"""Write the golden letters as gold for `rubricate tune`.

  golden_to_gold.py tests/letters OUT_DIR

Each folder becomes NAME.txt and NAME.standoff.json: one block a line, by the first role of its row. Texts in a declared
notation are left out: there the notation decides, not the weights.
"""
import json, pathlib, re, sys, tomllib

letters, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
out.mkdir(parents=True, exist_ok=True)
declarations = tomllib.loads((letters.parent.parent / "schema/declarations.toml").read_text(encoding="utf-8"))
heads = [r"#\w" if head == "#" else re.escape(head) for heads in declarations.values() for head in heads]
declared = re.compile("|".join(heads), re.IGNORECASE)
for rows in sorted(letters.glob("*/expected.lines")):
    source, roles = rows.parent / "source.txt", []
    for row in rows.read_text(encoding="utf-8").splitlines():
        if row.startswith("@source "):
            source = letters.parent.parent / row.split(" ", 1)[1]
        elif row and row[0] not in "@# " and " | " in row:
            roles.append(row.split(" | ")[0].strip().split("/")[0])
    if not source.exists():
        continue  # Markdown, where tags decide
    text = source.read_text(encoding="utf-8")
    if declared.match(text):
        continue
    numbers = [n for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(numbers) != len(roles):
        sys.exit(f"{rows}: {len(roles)} rows for {len(numbers)} lines")
    blocks = [{"type": role, "line_start": n, "line_end": n} for n, role in zip(numbers, roles)]
    (out / f"{rows.parent.name}.txt").write_text(text, encoding="utf-8")
    gold = {"name": source.name, "collection": "own", "blocks": blocks}
    (out / f"{rows.parent.name}.standoff.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1), encoding="utf-8")
