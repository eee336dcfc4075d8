# The only commands anyone needs. `make` alone lists them.
#
#   make run      serve the register on http://127.0.0.1:5000 (PORT= and HOST= are honoured)
#   make setup    only prepare .venv with what the register runs on
#   make test     every test, on SQLite and on PostgreSQL
#   make check    lints, types, import contracts, templates, schema, generated pages
#   make bench    measurements beside their peers, as ratios
#   make lives    a thousand people's three years on the register, day by day (LIVES= people; a quarter of an hour)
#   make docs     write the generated pages of docs/ again
#   make lock     choose the dependencies again (asks the package registry)
#   make assets   build static/ again from assets/ (needs Node.js)

HOST ?= 127.0.0.1
PORT ?= 5000
PUBLIC_URL ?= http://$(HOST):$(PORT)
WORKERS ?= 2
REGISTRANTS ?= 400
SEED ?= 1
JOBS ?= 2
LIVES ?= 1000
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app app
PYTEST := $(BIN)/python -m pytest
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# Keeps what is locked already; `make lock ARGS=--upgrade` takes the newest that fits.
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url \
	--custom-compile-command "make lock" $(ARGS) pyproject.toml
export PUBLIC_URL

.PHONY: help setup setup-tests run test browser scanner check check-code check-types check-imports check-templates check-schema \
	bench lives docs lock assets

help:
	@sed -n '3,11s/^#  //p' Makefile

# ------------------------------------------------------------------------------------------------------------ setup

setup: $(VENV)/.locked

setup-tests: $(VENV)/.locked-tests

$(BIN)/python:
	@found=; \
	for name in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14; do \
		if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "The register needs Python 3.11 or newer, and none was found. Install it, or name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$found is here, but without its venv part. On Debian or Ubuntu: apt install python3-venv" >&2; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version) …"; \
	"$$found" -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.locked: requirements.lock | $(BIN)/python
	@echo "Installing what the register runs on into $(VENV) …"
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/.locked-tests: requirements-dev.lock | $(BIN)/python
	@echo "Installing what tests and checks need into $(VENV) …"
	@$(PIP) -r requirements-dev.lock
	@touch $(VENV)/.locked $@

# -------------------------------------------------------------------------------------------------------------- run

run: setup
	@$(FLASK) db upgrade
	@$(FLASK) demo --registrants $(REGISTRANTS) --seed $(SEED) --if-empty
	@echo
	@echo "The register is at http://$(HOST):$(PORT)  (Ctrl-C stops it)"
	@$(BIN)/gunicorn "app:create_app()" --bind "$(HOST):$(PORT)" --workers $(WORKERS) --log-level warning

# ------------------------------------------------------------------------------------------------------------- tests

test: setup-tests browser scanner
	$(PYTEST) -n $(JOBS) --database both $(ARGS)

# Stories need Chromium and the tests of files a virus scanner, which only the system's package manager has. Without them
# the tests that need them are left out, by name.
browser:
	@$(call from_debian,chromium,Chromium,the stories,chromium chromium-browser google-chrome)

scanner:
	@$(call from_debian,clamav-daemon,clamd,the tests of the virus check,clamd /usr/sbin/clamd /usr/local/sbin/clamd)

# $(call from_debian,package,what it is called,what is left out without it,programs that show it is there already)
define from_debian
for program in $(4); do if command -v "$$program" >/dev/null 2>&1; then exit 0; fi; done; \
	if ! command -v apt-get >/dev/null 2>&1; then \
		echo "There is no $(2) and no apt-get to install it with: $(3) will be left out."; exit 0; \
	fi; \
	if [ "$$(id -u)" = 0 ]; then as=; \
	elif sudo -n true 2>/dev/null; then as="sudo -n"; \
	else echo "There is no $(2) and no right to install it: $(3) will be left out."; exit 0; fi; \
	echo "Installing $(2) with apt-get, for $(3) …"; \
	$$as apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as apt-get install -qq -y --no-install-recommends $(1) >/dev/null \
		|| echo "$(2) could not be installed: $(3) will be left out."
endef

# `make -k check` goes on after the first fault and shows them all.
check: check-code check-types check-imports check-templates check-schema

check-code: setup-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types: setup-tests
	$(BIN)/mypy

check-imports: setup-tests
	$(BIN)/lint-imports

check-templates: setup-tests
	$(BIN)/djlint --quiet --lint --check templates

check-schema: setup-tests
	$(PYTEST) -n 0 --database both tests/rules/test_schema.py tests/rules/test_documents.py

bench: setup-tests
	$(BIN)/python -m bench $(ARGS)

lives: setup-tests
	REGISTER_LIVES=$(LIVES) $(PYTEST) -n 0 -o faulthandler_timeout=0 $(ARGS) tests/cpd/test_three_years.py

# -------------------------------------------------------------------------------------------------- what is generated

docs: setup
	$(BIN)/python -m tests.frame.documents

lock: setup-tests
	$(COMPILE) -o requirements.lock
	$(COMPILE) --extra postgres -o requirements-postgres.lock
	$(COMPILE) --group dev -o requirements-dev.lock

assets:
	cd assets && npm ci && npm run build
