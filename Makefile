# The commands of this project. `make` alone lists them. Works with GNU make 3.81 (macOS) and later.
#
# What is installed is remembered by stamp files in .venv/.stamps, so a command that finds everything in place starts at once.

SHELL := /bin/sh
.DEFAULT_GOAL := help
# All of it goes into one environment: two installers at once would trip over each other.
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

# Another environment beside it: make check VENV=.venv-3.13 PYTHON=python3.13
VENV ?= .venv
PY := $(VENV)/bin/python
STAMPS := $(VENV)/.stamps
# One more than the two cores of a small machine: tests wait for servers as often as they compute.
WORKERS ?= 3
PIP := $(PY) -m pip --disable-pip-version-check --no-input -qq
# Tools that look for other tools (the generator for ruff, npm's programs for node) find ours first.
WITH_PATH := PATH="$(CURDIR)/$(VENV)/bin:$$PATH"
# A developer's own shop must never be what the tests talk to.
NO_SHOP := env $(foreach name,$(filter ONEENTRY_%,$(.VARIABLES)),-u $(name))
# What jsonschema can do without takes every process seconds to import: tests/left_out stands in for it.
PYTEST := $(NO_SHOP) PYTHONPATH="$(CURDIR)/tests/left_out" $(WITH_PATH) $(PY) -m pytest
NAMES_NO_SHOP := import sys; from oneentry_toolkit.settings import read_settings; sys.exit(read_settings().url is not None)
unexport PYTHONPATH PYTHONHOME
# Hundreds of processes import the same modules: each would compile them anew. `make clean` removes what is kept.
unexport PYTHONDONTWRITEBYTECODE
# Where an index is, and how to reach it, is the user's business; where packages go and which ones is not.
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_CONSTRAINT PIP_REQUIREMENT PIP_NO_BINARY PIP_ONLY_BINARY PIP_REQUIRE_VIRTUALENV

# An environment whose folder was moved, whose Python was removed, or is another one than PYTHON names, is made anew.
WHICH := import os, sys; print(sys.version, os.path.realpath(sys._base_executable))
IS_MOVED := test -d $(STAMPS) && { test "`cat $(STAMPS)/folder`" != "`pwd -P`" || ! $(PY) -c ''; }
IS_OTHER := test -n "$(PYTHON)" && test -d $(VENV) && test "`$(PY) -c '$(WHICH)'`" != "`$(PYTHON) -c '$(WHICH)'`"
ANEW := $(shell { $(IS_MOVED) || $(IS_OTHER); } 2>/dev/null && echo anew)

.PHONY: help setup demo lab test check quick chromium wheel fresh unlocked ci-long static regen notebooks screenshots bench bench-peers lock clean anew

help: ## list these commands
	@echo "Commands (make COMMAND):"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' Makefile

setup: $(STAMPS)/dev $(STAMPS)/node $(STAMPS)/wheels ## install all that the other commands need, from locks, into .venv; does nothing when nothing changed
	@echo "==> ready: $(VENV)"

demo: $(STAMPS)/project ## walk through a checkout on the embedded sandbox (start here)
	@$(VENV)/bin/oneentry demo

# The repository is the root, so that the notebooks' pictures and links lead somewhere; tools/jupyter turns off the news.
lab: $(STAMPS)/dev ## open JupyterLab on the notebooks (LAB_ARGS=... goes to JupyterLab)
	@$(WITH_PATH) JUPYTER_CONFIG_PATH="$(CURDIR)/tools/jupyter$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}" \
	    $(PY) -m jupyterlab --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --ServerApp.root_dir=. \
	    --LabApp.default_url=/lab/tree/notebooks/01_checkout.ipynb $(LAB_ARGS)

check: static quick ## the quick checks: style, types, layers, contract, fast tests

# Every test with a browser is slow, and each worker would import Playwright to find that out.
quick: $(STAMPS)/dev $(STAMPS)/node
	@echo "==> fast tests"
	@$(PYTEST) -q -n $(WORKERS) --dist loadfile -m "not slow and not long" --ignore=tests/browser

