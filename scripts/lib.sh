# Shared by the scripts: where things are, and a virtual environment that holds what constraints.txt pins.
# Source it; then call `prepare` before the first use of "$BIN".
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VENV=${TEXTMINE_VENV:-$ROOT/.venv}
BIN=$VENV/bin
BUILD=$ROOT/build

# Run one of the packages beside this file: `tool accuracy --help`.
tool() { PYTHONPATH="$ROOT/scripts" "$BIN/python" -m "$@"; }

say() { printf '\n== %s\n' "$*" >&2; }

# The stanza of one package in constraints.txt, hashes included.
pinned() { awk -v name="$1==" '/^[^ #]/ { on = index($0, name) == 1 } on' "$ROOT/constraints.txt"; }

# Make .venv, or bring it up to date; does nothing while pyproject.toml and constraints.txt stay as they were.
prepare() {
    local python=${PYTHON:-python3} stamp
    stamp=$(cat "$ROOT/pyproject.toml" "$ROOT/constraints.txt" "$ROOT/scripts/lib.sh" | sha256sum | cut -d' ' -f1)
    [ "$(cat "$VENV/.stamp" 2>/dev/null)" = "$stamp" ] && return
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "textmine needs Python 3.11 or newer; $python is $("$python" --version 2>&1). Set PYTHON=/path/to/python3." >&2
        return 1
    }
    say "installing into $VENV"
    rm -f "$VENV/.stamp"
    "$python" -m venv "$VENV"
    # jieba is published as source only. It is built with the pinned setuptools, not with whatever an isolated build
    # would fetch, so that every file that is run has been checked against a hash.
    pinned setuptools | "$BIN/pip" install --quiet --require-hashes --only-binary :all: --requirement /dev/stdin
    "$BIN/pip" install --quiet --require-hashes --only-binary :all: --no-binary jieba --no-build-isolation \
        --requirement "$ROOT/constraints.txt"
    "$BIN/pip" install --quiet --no-deps --no-build-isolation --editable "$ROOT"
    echo "$stamp" >"$VENV/.stamp"
}
