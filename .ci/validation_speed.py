#!/usr/bin/env python3
"""Print how long one and a hundred TEI files take to validate, here and with jing.

    validation_speed.py RUBRICATE SCHEMA FILE...
"""
import subprocess
import sys
import time

TIMES = 5


def seconds(command):
    """Best wall time of a whole process."""
    best = float("inf")
    for _ in range(TIMES):
        begin = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - begin)
        if done.returncode not in (0, 1):
            sys.exit(f"exit status {done.returncode}: {' '.join(command)}")
    return best


def main():
    rubricate, schema, *files = sys.argv[1:]
    for some in (files[:1], files[:100]):
        ours = seconds([rubricate, "check", "--schema", schema, *some])
        jing = seconds(["jing", schema, *some])
        print(f"{len(some):4} files: {ours * 1000:7.1f} ms, jing {jing * 1000:7.1f} ms: {jing / ours:.1f} x")
    own = seconds([rubricate, "check", files[0]])
    print(f"   1 file by our own schema: {own * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
