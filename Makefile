# Two commands matter: `make demo` and `make test`. Both install the package as a user would,
# into .venv, from locks with hashes.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := pyproject.toml $(shell find bot sandbox locales -type f -not -name '*.pyc' 2>/dev/null)
PIP_INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --no-header

.PHONY: help demo run test check bench guard soak growth format messages lock pin-image clean
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: .venv/installed ## try the bot in a browser, without an account; installs into .venv first
	@exec $(BIN)/crystalpay-bot demo

run: .venv/installed ## run the real bot with the settings of .env
	@exec $(BIN)/crystalpay-bot run

test: .venv/tools .venv/installed ## run all tests and measure coverage
	$(BIN)/coverage erase
	$(BIN)/coverage run $(BIN)/pytest -n 3 --dist worksteal
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

check: .venv/tools .venv/installed ## style, types, import direction, translations, Dockerfile
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile

bench: .venv/contestants .venv/installed ## measure the bot against others; writes docs/benchmarks.md
	$(BIN)/python -m bench.run $(BENCH)

guard: .venv/installed ## compare start, memory and /balance with the plainest aiogram bot
	$(BIN)/python -m bench.guard

soak: .venv/installed ## 15,000 updates while sending fails now and then: nothing is lost or adds up
	$(BIN)/python -m bench.soak

growth: .venv/contestants .venv/installed ## measure how the bot grows; writes docs/benchmarks.md
	$(BIN)/python -m bench.growth $(BENCH)

format: .venv/tools ## put the code into the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: .venv/tools .venv/installed ## bring new English sentences of the code into locales/*.po
	$(BIN)/pybabel -q extract --no-wrap --sort-by-file --omit-header --no-location -k gettext -k ngettext:1,2 -o .venv/messages.pot bot
	for po in locales/*/LC_MESSAGES/messages.po; do \
	  $(BIN)/pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete -l $$(basename $$(dirname $$(dirname $$po))) -i .venv/messages.pot -o $$po; \
	  sed -i -E '/^"(Report-Msgid|POT-Creation|PO-Revision|Last-Translator|Language-Team|Generated-By)/d' $$po; done

lock: .venv/installed ## pin every dependency anew, with hashes and no addresses
	$(PIP_INSTALL) uv==0.13.9
	$(BIN)/$(LOCK) --group build pyproject.toml -o requirements.lock
	$(BIN)/$(LOCK) --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/$(LOCK) --group build --group bench -c requirements.lock pyproject.toml -o requirements-bench.lock

pin-image: ## write the digest of the Dockerfile's base image behind its tag; needs docker
	@tag=$$(sed -nE 's/^ARG PYTHON_IMAGE=([^@]+).*/\1/p' Dockerfile) && \
	found=$$(docker buildx imagetools inspect "$$tag") && \
	digest=$$(echo "$$found" | sed -nE 's/^Digest: +//p') && \
	echo "$$digest" | grep -qxE 'sha256:[0-9a-f]{64}' && \
	sed -i -E "s|^ARG PYTHON_IMAGE=.*|ARG PYTHON_IMAGE=$$tag@$$digest|" Dockerfile && \
	grep '^ARG PYTHON_IMAGE=' Dockerfile

clean: ## remove everything that the commands above made
	rm -rf .venv build dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@echo "Installing into .venv, once. This takes 20 to 90 seconds, most of them without output."
	$(PYTHON) -m venv .venv

.venv/locked: requirements.lock | .venv/bin/python
	$(PIP_INSTALL) --require-hashes -r requirements.lock
	@touch $@

.venv/tools: requirements-dev.lock .venv/locked
	$(PIP_INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

.venv/contestants: requirements-bench.lock .venv/locked
	$(PIP_INSTALL) --require-hashes -r requirements-bench.lock
	@touch $@

.venv/installed: $(SOURCES) .venv/locked
	$(PIP_INSTALL) --no-build-isolation --no-deps --force-reinstall .
	@touch $@
