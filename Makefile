# Everything here needs python3 only: it makes .venv from the hashed locks by itself.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
# uv brings its own list of certificates; a machine's own list may differ.
export UV_SYSTEM_CERTS ?= 1
BIN := .venv/bin
SOURCES := src tests tools manage.py
DEBIAN ?= /usr/lib/postgresql/15/bin

# An environment that was moved here with its folder, or lost its Python, counts as not made.
_ := $(shell { [ "$$(cat .venv/.place 2>/dev/null)" = "$(CURDIR)" ] && [ -x .venv/bin/python ]; } || rm -f .venv/.run .venv/.dev)

.PHONY: help run test check static fix docs docs-check pyz vendor styles voice bench drill lock clean demo-day debian

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/.run: requirements/base.txt requirements/uv.txt tools/environment.sh
	@bash tools/environment.sh base "$(PYTHON)"

.venv/.dev: requirements/dev.txt requirements/uv.txt tools/environment.sh
	@bash tools/environment.sh dev "$(PYTHON)"

run: .venv/.run  ## start the office on this machine (Ctrl-C stops everything)
	@exec $(BIN)/jernih run

demo-day: .venv/.run  ## fill a day of the running office with a lifelike flow
	@exec $(BIN)/jernih demo-day

test: .venv/.dev  ## install what tests need, then all checks and tests
	@bash tools/test-needs.sh
	@$(MAKE) --no-print-directory check

# CI runs exactly this, word for word. pytest comes last, so that its summary closes the run.
check: .venv/.dev  ## format, lint, types, contracts, migrations, docs, tests
	@$(MAKE) --no-print-directory -j2 static debian
	$(BIN)/pytest -n auto --dist loadgroup $(if $(wildcard $(DEBIAN)/postgres),-m 'not servers and not drill')

static: .venv/.dev  ## the part of `check` that starts nothing
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	JERNIH_DEVELOPMENT=1 $(BIN)/mypy
	$(BIN)/lint-imports
	@# The models alone are compared; that no database runs is not worth a warning.
	JERNIH_DEVELOPMENT=1 $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@$(MAKE) --no-print-directory docs-check
	$(BIN)/python tools/words.py --check

# What commits is tested here, if this server is there, and in the drill on the embedded one too.
debian:  ## what commits, on Debian's own PostgreSQL instead of the embedded one (ALL=1: everything of the apps)
	@if [ -x $(DEBIAN)/postgres ]; then \
	  JERNIH_PG_BIN=$(DEBIAN) $(BIN)/pytest -q -n auto $(if $(ALL),,-m 'servers and not drill') tests/apps; \
	else echo "No PostgreSQL in $(DEBIAN): only the embedded one is tested."; fi

fix: .venv/.dev  ## put right what a tool can put right
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

docs: .venv/.dev  ## write the generated pages of docs/
	$(BIN)/python tools/docs.py

docs-check: .venv/.dev
	$(BIN)/python tools/docs.py --check

pyz:  ## make the checking program, jernih-verify.pyz: the same bytes as on every office's site
	@mkdir -p dist && cd src && $(PYTHON) -m jernih.verify.pack ../dist/jernih-verify.pyz

vendor:  ## fetch and build the front-end sources of package.json
	bash tools/vendor.sh

styles:  ## join ui/static/css into the sheets that pages load (needs no node)
	@$(PYTHON) tools/styles.py

voice:  ## speak the clips of the boards anew (needs espeak-ng and sox)
	@$(PYTHON) tools/voice.py

bench: .venv/.dev  ## measure the hot paths against this machine's own limits
	$(BIN)/python -m tests.bench

drill: .venv/.dev  ## kill, restart and restore on purpose, at full size
	@$(MAKE) --no-print-directory debian ALL=1
	$(BIN)/pytest -q -n auto -m 'servers and not drill' tests/apps
	$(BIN)/pytest -n0 -m drill

lock: .venv/.dev  ## choose versions anew: requirements/*.in -> *.txt
	@for name in base dev uv; do \
	  $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	    --custom-compile-command "make lock" --no-emit-index-url --no-emit-find-links --no-annotate \
	    requirements/$$name.in -o requirements/$$name.txt || exit 1; done
	@! grep -nE '(https?|file)://' requirements/*.txt

clean:  ## remove what was made here, except the office's own data in var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage htmlcov node_modules
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
