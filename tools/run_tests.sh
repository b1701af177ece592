#!/usr/bin/env bash
# The whole suite, once on each database: the second runs even when the first fails, and the last lines say what became
# of both. Says plainly what was skipped; REQUIRE_BROWSER=1 turns that into a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v chromium >/dev/null && [ -z "${CHROMIUM:-}" ]; then
    echo "No Chromium found: the browser tests will be skipped (install Debian's package «chromium» to run them)."
fi
workers=${TEST_WORKERS:-$(nproc)}
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
failed=0

# suite NAME DATABASE ARGUMENTS: one part, shown and kept.
suite() {
    local name=$1 database=$2
    shift 2
    echo "== the suite on $name"
    TEST_DATABASE=$database .venv/bin/pytest -n "$workers" --dist loadfile --tb=short --disable-warnings -rfEs "$@" \
        | tee "$kept/$name" || failed=1
}

suite SQLite sqlite "$@"
# What pages look like and say, what plans are composed of and what the sources are made of is the same whatever holds
# the rows, and was judged just now.
echo "(PostgreSQL: without browsers, the reading of all pages in English, and what touches no database)"
suite PostgreSQL postgresql -m "not browser" --ignore tests/composing --ignore tests/house --ignore tests/reference \
    --ignore tests/crawl/test_english.py --ignore tests/test_house_rules.py --ignore tests/test_documentation.py \
    --ignore tests/test_licences.py --ignore tests/test_translations.py "$@"

echo "== in short"
for name in SQLite PostgreSQL; do
    grep -hE '^(FAILED|ERROR|SKIPPED) ' "$kept/$name" | cut -c -300 | sed "s/^/$name: /" || true
done
for name in SQLite PostgreSQL; do
    echo "$name: $(tail -n 1 "$kept/$name")"
done
exit $failed
