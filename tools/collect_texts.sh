#!/usr/bin/env bash
# Collects every text of the sources and merges it into the English catalogue. French is the language of the sources.
set -euo pipefail
cd "$(dirname "$0")/.."
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT
.venv/bin/pybabel -q extract -F babel.cfg -k _l -k _n:1,2 -k lazy_gettext --no-location --sort-output --omit-header -o "$pot" .
po=eventsapp/translations/en/LC_MESSAGES/messages.po
if [ -f "$po" ]; then
    .venv/bin/pybabel -q update -i "$pot" -d eventsapp/translations -l en --no-fuzzy-matching --ignore-obsolete --omit-header
else
    .venv/bin/pybabel -q init -i "$pot" -d eventsapp/translations -l en
fi
