# ecosystem-graph: `make report` and `make test` need python3 (>= 3.11) and make, nothing else.
# `make test-engines` needs Virtuoso, Java and Node.js as well (docs/engines.md).

PYTHON = python3
VENV = .venv
BIN = $(VENV)/bin
OUT = out/innlandet
REPORT_LANG = nb

# Two processes share the tests: on two cores that nearly halves the time. WORKERS=0 runs them in one.
WORKERS = 2

# 32 clients against one server: it has the machine to itself.
LOAD = tests/engines/test_server_load.py

# Hashes of everything that is installed; the project itself comes without dependencies and without build isolation,
# so that no file gets in whose hash is not in the list.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-virtualenv
LOCK = $(VENV)/lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --custom-compile-command "make constraints" --quiet --upgrade

.DEFAULT_GOAL = help
.PHONY: help report docs test test-engines engines install lint types imports pytest constraints clean

help:  ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

report: $(VENV)/run-time.stamp  ## Build Innlandet into out/innlandet/ (REPORT_LANG=nb or en)
	$(BIN)/ecosystem-graph build --out $(OUT) --lang $(REPORT_LANG)

test: lint types imports docs pytest  ## The whole check: format, lint, types, import contract, tests, documents

test-engines: engines  ## Tests against servers, clusters and clients that are not ours (docs/engines.md)
	ECOSYSTEM_GRAPH_ENGINES=required $(BIN)/python -m pytest -n $(WORKERS) tests/engines --ignore=$(LOAD)
	ECOSYSTEM_GRAPH_ENGINES=required $(BIN)/python -m pytest $(LOAD)

engines: $(VENV)/engines.stamp $(VENV)/npm.stamp  ## Install what those tests need from PyPI and npm

install: $(VENV)/dev.stamp  ## Make .venv with the package (editable) and every tool

lint: $(VENV)/dev.stamp  ## ruff: format and rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/dev.stamp  ## mypy --strict
	$(BIN)/mypy

imports: $(VENV)/dev.stamp  ## import-linter: rooms import downwards only
	$(BIN)/lint-imports

pytest: $(VENV)/dev.stamp  ## Tests, doctests, README examples, notebooks, wheel (WORKERS=2)
	$(BIN)/python -W error -c "import ecosystem_graph"
	$(BIN)/python -m pytest -n $(WORKERS)

docs: $(VENV)/dev.stamp  ## Documentation site into out/docs/html, offline; a warning is an error
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --doctree-dir out/docs/doctrees docs out/docs/html

constraints: $(VENV)/venv.stamp  ## Renew the pins and hashes in all constraints*.txt
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) --extra fast --group build --output-file constraints.txt
	$(LOCK) --extra fast --extra registers --extra server --extra workbook --group dev --constraint constraints.txt --output-file constraints-dev.txt
	$(LOCK) tests/engines/requirements.in --extra spark --constraint constraints-dev.txt --output-file constraints-engines.txt
	$(LOCK) --extra fast --extra server --group build --constraint constraints-dev.txt --output-file deploy/constraints.txt

clean:  ## Remove .venv, out and all caches
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/venv.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "ecosystem-graph needs Python 3.11 or later; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run-time.stamp: $(VENV)/venv.stamp constraints.txt pyproject.toml
	$(INSTALL) --require-hashes -r constraints.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run-time.stamp constraints-dev.txt
	$(INSTALL) --require-hashes -r constraints-dev.txt
	@touch $@

# PySpark comes as source; what builds it is installed first, from the same list of hashes.
$(VENV)/engines.stamp: $(VENV)/dev.stamp constraints-engines.txt
	sed -n '/^setuptools==/,/# via/p' constraints-engines.txt > $(VENV)/building.txt
	$(INSTALL) --require-hashes -r $(VENV)/building.txt
	$(INSTALL) --require-hashes --no-build-isolation -r constraints-engines.txt
	@touch $@

$(VENV)/npm.stamp: $(VENV)/venv.stamp tests/engines/npm/package.json tests/engines/npm/package-lock.json
	@command -v npm >/dev/null || { echo "npm is not installed (Debian: apt-get install nodejs npm)" >&2; exit 1; }
	mkdir -p $(VENV)/npm
	cp tests/engines/npm/package.json tests/engines/npm/package-lock.json $(VENV)/npm/
	cd $(VENV)/npm && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
