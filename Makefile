# Two commands matter: `make demo` and `make test`. Both install the package as a user would,
# into .venv, from locks with hashes. Another Python needs a folder of its own:
# `make suite PYTHON=python3.13 VENV=.venv-3.13`.
PYTHON ?= python3
VENV ?= .venv
LOCKS ?= requirements
BIN := $(VENV)/bin
SOURCES := pyproject.toml $(shell find bot sandbox locales -type f -not -name '*.pyc' 2>/dev/null)
PIP_INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check
LOCK := $(abspath $(BIN))/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --no-header
NEWEST := .venv-newest

.PHONY: help demo run test suite check bench guard soak watching growth format messages lock upgrade \
        pin-image release install-service drill clean
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 17

demo: $(VENV)/installed ## try the bot in a browser, without an account; installs into .venv first
	@exec $(BIN)/crystalpay-bot demo

run: $(VENV)/installed ## run the real bot with the settings of .env
	@exec $(BIN)/crystalpay-bot run

test: $(VENV)/tools $(VENV)/installed ## run all tests and measure coverage
	$(BIN)/coverage erase
	$(BIN)/coverage run $(BIN)/pytest -n 3 --dist worksteal
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

suite: $(VENV)/tools $(VENV)/installed ## run all tests, without coverage
	$(BIN)/pytest -n 3 --dist worksteal

check: $(VENV)/tools $(VENV)/installed ## style, types, imports, dependencies, Dockerfile, units
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry --no-ansi .
	$(BIN)/hadolint Dockerfile
	@deploy/verify-units

bench: $(VENV)/contestants $(VENV)/installed ## measure the bot against others; writes docs/benchmarks.md
	$(BIN)/python -m bench.run $(BENCH)

guard: $(VENV)/installed ## compare start, memory and /balance with the plainest aiogram bot
	$(BIN)/python -m bench.guard

soak: $(VENV)/installed ## 15,000 updates while sending fails now and then: nothing is lost or adds up
	$(BIN)/python -m bench.soak

watching: $(VENV)/installed ## what reading ten registers a minute costs
	$(BIN)/python -m bench.watching

growth: $(VENV)/contestants $(VENV)/installed ## measure how the bot grows; writes docs/benchmarks.md
	$(BIN)/python -m bench.growth $(BENCH)

format: $(VENV)/tools ## put the code into the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(VENV)/tools $(VENV)/installed ## bring new English sentences of the code into locales/*.po
	$(BIN)/pybabel -q extract --no-wrap --sort-by-file --omit-header --no-location -k gettext -k ngettext:1,2 -o $(VENV)/messages.pot bot
	for po in locales/*/LC_MESSAGES/messages.po; do \
	  $(BIN)/pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete -l $$(basename $$(dirname $$(dirname $$po))) -i $(VENV)/messages.pot -o $$po; \
	  sed -i -E '/^"(Report-Msgid|POT-Creation|PO-Revision|Last-Translator|Language-Team|Generated-By)/d' $$po; done

lock: $(BIN)/uv ## pin every dependency again, with hashes and no addresses
	$(LOCK) --group build pyproject.toml -o $(LOCKS)/runtime.lock
	$(LOCK) --group build --group dev -c $(LOCKS)/runtime.lock pyproject.toml -o $(LOCKS)/dev.lock
	$(LOCK) --group build --group bench -c $(LOCKS)/runtime.lock pyproject.toml -o $(LOCKS)/bench.lock

# Our own pins are loosened; what the dependencies ask of each other still binds.
upgrade: $(BIN)/uv ## try the newest versions in .venv-newest: what is newer, and is it still as fast?
	mkdir -p $(NEWEST)/requirements
	sed '/^dependencies = \[/,/^\]/s/==/>=/' pyproject.toml > $(NEWEST)/pyproject.toml
	cd $(NEWEST) && $(LOCK) --upgrade --group build pyproject.toml -o requirements/runtime.lock
	cd $(NEWEST) && $(LOCK) --upgrade --group build --group dev -c requirements/runtime.lock pyproject.toml -o requirements/dev.lock
	@grep -o '^[^ ]*==[^ ]*' $(LOCKS)/runtime.lock > $(NEWEST)/now
	@grep -o '^[^ ]*==[^ ]*' $(NEWEST)/requirements/runtime.lock > $(NEWEST)/newest
	@diff $(NEWEST)/now $(NEWEST)/newest | grep '^[<>]' || echo "Nothing newer than $(LOCKS)/runtime.lock."
	$(MAKE) guard VENV=$(NEWEST) LOCKS=$(NEWEST)/requirements
	@echo "All tests with them: make suite VENV=$(NEWEST) LOCKS=$(NEWEST)/requirements"

pin-image: ## write the digest of the Dockerfile's base image behind its tag; needs docker
	@tag=$$(sed -nE 's/^ARG PYTHON_IMAGE=([^@]+).*/\1/p' Dockerfile) && \
	found=$$(docker buildx imagetools inspect "$$tag") && \
	digest=$$(echo "$$found" | sed -nE 's/^Digest: +//p') && \
	echo "$$digest" | grep -qxE 'sha256:[0-9a-f]{64}' && \
	sed -i -E "s|^ARG PYTHON_IMAGE=.*|ARG PYTHON_IMAGE=$$tag@$$digest|" Dockerfile && \
	grep '^ARG PYTHON_IMAGE=' Dockerfile

install-service: ## install or upgrade the bot as a systemd service; as root
	@deploy/install-service

drill: $(VENV)/installed ## a machine dies, another takes over from the replica: make drill LITESTREAM=PATH
	@exec $(BIN)/python deploy/drill --litestream $(or $(LITESTREAM),litestream)

release: $(VENV)/locked ## build and try what is published; dates the changelog, needs a clean tree
	.ci/release $(BIN)/python

clean: ## remove everything that the commands above made
	rm -rf .venv .venv-* build dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@echo "Installing into $(VENV), once. This takes 20 to 90 seconds, most of them without output."
	$(PYTHON) -m venv $(VENV)

$(BIN)/uv: | $(BIN)/python
	$(PIP_INSTALL) uv==0.13.9

$(VENV)/locked: $(LOCKS)/runtime.lock | $(BIN)/python
	$(PIP_INSTALL) --require-hashes -r $<
	@touch $@

$(VENV)/tools: $(LOCKS)/dev.lock $(VENV)/locked
	$(PIP_INSTALL) --require-hashes -r $<
	@touch $@

$(VENV)/contestants: $(LOCKS)/bench.lock $(VENV)/locked
	$(PIP_INSTALL) --require-hashes -r $<
	@touch $@

$(VENV)/installed: $(SOURCES) $(VENV)/locked
	$(PIP_INSTALL) --no-build-isolation --no-deps --force-reinstall .
	@touch $@
