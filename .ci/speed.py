#!/usr/bin/env python3
"""Print how fast whole files are converted, and in how much memory, beside pandoc on the same file where it is there.

    speed.py RUBRICATE EXAMPLES [MB...]      the program, the folder of letters to repeat; sizes beside 10 KB, default 10
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time


def texts(examples):
    """By name: pieces of text to repeat, and what stands between them."""
    def read(name):
        return (examples / f"{name}.txt").read_text(encoding="utf-8").strip()

    letters = [read(name) for name in ("modern-english", "brackets", "long-s")]
    # Dateline, greeting, one paragraph and what follows the last one; and the paragraphs alone.
    groups = [read(name).split("\n\n") for name in ("modern-english", "long-s")]
    return {
        "letters": (letters, "\n\n"),
        "short letters": (["\n\n".join(parts[:3] + parts[6:]) for parts in groups], "\n\n\n"),
        "prose": (["\n\n".join(parts[2:6]) for parts in groups], "\n\n"),
    }


def one_letter(examples, size):
    """One letter with a body so long that it has about this size."""
    head, *body = (examples / "modern-english.txt").read_text(encoding="utf-8").strip().split("\n\n")
    text = "\n\n".join([head, body[0], *body[1:-2] * 20])
    return "\n\n".join([text[:text.rfind("\n\n", 0, size)], *body[-2:]])


def repeated(pieces, between, size):
    """Whole pieces, one after the other, until there are so many bytes."""
    parts, length = [], 0
    while length < size:
        parts.append(pieces[len(parts) % len(pieces)])
        length += len(parts[-1].encode()) + len(between)
    return between.join(parts)


def start(command):
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def ended(process, status):
    """Whether a process has ended well."""
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"exit status {process.returncode}: {' '.join(map(str, process.args))}")


def seconds(command, times):
    """Best wall time of a whole process."""
    best = float("inf")
    for _ in range(times):
        begin = time.perf_counter()
        process = start(command)
        _, status = os.waitpid(process.pid, 0)
        best = min(best, time.perf_counter() - begin)
        ended(process, status)
    return best


def peak(command):
    """Peak memory of a whole process in MB. The kernel's figure for a child counts what Python held when it made the
    child, so the process itself is asked while it runs."""
    process = start(command)
    own, done = 0, 0
    while not done:
        try:
            lines = pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines()
            own = max([own, *(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))])
        except OSError:
            pass
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        time.sleep(0.0005)
    ended(process, status)
    return (own or usage.ru_maxrss) / 1024


def report(name, path, formats, rubricate, folder, times):
    megabytes = path.stat().st_size / 1e6
    rows = {"rubricate": [[rubricate, "convert", "--quiet", "--to", ",".join(formats), "-o", f"{folder}/out", path]]}
    if shutil.which("pandoc"):
        rows["pandoc"] = [["pandoc", "-s", "-f", "markdown", "--metadata", "title=x", "--metadata", "lang=en",
                           "-t", {"tei": "tei", "epub": "epub3"}[to], "-o", f"{folder}/pandoc.{to}", path]
                          for to in formats]
    first = None
    for tool, commands in rows.items():
        took = sum(seconds(command, times if tool == "rubricate" or megabytes < 1 else 1) for command in commands)
        most = max(peak(command) for command in commands)
        first = first or took
        ratio = f"{took / first:8.0f} x" if tool != "rubricate" else ""
        print(f"{name:14} {megabytes:7.2f} {'+'.join(formats):>9} {tool:>10} {took * 1000:10.1f} {megabytes / took:8.2f} "
              f"{most:8.1f} {most / megabytes:8.1f} {ratio}", flush=True)


def main():
    rubricate, examples = sys.argv[1], pathlib.Path(sys.argv[2])
    sizes = [float(size) for size in sys.argv[3:]] or [10]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "text.txt")
        print(f"{'text':14} {'MB':>7} {'to':>9} {'tool':>10} {'ms':>10} {'MB/s':>8} {'peak MB':>8} {'x input':>8} time")
        path.write_text(one_letter(examples, 10_000), encoding="utf-8")
        for formats in (["tei", "epub"], ["tei"], ["epub"]):
            report("one letter", path, formats, rubricate, folder, 20)
        for size in sizes:
            for name, (pieces, between) in texts(examples).items():
                path.write_text(repeated(pieces, between, size * 1e6), encoding="utf-8")
                report(name, path, ["tei"], rubricate, folder, 3)


if __name__ == "__main__":
    main()
