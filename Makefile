# Everything a clone needs: any Python from 3.11 and make. Stamp files make a second call quick.
.DEFAULT_GOAL := help
.PHONY: help solve test check bench atlas clean

BIN := .venv/bin
INPUTS := setup.cfg pyproject.toml games/__init__.py Makefile

# The first interpreter that runs, is recent enough and can create environments. PYTHON= overrides.
FIND_PYTHON = for p in "$(PYTHON)" python3.14 python3.13 python3.12 python3.11 python3 python; do \
	[ -n "$$p" ] || continue; \
	"$$p" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo "$$p"; exit 0; }; done; exit 1

help:
	@echo "make solve   set up .venv and solve the catalogue game post/board-2023"
	@echo "make test    set up .venv with the test extras and run the test suite"
	@echo "make check   the longer comparisons, and the benchmarks"
	@echo "make bench   the benchmarks, side by side with their peers"
	@echo "make atlas   the labelled tables of docs/tables, made anew (CAUSE=.. where a result changed)"
	@echo "make clean   remove .venv and caches"

$(BIN)/python:
	@python=$$($(FIND_PYTHON)) || { \
		echo "make: no Python 3.11 or newer that can create environments was found;" \
		"install one (on Debian also python3-venv) or name it: make PYTHON=/path/to/python" >&2; \
		exit 2; }; \
	echo "creating .venv with $$python"; \
	"$$python" -m venv .venv

.venv/solve.stamp: $(INPUTS) | $(BIN)/python
	@echo "installing detente and its dependencies into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[fast]'
	@touch $@

.venv/test.stamp: $(INPUTS) | $(BIN)/python
	@echo "installing detente with the test extras into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

solve: .venv/solve.stamp
	@$(BIN)/detente solve post/board-2023

test: .venv/test.stamp
	$(BIN)/python -m pytest -n 2

check: .venv/test.stamp
	$(BIN)/python -m pytest -m check
	@$(MAKE) --no-print-directory bench

bench: .venv/test.stamp
	$(BIN)/python -m pytest benchmarks -o addopts="" --benchmark-only --benchmark-columns=min,median,rounds

atlas: .venv/solve.stamp
	$(BIN)/detente atlas build docs/tables --register --cause "$(CAUSE)"

clean:
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
