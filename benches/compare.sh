#!/usr/bin/env bash
# Whole-process time and peak memory of `rubricate convert` beside pandoc, on the same generated files.
# compare.sh [MB...]   sizes beside the 10 KB letter; default 1 10. Needs python3; without pandoc its rows are left out.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet
python3 - "$PWD/target/release/rubricate" "${@:-1 10}" <<'PY'
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

tool, sizes = sys.argv[1], [float(size) for word in sys.argv[2:] for size in word.split()]
letters = [pathlib.Path("examples", name).read_text(encoding="utf-8") for name in ("modern-english.txt", "brackets.txt", "long-s.txt")]


def make(folder, size):
    """A file of at least so many bytes: whole letters; the smallest is one letter made long."""
    path = pathlib.Path(folder, f"{size}.txt")
    if size <= 10_000:
        head, *body = letters[0].split("\n\n")
        text = "\n\n".join([head, body[0], *(body[1:-2] * 12), *body[-2:]])
        text = text[:text.rfind("\n\n", 0, size)] + "\n\n" + "\n\n".join(body[-2:])
    else:
        parts, length = [], 0
        while length < size:
            parts.append(letters[len(parts) % len(letters)])
            length += len(parts[-1].encode()) + 2
        text = "\n\n".join(parts)
    path.write_text(text, encoding="utf-8")
    return path


def run(command, times):
    """Best wall time in seconds, and peak memory in MB, of a whole process."""
    best, peak = float("inf"), 0
    for _ in range(times):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        best = min(best, time.perf_counter() - start)
        peak = max(peak, usage.ru_maxrss / 1024)
        code = os.waitstatus_to_exitcode(status)
        process.returncode = code
        if code not in (0, 1):
            sys.exit(f"exit status {code}: {' '.join(map(str, command))}")
    return best, peak


with tempfile.TemporaryDirectory() as folder:
    print(f"{'file':>10} {'to':>9} {'tool':>10} {'s':>9} {'MB/s':>8} {'peak MB':>9} {'x input':>8} {'times faster':>13}")
    for size in [10_000, *(int(size * 1e6) for size in sizes)]:
        path = make(folder, size)
        megabytes = path.stat().st_size / 1e6
        times = 20 if size <= 10_000 else 3 if megabytes < 5 else 1
        for formats in (["tei", "epub"], ["tei"], ["epub"]) if size <= 10_000 else (["tei"],):
            rows = {"rubricate": [[tool, "convert", "--quiet", "--to", ",".join(formats), "-o", folder + "/out", path]]}
            if shutil.which("pandoc"):
                rows["pandoc"] = [["pandoc", "-s", "-f", "markdown", "--metadata", "title=x", "--metadata", "lang=en",
                                   "-t", {"tei": "tei", "epub": "epub3"}[to], "-o", f"{folder}/pandoc.{to}", path] for to in formats]
            seconds = {}
            for name, commands in rows.items():
                results = [run(command, times) for command in commands]
                seconds[name] = sum(result[0] for result in results)
                peak = max(result[1] for result in results)
                ratio = f"{seconds['pandoc'] / seconds['rubricate']:13.1f}" if name == "pandoc" else f"{'':13}"
                print(f"{megabytes:8.2f}MB {'+'.join(formats):>9} {name:>10} {seconds[name]:9.4f} {megabytes / seconds[name]:8.2f} "
                      f"{peak:9.1f} {peak / megabytes:8.1f} {ratio}")
PY
