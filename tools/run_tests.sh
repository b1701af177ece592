#!/usr/bin/env bash
# The whole suite, once on each database. Says plainly what was skipped; REQUIRE_BROWSER=1 turns that into a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v chromium >/dev/null && [ -z "${CHROMIUM:-}" ]; then
    echo "No Chromium found: the browser tests will be skipped (install Debian's package «chromium» to run them)."
fi
workers=${TEST_WORKERS:-$(nproc)}
for database in sqlite postgresql; do
    echo "== the suite on $database"
    TEST_DATABASE=$database .venv/bin/pytest -n "$workers" --dist loadfile -rs "$@"
done
