# Two commands matter: `make run` and `make test`. Both prepare what they need; `make help` lists the rest.
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help run test check bench faults security mlflow install lock clean
help:
	@sed -n 's/^## //p' $(firstword $(MAKEFILE_LIST))

## make run        the whole product on this machine: PORT (8000), PROOFLANE_DATA_DIR (var/), PROOFLANE_DEMO_PASSWORD
run: $(VENV)/.run node_modules/.ready $(if $(filter postgres%,$(DATABASE_URL)),$(VENV)/.postgres)
	@$(BIN)/python manage.py run

## make test       make check, then the tests on SQLite, on PostgreSQL + Redis and in Chromium (ARGS= goes to pytest)
test: $(VENV)/.dev node_modules/.dev
	@$(BIN)/python -m tools.suite $(ARGS)

## make check      lint, format, types, import contracts, migrations
check: $(VENV)/.dev node_modules/.dev
	@$(BIN)/python -m tools.check

## make bench      speed, against the floor of this machine
bench: $(VENV)/.dev node_modules/.ready
	@$(BIN)/python -m tools.bench $(ARGS)

## make faults     crashes, clock jumps and lost connections, in full
faults: $(VENV)/.dev node_modules/.ready
	@$(BIN)/python -m tools.faults $(ARGS)

## make security   every door against every person, in full
security: $(VENV)/.dev node_modules/.ready
	@$(BIN)/python -m tools.security $(ARGS)

## make mlflow     the tracker tests against a real MLflow server, installed into .venv-mlflow (about 900 MB, once)
mlflow: $(VENV)/.dev $(VENV)-mlflow/.ready
	@MLFLOW_PYTHON=$(CURDIR)/$(VENV)-mlflow/bin/python $(BIN)/python -m pytest -m mlflow tests/integrations/test_mlflow_real.py $(ARGS)

## make install    what the tests need, and nothing started
install: $(VENV)/.dev node_modules/.dev

## make clean      forget the virtual environment and node_modules; the data in var/ stay
clean:
	rm -rf $(VENV) $(VENV)-mlflow node_modules

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "prooflane: $(PYTHON) not found. Install Python 3.11 or later, or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "prooflane: Python 3.11 or later is needed, $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "prooflane: $(PYTHON) cannot create virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "prooflane: could not create $(VENV); the lines above say why." >&2; exit 1; }

PIP_FAILED = { echo "prooflane: pip could not install $<; the lines above say why. Is the package index reachable?" >&2; exit 1; }
$(VENV)/.run: requirements/base.txt | $(VENV)/bin/python
	@echo "Installing Python packages (once)"
	@$(BIN)/python -m pip install -q --require-hashes -r $< || $(PIP_FAILED)
	@ln -sf ../../client/prooflane.py $(BIN)/prooflane
	@touch $@
# Only who runs it on PostgreSQL needs the driver.
$(VENV)/.postgres: requirements/postgres.txt | $(VENV)/.run
	@$(BIN)/python -m pip install -q --require-hashes -r $< || $(PIP_FAILED)
	@touch $@
$(VENV)/.dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing Python packages for development (once)"
	@$(BIN)/python -m pip install -q --require-hashes -r $< || $(PIP_FAILED)
	@ln -sf ../../client/prooflane.py $(BIN)/prooflane
	@touch $@ $(VENV)/.run $(VENV)/.postgres

$(VENV)-mlflow/.ready: requirements/mlflow.txt
	@echo "Installing MLflow for its tests (once)"
	@$(PYTHON) -m venv $(VENV)-mlflow
	@$(VENV)-mlflow/bin/python -m pip install -q --require-hashes -r $< || $(PIP_FAILED)
	@touch $@

# npm from the machine if it has one, otherwise Node.js from a Python wheel.
NPM_CI = @if command -v npm >/dev/null; then npm ci --no-progress --loglevel=error $(1); else \
	  echo "npm not found: using the Node.js wheel (about 200 MB, once)"; \
	  $(BIN)/python -m pip install -q --require-hashes -r requirements/node.txt && \
	  PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-progress --loglevel=error $(1); fi \
	  || { echo "prooflane: npm could not install the packages of package-lock.json; the lines above say why. Is the npm registry reachable?" >&2; exit 1; }
node_modules/.ready: package-lock.json .npmrc | $(VENV)/bin/python
	@echo "Installing browser packages (once)"
	$(call NPM_CI,--omit=dev)
	@touch $@
node_modules/.dev: package-lock.json .npmrc | $(VENV)/bin/python
	@echo "Installing browser packages for development (once)"
	$(call NPM_CI,)
	@touch $@ node_modules/.ready

# Registry hosts must not be named in a lock file: uv leaves them out, and .npmrc says so to npm.
LOCK = uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock"
## make lock       resolve the dependencies anew (needs uv and npm)
lock:
	@command -v uv >/dev/null || { echo "prooflane: uv not found. It locks the dependencies: pip install uv" >&2; exit 1; }
	$(LOCK) pyproject.toml -o requirements/base.txt
	$(LOCK) pyproject.toml --extra dev -c requirements/base.txt -o requirements/dev.txt
	$(LOCK) pyproject.toml --extra postgres -c requirements/base.txt -o requirements/production.txt
	$(LOCK) requirements/postgres.in -c requirements/dev.txt -o requirements/postgres.txt
	$(LOCK) requirements/node.in -o requirements/node.txt
	$(LOCK) requirements/mlflow.in -o requirements/mlflow.txt
	npm install --package-lock-only
