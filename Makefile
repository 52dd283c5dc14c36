# What people type. Everything is installed into .venv from the locked lists, with hashes.
# A second call of any of these installs nothing: the stamp files in .venv are newer than the lists.

PYTHON ?= python3
ARGS ?=
# short: the quick form of the suite. full: long searches and the tests marked `full` as well.
CHECKUP_TESTS ?= short

BIN := .venv/bin
NEEDS := $(BIN)/.needs
DEV := $(BIN)/.dev
# Compiled at once: where Python may write no bytecode, a start would compile a thousand files anew.
INSTALL := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python
MARKED := $(if $(filter full,$(CHECKUP_TESTS)),,-m "not full")

.PHONY: install try test check bench lock draw pictures clean

# All that `.venv/bin/checkup run` needs; what is there already stays.
install: $(NEEDS)

# The real bot in a page like a phone. ARGS="--port 8081 --no-browser" hands options on.
try: $(NEEDS)
	@$(BIN)/checkup try $(ARGS)

test: $(DEV)
	CHECKUP_TESTS=$(CHECKUP_TESTS) HYPOTHESIS_PROFILE=$(CHECKUP_TESTS) PYTHONDONTWRITEBYTECODE= \
		$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder $(MARKED) $(ARGS)

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/checkup flows check --strict
	$(BIN)/checkup flows draw --check
	$(MAKE) test CHECKUP_TESTS=full

bench: $(DEV)
	$(BIN)/python -m benchmarks.reminders $(ARGS)

draw: $(NEEDS)
	$(BIN)/checkup flows draw

# The README's pictures, taken from the running page. Needs Chromium.
pictures: $(DEV)
	$(BIN)/python -m tests.browser.pictures docs/pictures

# Write the locked lists anew: the newest versions that pyproject.toml allows.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--upgrade --custom-compile-command "make lock"
lock: $(NEEDS)
	$(COMPILE) requirements-build.in -o requirements-build.txt
	$(COMPILE) pyproject.toml --all-extras -o requirements.txt
	$(COMPILE) pyproject.toml --all-extras --group dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(NEEDS): requirements-build.txt requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv is missing: install it (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.txt
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(NEEDS) requirements-dev.txt
	$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@
