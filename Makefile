# The commands of the README. Each sets up what it needs, on a fresh machine with Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app app
MO := eventsapp/translations/en/LC_MESSAGES/messages.mo

.PHONY: run test check bench format translations clean

$(VENV)/.runs: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.tests: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile -r requirements-dev.txt
	@touch $@ $(VENV)/.runs

$(MO): eventsapp/translations/en/LC_MESSAGES/messages.po | $(VENV)/.runs
	$(BIN)/pybabel -q compile -d eventsapp/translations -l en

run: $(VENV)/.runs $(MO)  ## the product on http://127.0.0.1:5000, with a demo and a mailbox
	APP_ENV=$${APP_ENV:-demo} $(FLASK) serve

test: $(VENV)/.tests $(MO)  ## the whole suite on SQLite, then on PostgreSQL
	tools/run_tests.sh

check: $(VENV)/.tests $(MO)  ## format, lint, types, house rules, migrations, translations
	tools/run_checks.sh

bench: $(VENV)/.tests $(MO)  ## figures beside the floor, measured in one run
	$(BIN)/python -m benchmarks

format: $(VENV)/.tests
	$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

translations: $(VENV)/.tests  ## collect the texts of the sources into the English catalogue
	tools/collect_texts.sh

clean:
	rm -rf $(VENV) var
