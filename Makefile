# make demo   plan and publish the demo event in var/demo/, serve it on http://127.0.0.1:8000   (ARGS=--no-serve: do not serve)
# make check  what is checked while one writes: lint, types, layers and the quick tests, which need no servers and no browser
# make test   everything that is checked before a change  (ARGS: more arguments for pytest)
# make test-deep  the same, with many more seeds and examples, and every page on both kinds of database; takes long
# make mutants  plant faults one by one, and see that tests notice  (ARGS: the package, else all three)
# make bench  measure the planner  (ARGS: what to measure, see ARGS=--help)
# make lock   bring requirements/ in line with setup.cfg   (ARGS=--upgrade: to the newest versions in its ranges)
# make wheel  dist/buyer_meets_supplier-*.whl
# make clean  remove all that these have made

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
.SILENT:

PYTHONS ?= python3.13 python3.12 python3.11 python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate
ARGS ?=
# A worker for each core.
PYTEST := $(BIN)/pytest -n auto

# A shell function: install Debian packages where that is possible, else say how it is done.
define INSTALL
install() {
	if [ "$$(id -u)" = 0 ]; then
		as_root=env
	elif sudo -n true 2>/dev/null; then
		as_root='sudo -n env'
	else
		echo "$$missing: sudo apt-get update && sudo apt-get install $$*" >&2
		exit 1
	fi
	$$as_root apt-get update -qq
	$$as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$$@"
}
endef

.PHONY: demo check test test-deep mutants lint bench servers lock wheel clean

demo: $(VENV)/bms.stamp
	$(BIN)/bms demo --directory var/demo $(ARGS)

check: lint
	$(PYTEST) -m 'not deep and not slow' $(ARGS)

test: servers lint
	$(PYTEST) $(ARGS)

test-deep: servers lint
	$(PYTEST) -m 'deep or not deep' --hypothesis-profile deep $(ARGS)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

mutants: servers $(VENV)/dev.stamp
	$(BIN)/python -m tests.mutation $(ARGS)

bench: $(VENV)/bms.stamp
	$(BIN)/python -m benchmarks $(ARGS)

# What the tests start for themselves, each on a spare port in a folder of its own, and what compiles the kernel of annealing.
servers:
	$(INSTALL)
	packages=()
	compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || packages+=(postgresql)
	command -v redis-server >/dev/null || packages+=(redis-server)
	command -v cc >/dev/null || packages+=(gcc libc6-dev)
	[ -x /usr/bin/chromium ] || packages+=(chromium)
	if [ "$${#packages[@]}" != 0 ]; then
		missing="The tests need $${packages[*]}"
		install "$${packages[@]}"
	fi

lock: $(VENV)/dev.stamp
	export UV_CUSTOM_COMPILE_COMMAND='make lock'
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
		| $(LOCK) $(ARGS) --output-file requirements/build.lock -
	$(LOCK) $(ARGS) --output-file requirements/run.lock setup.cfg
	$(LOCK) $(ARGS) --extra dev --constraints requirements/run.lock --output-file requirements/dev.lock setup.cfg

wheel: $(VENV)/bms.stamp
	rm -rf build
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --no-index --wheel-dir dist .
	ls dist/*.whl

clean:
	rm -rf $(VENV) var build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -f scheduler/annealing/_kernel*.so
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made anew when what it holds by lock changes, so that nothing stays behind of an older lock.
$(VENV)/run.stamp: requirements/build.lock requirements/run.lock
	$(INSTALL)
	python=
	for candidate in $(PYTHONS); do
		if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$candidate; break; fi
	done
	if [ -z "$$python" ]; then
		echo 'Python 3.11 or newer is needed: sudo apt-get install python3 python3-venv' >&2
		exit 1
	fi
	if ! $$python -c 'import ensurepip' 2>/dev/null; then
		package=$$($$python -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))')
		missing="$$python cannot make virtual environments yet"
		install $$package
	fi
	echo "Making $(VENV) with $$($$python --version) and the packages of requirements/run.lock"
	$$python -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/build.lock --requirement requirements/run.lock
	touch $@

KERNEL := $(wildcard scheduler/annealing/kernel/*)

$(VENV)/bms.stamp: $(VENV)/run.stamp setup.py setup.cfg pyproject.toml $(KERNEL)
	command -v cc >/dev/null || echo 'No C compiler (gcc): agendas are made compact without annealing'
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	touch $@

$(VENV)/dev.stamp: $(VENV)/bms.stamp requirements/dev.lock
	echo 'Adding the packages of requirements/dev.lock'
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/dev.lock
	touch $@
