#!/usr/bin/env bash
# The whole suite, once on each database. Says plainly what was skipped; REQUIRE_BROWSER=1 turns that into a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v chromium >/dev/null && [ -z "${CHROMIUM:-}" ]; then
    echo "No Chromium found: the browser tests will be skipped (install Debian's package «chromium» to run them)."
fi
workers=${TEST_WORKERS:-$(nproc)}
suite() { .venv/bin/pytest -n "$workers" --dist loadfile -rs "$@"; }
echo "== the suite on SQLite"
TEST_DATABASE=sqlite suite "$@"
# Pages look the same and plans are composed the same whatever holds the rows: both were judged just now.
echo "== the suite on PostgreSQL, without browsers and without what touches no database"
TEST_DATABASE=postgresql suite -m "not browser" --ignore tests/composing --ignore tests/house "$@"