test: chromium setup static ## all checks, all tests, notebooks, JavaScript judge, package
	@echo "==> tests"
	@$(PYTEST) -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not long" --cov --cov-report=term
	@echo "==> notebooks"
	@cd notebooks && $(NO_SHOP) ../$(PY) -c '$(NAMES_NO_SHOP)' || \
	    { echo "A .env file names a shop, and the notebooks would order there: rename it while the tests run." >&2; exit 1; }
	@$(PYTEST) -q -n $(WORKERS) --dist loadfile --nbval --nbval-current-env \
	    $(patsubst %,--nbval-sanitize-with %,$(wildcard notebooks/nbval_sanitize.cfg)) notebooks
	@echo "==> everything passed"

# From a clone in an empty folder, with no caches: needs a Python and nothing that was installed here.
fresh: ## set up from nothing with each Python that is there, and from an index that has moved on (FRESH_ARGS=...)
	@found=`tools/python.sh $(PYTHON)` && exec "$$found" tools/fresh.py $(FRESH_ARGS)

unlocked: $(STAMPS)/dev ## install the wheel as users do: by the README, newest, oldest (UNLOCKED_ARGS=...)
	@$(PY) tools/unlocked.py $(UNLOCKED_ARGS)

ci-long: chromium setup fresh unlocked ## what takes long or depends on the index of the day; CI runs it after make test
	@echo "==> long tests"
	@$(PYTEST) -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m long
	@$(WITH_PATH) $(PY) tools/swagger_ui.py --check
	@echo "==> everything long passed"

# Said before minutes of installing, and not after.
chromium:
	@tools/chromium.sh >/dev/null

static: $(STAMPS)/dev $(STAMPS)/node
	@echo "==> style"
	@$(PY) -m ruff check --output-format concise .
	@$(PY) -m ruff format --check . || { echo "To mend it: $(VENV)/bin/ruff format" >&2; exit 1; }
	@echo "==> types"
	@$(PY) -m mypy --num-workers $(WORKERS)
	@$(WITH_PATH) node tests/js/node_modules/pyright/index.js --project tests/typing --pythonpath $(PY)
	@echo "==> layers"
	@$(VENV)/bin/lint-imports --no-logo

