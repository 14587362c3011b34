#!/usr/bin/env python3
"""Run the oracles over converted files and count.

    oracles.py tei  SCHEMA... -- FILE...     jing, all files in one call a schema
    oracles.py epub FILE...                  EPUBCheck, all files in one Java process: no message at all allowed
    oracles.py ace  FILE...                  Ace by DAISY: no violation allowed

Where the oracles are is told by JING (a command), EPUBCHECK_JAR and ACE. Each fault is printed; the last line
is `N passed, M failed`. Exit status: 0 clean, 1 faults, 2 an oracle could not run.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def stop(message):
    print(message, file=sys.stderr)
    sys.exit(2)


def tool(name):
    value = os.environ.get(name)
    if not value:
        stop(f"{name} is not set: run .ci/run, which installs the oracles and sets it")
    return value


def count(faults, files):
    """Print the faults by file and the sum."""
    for name, messages in sorted(faults.items()):
        for message in messages[:10]:
            print(f"  {name}: {message}")
    bad = len(faults)
    print(f"{len(files) - bad} passed, {bad} failed")
    return 1 if bad else 0


def tei(arguments):
    cut = arguments.index("--")
    schemas, files = arguments[:cut], arguments[cut + 1:]
    faults = collections.defaultdict(list)
    command = shlex.split(tool("JING"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = list(pool.map(lambda schema: subprocess.run([*command, schema, *files], capture_output=True, text=True, check=False),
                             schemas))
    for schema, run in zip(schemas, runs):
        said = [line for line in run.stdout.splitlines() if line.strip()]
        if run.returncode not in (0, 1) or (run.returncode == 1 and not said) or "fatal:" in run.stderr:
            stop(f"jing did not run with {schema}: {run.stdout[-2000:]}{run.stderr[-2000:]}")
        for line in said:
            name = next((name for name in files if line.startswith(f"{name}:")), None)
            if name is None:
                stop(f"jing says what nobody understands: {line}")
            faults[name].append(f"{pathlib.Path(schema).name}: {line[len(name) + 1:]}")
    return count(faults, files)


def epub(files):
    jar = pathlib.Path(tool("EPUBCHECK_JAR"))
    faults = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        # Plain source started by `java FILE.java`: no compiler run of our own, one virtual machine for all books.
        batch = HERE / "EpubCheckBatch.java"
        names = pathlib.Path(folder, "names")
        names.write_text("\n".join(files), encoding="utf-8")
        path = os.pathsep.join([str(jar), str(jar.parent / "lib" / "*")])
        run = subprocess.run(["java", "-Djava.awt.headless=true", "-cp", path, str(batch), str(names)],
                             capture_output=True, text=True, check=False)
    checked = set()
    for line in run.stdout.splitlines():
        kind, name, message = (line.split("\t", 2) + ["", ""])[:3]
        if kind == "DONE":
            checked.add(name)
        elif kind in ("FATAL", "ERROR", "WARNING", "USAGE"):
            faults[name].append(f"{kind} {message}")
    if run.returncode != 0 or checked != set(files):
        stop(f"EPUBCheck checked {len(checked)} of {len(files)} books: {run.stderr[-2000:]}")
    return count(faults, files)


def ace_on(name):
    """What Ace finds in one book."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "HOME": folder, "XDG_CONFIG_HOME": folder, "TMPDIR": folder}
        report = pathlib.Path(folder, "report", "report.json")
        # Chromium sometimes does not come up on a busy machine; a report is a report all the same.
        for _ in range(3):
            run = subprocess.run([tool("ACE"), "-f", "-s", "-o", str(report.parent), name], env=environment,
                                 capture_output=True, text=True, check=False)
            if report.is_file():
                break
        else:
            raise RuntimeError(f"Ace wrote no report on {name}: {run.stdout[-1000:]}{run.stderr[-1000:]}")
        found = json.loads(report.read_text(encoding="utf-8"))
    for page in found.get("assertions", []):
        for fault in page.get("assertions", []):
            test = fault.get("earl:test", {})
            yield f"{test.get('earl:impact')} {test.get('dct:title')}: {test.get('dct:description')}"


def ace(files):
    # Each run has a Chromium of its own, most of whose time is starting.
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        try:
            found = dict(zip(files, pool.map(lambda name: list(ace_on(name)), files)))
        except RuntimeError as error:
            stop(error)
    return count({name: messages for name, messages in found.items() if messages}, files)


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("tei", "epub", "ace"):
        stop(__doc__)
    return {"tei": tei, "epub": epub, "ace": ace}[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
