#!/usr/bin/env bash
# Whole-process time and peak memory of `rubricate convert` beside pandoc, on the same generated files.
# compare.sh [MB...]   sizes beside the 10 KB letter; default 1 10. Needs python3; without pandoc its rows are left out.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet
[ $# -gt 0 ] || set -- 1 10
python3 .ci/speed.py target/release/rubricate examples "$@"
