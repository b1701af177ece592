#!/usr/bin/env bash
# Format, lint, types, house rules, migrations, translations, vendored files, licences.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
echo "== format and lint" && $bin/ruff format --check -q . && $bin/ruff check -q .
echo "== types" && $bin/mypy
echo "== house rules" && $bin/pytest tests/test_house_rules.py
echo "== migrations"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export APP_ENV=test DATA_FOLDER=$folder LOG_LEVEL=error
$bin/flask --app app db upgrade && $bin/flask --app app db check && $bin/flask --app app db downgrade base
echo "== translations" && $bin/python tools/check_translations.py
echo "== vendored files" && $bin/python tools/vendor.py --check
echo "== licences" && $bin/python tools/check_licences.py
echo "All checks passed."
