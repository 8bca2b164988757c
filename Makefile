# Every target starts from nothing: it makes .venv with the locked requirements when they changed.
# Needs python3 (3.11 or later, with venv) and make.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help install demo run test catalogues coverage explore chaos soak soak-restarts bench check format lock clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.runtime ## Make .venv with what the bot needs
	@echo "Installed. Try: make demo"

demo: $(VENV)/.runtime ## Play a whole discussion on a local Discord (ARGS=--exit ends it by itself)
	@$(RUN) -m bot demo $(ARGS)

run: $(VENV)/.runtime ## Run the bot on Discord (needs COLLOQUY_TOKEN)
	@$(RUN) -m bot run $(ARGS)

test: $(VENV)/.dev ## Run every test (ARGS="-k name" for some)
	$(RUN) -m pytest -n 2 $(ARGS)

coverage: $(VENV)/.dev ## Run every test under coverage (half as fast) and hold it to its floors
	$(RUN) -m pytest -n 2 --cov --cov-report= $(ARGS)
	$(RUN) -m tests.coverage_floors

explore: $(VENV)/.dev ## Draw the property tests anew, ten times over (they are repeatable otherwise)
	@for round in 1 2 3 4 5 6 7 8 9 10; do \
		$(RUN) -m pytest -n 2 -q -m hypothesis --hypothesis-profile=exploring $(ARGS) || exit 1; done

chaos: $(VENV)/.runtime ## Play 300 seeded discussions while everything breaks; count what was lost
	@$(RUN) -m benchmarks.chaos $(ARGS)

soak: $(VENV)/.runtime ## Load the bot for 30 minutes and see how much its memory grows
	@$(RUN) -m benchmarks.soak memory $(ARGS)

soak-restarts: $(VENV)/.runtime ## Load the bot for 10 minutes with a restart every 30 seconds
	@$(RUN) -m benchmarks.soak restarts $(ARGS)

bench: $(VENV)/.runtime ## Hold the figures against their bars (ARGS="sandbox --runs 9")
	$(RUN) -m benchmarks $(ARGS)

fuzz: $(VENV)/.fuzz ## Fuzz each reader for ten minutes (ARGS="--seconds 60"; Linux, Python up to 3.13)
	@for target in plain markdown page pack calendar; do \
		$(RUN) -m benchmarks.fuzzing $$target $(ARGS) || exit 1; done

check: $(VENV)/.dev ## Check format, lint, types and the walls between rooms
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

catalogues: $(VENV)/.dev ## Bring the translations up to date with what the code says
	$(RUN) -m tests.catalogue

format: $(VENV)/.dev ## Put the code in the house format
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .

# Hashes without addresses: the lock names no package index. The packages are a week old at least,
# save those pinned in the .in files.
LOCK := uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
lock: ## Renew the locked requirements from requirements/*.in (needs uv)
	cd requirements && $(LOCK) installer.in -o ../requirements-installer.txt
	cd requirements && $(LOCK) runtime.in -o ../requirements.txt
	cd requirements && $(LOCK) dev.in -o ../requirements-dev.txt
	cd requirements && $(LOCK) fuzz.in -o ../requirements-fuzz.txt
	@! grep -n '://' requirements*.txt

# What is said while installing goes to stderr: stdout belongs to the command, to `demo --json` say.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Colloquy needs Python 3.11 or later; try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installer: requirements-installer.txt | $(VENV)/bin/python
	@$(PIP) -r requirements-installer.txt >&2
	@touch $@

$(VENV)/.runtime: requirements.txt $(VENV)/.installer
	@echo "Installing the locked requirements into $(VENV) …" >&2
	@$(PIP) -r requirements.txt >&2
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt $(VENV)/.installer
	@echo "Installing the locked requirements for tests into $(VENV) …" >&2
	@$(PIP) -r requirements-dev.txt >&2
	@touch $(VENV)/.runtime $@

$(VENV)/.fuzz: requirements-fuzz.txt $(VENV)/.runtime
	@echo "Installing what fuzzing needs into $(VENV) …" >&2
	@$(PIP) -r requirements-fuzz.txt >&2
	@touch $@

clean: ## Remove what make made (the database stays)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache htmlcov coverage.json .coverage* findings
