.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ASSETS := src/gatehouse/web/static/build/.built
FONTS := src/gatehouse/reports/exports/fonts/build/LICENSE_FONT

.PHONY: help demo test check bench clean lock install assets wheel

help: ## Show what each command does
	@echo "Gatehouse: every output proves what it is, who may see it, and that it is whole."
	@echo
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

demo: $(VENV)/.run $(ASSETS) $(FONTS) ## Install everything and open a living estate of three prisons
	$(BIN)/gatehouse demo

test: check ## Install everything and pass every test
	$(BIN)/pytest --cov --cov-report=term:skip-covered

check: install ## Lint, types and the order of the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install ## Print every speed the project promises, beside a peer in the same run
	$(BIN)/python -m benchmarks

wheel: install ## Build the wheel, with its assets inside
	$(BIN)/python -m build --wheel --no-isolation

clean: ## Remove what the other commands made, the demo's data too
	rm -rf $(VENV) node_modules dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf .import_linter_cache .coverage src/gatehouse/web/static/build
	rm -rf src/gatehouse/reports/exports/fonts/build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

lock: install ## Choose the newest allowed versions of every dependency
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml $(LOCKING) -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev $(LOCKING) -o requirements-dev.lock
	$(BIN)/python scripts/build_requirements.py \
		| $(BIN)/uv pip compile - -c requirements-dev.lock $(LOCKING) -o requirements-build.lock

LOCKING := --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

# The build tool is locked too, so Gatehouse is built with it and not in a place of pip's own.
define INSTALL_GATEHOUSE
$(BIN)/pip install --quiet --require-hashes -r requirements-build.lock
$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
endef

install: $(VENV)/.dev $(ASSETS) $(FONTS)
assets: $(ASSETS) $(FONTS)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Gatehouse needs Python 3.11 or newer; set PYTHON=python3.12, say"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(INSTALL_GATEHOUSE)
	@touch $@

$(VENV)/.dev: requirements-dev.lock requirements-build.lock pyproject.toml | $(BIN)/python
	scripts/system_packages chromium
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	$(INSTALL_GATEHOUSE)
	@touch $@ $(VENV)/.run

$(ASSETS): package-lock.json $(shell find frontend -type f 2>/dev/null)
	scripts/system_packages npm
	npm ci --no-audit --no-fund --loglevel=error
	npm run --silent build
	@touch $@

# One build makes both folders: when the fonts alone are gone, build again.
$(FONTS): | $(ASSETS)
	@test -e $@ || { rm -f $(ASSETS) && $(MAKE) --no-print-directory $(ASSETS); }
