#!/usr/bin/env python3
"""Print how fast whole files are converted.

    speed.py RUBRICATE LETTER      the program, and a letter that is repeated
"""
import pathlib
import subprocess
import sys
import tempfile
import time


def best(command, times):
    """Best wall time in seconds of a whole process."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode > 1:
            sys.exit(f"failed: {command}")
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main():
    program, letter = sys.argv[1], pathlib.Path(sys.argv[2]).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for name, size, formats, times in (("10 KB", 10_000, "tei,epub", 10), ("10 MB", 10_000_000, "tei", 1)):
            path = pathlib.Path(folder, "text.txt")
            path.write_text("\n\n".join([letter] * (size // len(letter.encode()) + 1)), encoding="utf-8")
            megabytes = path.stat().st_size / 1e6
            seconds = best([program, "convert", "--quiet", "--to", formats, "-o", f"{folder}/out", str(path)], times)
            print(f"{name} to {formats:9} {seconds * 1000:9.1f} ms {megabytes / seconds:8.1f} MB/s")


if __name__ == "__main__":
    main()
