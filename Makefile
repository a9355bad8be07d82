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
.PHONY: help install install-dev browser postgresql run test check format bench messages

help:
	@echo 'make run       serve the app on http://127.0.0.1:$(PORT) (installs first; PORT=... for another)'
	@echo 'make test      install what the tests need and run every check'
	@echo 'make install   make $(VENV) with what the app needs'
	@echo 'make format    put the code in its form'
	@echo 'make bench     print the benchmarks'
	@echo 'make messages  bring the catalogues of texts up to date'

# A copy of the list that was installed is the stamp: a second run compares and is done, and a
# fresh checkout with new file times does not install again.
install: $(BIN)/python
	@cmp -s requirements.txt $(VENV)/requirements.txt || { \
		$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements.txt && \
		cp requirements.txt $(VENV)/requirements.txt; }

install-dev: install
	@cmp -s requirements-dev.txt $(VENV)/requirements-dev.txt || { \
		$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements-dev.txt && \
		cp requirements-dev.txt $(VENV)/requirements-dev.txt; }

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

test: install-dev browser postgresql check
	$(BIN)/pytest -n 2 --dist loadfile -rsR

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
	$(BIN)/pybabel -q extract --no-default-keywords --keyword t --add-comments 'Translators:' \
		--no-location --sort-output --omit-header --charset utf-8 \
		--output build/placement.pot app.py pages placement
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
		--no-wrap --domain placement --input-file build/placement.pot --output-dir $(CATALOGUES)
