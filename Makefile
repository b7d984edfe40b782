# The commands of the register. `make demo` and `make test` need nothing done before them.
PORT ?= 8000
PY := .venv/bin/python

.PHONY: setup demo serve test check bench theme

setup:
	@.ci/setup base

demo: setup
	@$(PY) manage.py demo $(if $(RESET),--reset)
	@$(PY) manage.py serve --port $(PORT)

serve: setup
	@$(PY) manage.py serve --port $(PORT)

theme:
	@.ci/setup theme

check: setup
	@$(PY) -m pytest -q -m tools tests/test_architecture.py

test:
	@.ci/setup tests
	@.ci/test

bench:
	@.ci/setup tests
	@$(PY) -m pytest tests/performance -q -s -p no:cacheprovider -o python_files='bench_*.py'