wheel: $(STAMPS)/dev ## build the package into dist/, to install it elsewhere
	@rm -rf dist && $(PY) -m build --wheel --no-isolation --outdir dist . >/dev/null
	@ls dist/*.whl

regen: $(STAMPS)/dev ## make the generated client anew from openapi.yaml
	@$(WITH_PATH) $(PY) tools/regen.py

notebooks: $(STAMPS)/dev ## run the notebooks and write their outputs anew
	@$(PY) tools/notebooks.py

screenshots: $(STAMPS)/dev ## take pictures of the app in each state, into build/screenshots; look at them
	@$(NO_SHOP) $(PY) -m tools.screenshots

bench: $(STAMPS)/dev $(STAMPS)/node ## measure the toolkit against its peers (BENCH_ARGS="G1 --quick"; see bench/README.md)
	@$(NO_SHOP) $(PY) -m bench --peers $(VENV)/peers $(BENCH_ARGS)

bench-peers: $(STAMPS)/peers ## install the optional peers of make bench

# Beside the environment and not in it: they would change what the project is tested with.
$(STAMPS)/peers: $(STAMPS)/venv bench/requirements.txt
	@echo "==> optional peers for make bench"
	@rm -rf $(VENV)/peers && $(PIP) install --target $(VENV)/peers -r bench/requirements.txt
	@touch $@

COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url $(LOCK_ARGS)

# Needs the environment but not the project in it, which does not install while the locks are behind pyproject.toml.
lock: $(STAMPS)/installer ## write requirements/*.txt anew from pyproject.toml (LOCK_ARGS=--upgrade takes newer versions)
	@test -x $(VENV)/bin/uv || { echo "==> uv"; $(PIP) install $(LOCKED) -r requirements/dev.txt; }
	@mkdir -p build
	@echo "==> requirements/installer.txt"
	@$(COMPILE) --group installer -o requirements/installer.txt
	@echo "==> requirements/runtime.txt"
	@$(COMPILE) pyproject.toml -o requirements/runtime.txt
	@echo "==> requirements/build.txt"
	@$(COMPILE) --group build -c requirements/runtime.txt -o requirements/build.txt
	@echo "==> requirements/dev.txt"
	@$(COMPILE) --group dev -c requirements/runtime.txt -c requirements/build.txt -o requirements/dev.txt
	@for platform in x86_64-manylinux_2_28 aarch64-manylinux_2_28 aarch64-apple-darwin x86_64-pc-windows-msvc \
	        x86_64-apple-darwin x86_64-unknown-linux-musl; do \
	    for version in 3.11 3.12 3.13 3.14; do for lock in runtime dev; do \
	        $(VENV)/bin/uv pip install --quiet --dry-run $(LOCKED) --target build/nowhere --python-platform $$platform \
	            --python-version $$version -r requirements/$$lock.txt 2>build/no-wheel || \
	            echo "==> $$lock.txt, $$platform, Python $$version: `grep -o 'Because.*no usable wheels' build/no-wheel`"; \
	    done; done; \
	done

clean: ## remove caches and build results (to start over, remove .venv and tests/js/node_modules too)
	@rm -rf build dist htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .schemathesis
	@find bench toolkit generated_client tests tools notebooks -type d \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} + 2>/dev/null || true

# --- What is installed ---

# Each step takes what its lock names and nothing else, whatever the index has by then: no resolver runs, and nothing is
# built, since a build would fetch tools that no lock names (docs/decisions/0190-a-pinned-installer.md).
LOCKED := --no-deps --require-hashes --only-binary :all:
IS_COMPLETE = $(PY) tools/prune.py && $(PY) -m pip check >$(STAMPS)/pip-check || \
    { cat $(STAMPS)/pip-check >&2; echo "The locks do not fit pyproject.toml: run make lock." >&2; exit 1; }

$(STAMPS)/venv: $(ANEW)
	@if test -z "$(ANEW)" && tools/python.sh $(PY) >/dev/null 2>&1 && $(PY) -m pip --version >/dev/null 2>&1; then \
	    echo "==> $(VENV) is there: `$(PY) --version`"; \
	else \
	    found=`tools/python.sh $(PYTHON)` || exit 1; \
	    echo "==> $(VENV): `"$$found" --version`"; \
	    "$$found" -m venv --clear $(VENV) || exit 1; \
	fi
	@mkdir -p $(STAMPS) && pwd -P > $(STAMPS)/folder && touch $@

$(STAMPS)/installer: $(STAMPS)/venv requirements/installer.txt
	@$(PIP) install $(LOCKED) -r requirements/installer.txt
	@touch $@

$(STAMPS)/runtime: $(STAMPS)/installer requirements/runtime.txt requirements/build.txt
	@echo "==> runtime packages (the first time takes up to a minute)"
	@$(PIP) install $(LOCKED) -r requirements/runtime.txt -r requirements/build.txt
	@touch $@

$(STAMPS)/project: $(STAMPS)/runtime pyproject.toml
	@echo "==> this project, editable"
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(IS_COMPLETE)
	@touch $@

$(STAMPS)/dev: $(STAMPS)/project requirements/dev.txt
	@echo "==> tools for tests and notebooks (the first time takes a minute or two)"
	@$(PIP) install $(LOCKED) -r requirements/dev.txt
	@$(IS_COMPLETE)
	@touch $@

# The package's test fills an empty environment from here, without the network.
$(STAMPS)/wheels: $(STAMPS)/installer requirements/runtime.txt
	@echo "==> wheels for the package's test"
	@rm -rf $(VENV)/wheels && $(PIP) download $(LOCKED) -r requirements/runtime.txt -d $(VENV)/wheels
	@touch $@

$(STAMPS)/node: $(STAMPS)/dev tests/js/package.json tests/js/package-lock.json
	@echo "==> JavaScript SDK, contract linter and pyright"
	@$(WITH_PATH) npm ci --prefix tests/js --ignore-scripts --no-fund --no-audit --loglevel=error >/dev/null
	@touch $@
