# The words everyone types. `make demo` and `make test` need Python 3.11 or newer and make, nothing
# else: they make the environment in .venv, install what the lock files name, and go.

VENV ?= .venv
UV ?= uv
PYTHON_IN_VENV := $(VENV)/bin/python
PIP := $(PYTHON_IN_VENV) -m pip --disable-pip-version-check --quiet
RUN_READY := $(VENV)/.ready-to-run
TEST_READY := $(VENV)/.ready-to-test

# Settings of the machine that would put packages elsewhere or fight the lock file.
unexport PIP_CONSTRAINT PIP_REQUIREMENT PIP_TARGET PIP_PREFIX PIP_USER PYTHONHOME PYTHONPATH

.DEFAULT_GOAL := help
.PHONY: help demo test lint types format slow coverage oldest bench notebooks docs page lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)$$/make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null \
		|| sed -n 's/^\([a-z]*\):[^#]*## \(.*\)$$/make \1: \2/p' Makefile

demo: $(RUN_READY) ## the whole story on sample_data; writes the map to out/network.html
	@$(VENV)/bin/netgraph demo sample_data --ego me --as-of 2026-11-01 --output out/network.html

test: lint types ## the first tier: style, types, every test that is not slow
	@$(PYTHON_IN_VENV) -m pytest

lint: $(TEST_READY) ## ruff: rules and format
	@$(PYTHON_IN_VENV) -m ruff check
	@$(PYTHON_IN_VENV) -m ruff format --check

types: $(TEST_READY) ## mypy --strict
	@$(PYTHON_IN_VENV) -m mypy

format: $(TEST_READY) ## ruff: put the files in form
	@$(PYTHON_IN_VENV) -m ruff check --fix
	@$(PYTHON_IN_VENV) -m ruff format

slow: $(TEST_READY) ## the second tier: long fuzz, large sizes
	@$(PYTHON_IN_VENV) -m pytest -m slow --timeout 3600

coverage: $(TEST_READY) ## the first tier with the lines it does not reach
	@$(PYTHON_IN_VENV) -m pytest --cov=netgraph --cov-branch --cov-report=term-missing:skip-covered

oldest: ## the first tier with the oldest dependencies allowed; needs uv
	$(UV) venv --quiet --clear --python 3.11 $(VENV)-oldest
	$(UV) pip install --quiet --python $(VENV)-oldest --resolution lowest-direct --group build --editable ".[dev]"
	$(VENV)-oldest/bin/python -m pytest

bench: $(TEST_READY) ## the benchmarks, with sizes and versions
	@$(PYTHON_IN_VENV) benchmarks/whole.py
	@$(PYTHON_IN_VENV) benchmarks/routes.py

notebooks: $(TEST_READY) ## runs the notebooks; readable pages in out/notebooks
	@$(PYTHON_IN_VENV) -m nbconvert --execute --to html --output-dir out/notebooks --log-level WARN notebooks/*.ipynb
	@echo "out/notebooks"

docs: $(TEST_READY) ## writes docs/reference from the docstrings, and what the commands shown print
	@$(PYTHON_IN_VENV) docs/write_reference.py
	@$(PYTHON_IN_VENV) docs/write_shown.py

page: ## bundles the map's scripts and style into the package; needs node
	@test -d tests/browser/node_modules || npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund
	@npm run --silent --prefix tests/browser page

lock: ## resolves the lock files anew; needs uv
	$(UV) pip compile pyproject.toml --group pyproject.toml:build \
		--universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -o requirements/run.txt
	$(UV) pip compile pyproject.toml --extra dev --group pyproject.toml:build -c requirements/run.txt \
		--universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -o requirements/test.txt

clean: ## the environment and everything made by these words
	rm -rf $(VENV) $(VENV)-oldest out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# --- the environment --------------------------------------------------------------------------
$(PYTHON_IN_VENV):
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python; do \
		"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "making the environment $(VENV) with $$("$$python" --version)"; \
		exec "$$python" -m venv $(VENV); \
	done; \
	echo "netgraph needs Python 3.11 or newer with its venv module; python3 here is: $$(python3 --version 2>&1)" >&2; \
	echo "Debian and Ubuntu: sudo apt-get install python3 python3-venv · another Python: make PYTHON=/path/to/python3.12 ..." >&2; \
	exit 1

# The package itself is installed in place, built by the hatchling of the lock file.
define install
	@echo "installing $(1) into $(VENV)"
	@$(PIP) install --require-hashes --requirement $(1)
	@$(PIP) install --no-deps --no-build-isolation --editable .
endef

$(RUN_READY): requirements/run.txt pyproject.toml | $(PYTHON_IN_VENV)
	$(call install,requirements/run.txt)
	@touch $@

$(TEST_READY): requirements/test.txt pyproject.toml | $(PYTHON_IN_VENV)
	$(call install,requirements/test.txt)
	@touch $(RUN_READY) $@
