# The commands of the project. `make run` and `make test` are all that most people need.

# A Python of your choice: make install PYTHON=/opt/python3.12/bin/python3
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
SOURCES := app.py pages placement tests benchmarks docs data
CATALOGUES := placement/locale
# What may be installed is root's to decide; everybody else is told what to ask for.
APT := $(if $(shell command -v apt-get),$(if $(filter 0,$(shell id -u)),apt-get))

.DEFAULT_GOAL := help
# One step after the other, also under `make -j`: checks need what was installed before.
.NOTPARALLEL:
.PHONY: help install install-dev browser postgresql nginx run test check format bench messages tools lock audit

help:
	@echo 'make run       serve the app on http://127.0.0.1:$(PORT) (installs first; PORT=... for another)'
	@echo 'make test      install what the tests need and run every check'
	@echo 'make install   make $(VENV) with what the app needs'
	@echo 'make format    put the code in its form'
	@echo 'make bench     print the benchmarks'
	@echo 'make messages  bring the catalogues of texts up to date'
	@echo 'make lock      write the locks anew from requirements*.txt, with digests'
	@echo 'make audit     ask whether a locked package has a known vulnerability (needs the network)'

# What is installed is locked to the last package and held against its digests; requirements*.txt
# say what we ask for, and why the rest is there the locks say. A copy of the lock that was
# installed is the stamp: a second run compares and is done, and a fresh checkout with new file
# times does not install again.
install: $(BIN)/python
	@cmp -s requirements.lock $(VENV)/requirements.lock || { \
		$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements.lock && \
		cp requirements.lock $(VENV)/requirements.lock; }

install-dev: install
	@cmp -s requirements-dev.lock $(VENV)/requirements-dev.lock || { \
		$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements-dev.lock && \
		cp requirements-dev.lock $(VENV)/requirements-dev.lock; }

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
		echo 'error: no Python found; Python 3.11 or later is needed. Install it (Debian: apt-get install python3 python3-venv) or name it: make install PYTHON=/path/to/python3' >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "error: Python 3.11 or later is needed; $(PYTHON) is $$("$(PYTHON)" --version 2>&1). Install one or name it: make install PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'error: this Python cannot make environments. Install its venv package (Debian: apt-get install python3-venv).' >&2; exit 1; }
	"$(PYTHON)" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

run: install
	@echo 'Placement Desk: http://127.0.0.1:$(PORT) (stop with Ctrl+C)'
	@$(BIN)/python -m streamlit run app.py --server.port=$(PORT)

# The browser tests drive Debian's Chromium; the fonts are for their Chinese pictures.
browser:
	@if command -v "$${CHROMIUM:-chromium}" >/dev/null; then \
		:; \
	elif test -n "$(APT)"; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null \
		|| echo 'Chromium could not be installed: the browser tests will be skipped.' >&2; \
	else \
		echo 'No Chromium and no apt-get as root: the browser tests will be skipped.' >&2; \
	fi

# The tests of the store run on a real PostgreSQL as well, which they start and stop themselves.
postgresql:
	@if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; then \
		:; \
	elif test -n "$(APT)"; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends postgresql >/dev/null \
		|| echo 'PostgreSQL could not be installed: its tests will be skipped.' >&2; \
	else \
		echo 'No PostgreSQL and no apt-get as root: its tests will be skipped.' >&2; \
	fi

# The tests of the deployment run the proxy's own settings. Debian would start it at once, for
# everybody; a policy that is there for that moment only says no.
POLICY := /usr/sbin/policy-rc.d
nginx:
	@if command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; then \
		:; \
	elif test -n "$(APT)"; then \
		own=; test -e $(POLICY) || { own=1; printf '#!/bin/sh\nexit 101\n' >$(POLICY); chmod +x $(POLICY); }; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends nginx-light >/dev/null; } \
		|| echo 'nginx could not be installed: its tests will be skipped.' >&2; \
		test -z "$$own" || rm -f $(POLICY); \
	else \
		echo 'No nginx and no apt-get as root: its tests will be skipped.' >&2; \
	fi

test: install-dev browser postgresql nginx check
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -rfEsR --tb=short

check: install-dev
	$(BIN)/ruff format --check $(wildcard $(SOURCES))
	$(BIN)/ruff check $(wildcard $(SOURCES))
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install-dev
	$(BIN)/ruff check --fix $(wildcard $(SOURCES))
	$(BIN)/ruff format $(wildcard $(SOURCES))

bench: install-dev
	@set -e; for benchmark in $(wildcard benchmarks/*.py); do $(BIN)/python $$benchmark; done

# English is in the code. Extract it and carry it into every catalogue; the tests say what is not
# translated and what is filled in otherwise.
messages: install-dev
	@mkdir -p build
	PYTHONPATH=. $(BIN)/pybabel -q extract --mapping babel.ini --no-default-keywords --keyword t \
		--keyword pt:1c,2 --no-location --sort-output --omit-header --charset utf-8 \
		--output build/placement.pot app.py pages placement data/library
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
		--no-wrap --domain placement --input-file build/placement.pot --output-dir $(CATALOGUES)

# Tools of whoever maintains the project, apart from what the app and its tests need.
TOOLS := build/tools/bin
tools: $(BIN)/python
	@test -x $(TOOLS)/python || $(BIN)/python -m venv build/tools
	@cmp -s requirements-tools.txt build/tools/requirements.txt || { \
		$(TOOLS)/python -m pip install --disable-pip-version-check --quiet -r requirements-tools.txt && \
		cp requirements-tools.txt build/tools/requirements.txt; }

# For every system and Python from 3.11 on. The tests' packages first: the app takes the same.
COMPILE := $(TOOLS)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11
lock: export UV_CUSTOM_COMPILE_COMMAND = make lock
lock: tools
	$(COMPILE) requirements-dev.txt --output-file requirements-dev.lock
	$(COMPILE) requirements.txt --constraints requirements-dev.lock --output-file requirements.lock

audit: tools
	@$(BIN)/python .ci/audit.py $(TOOLS)/pip-audit requirements.lock
