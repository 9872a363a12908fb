# The steward's verbs. `make help` lists them.
PYTHON ?= python3
RAW ?= raw
EXTRACTED ?= extracted
BIN := .venv/bin

.PHONY: help setup run update status accept schedule replay test lint check issues verify reference schemas samples lock bench train evaluate-ner clean
.DEFAULT_GOAL := help

help: ## List the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

setup: .venv/ready ## Make .venv with everything pinned in requirements.lock

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make setup PYTHON=/path/to/python3.11"; exit 2; }
	@echo "setting up .venv (once; about a minute)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch .venv/ready

run: setup ## Run the pipeline over raw/ and publish extracted/curated/ (RAW=… EXTRACTED=…)
	@$(BIN)/nhs-pipeline run --raw $(RAW) --extracted $(EXTRACTED)

update: setup ## Fetch what the sources have, read it and publish (ALL=1: due or not)
	@$(BIN)/nhs-pipeline update $(if $(ALL),--all) --raw $(RAW) --extracted $(EXTRACTED)

status: setup ## How each source does, what is overdue or held back, what the last run did
	@$(BIN)/nhs-pipeline status --extracted $(EXTRACTED)

accept: setup ## Publish the release that the guards hold back
	@$(BIN)/nhs-pipeline accept --raw $(RAW) --extracted $(EXTRACTED)

schedule: setup ## Print a systemd timer and a cron line for `make update` (INSTALL=1 installs the timer)
	@$(BIN)/nhs-pipeline schedule $(if $(INSTALL),--install)

replay: setup ## Read every document again with today's code
	@$(BIN)/nhs-pipeline run --fresh --raw $(RAW) --extracted $(EXTRACTED)

test: setup ## Run all tests, types and style
	@$(BIN)/ruff check pipeline tests benchmarks training
	@$(BIN)/ruff format --check --quiet pipeline tests benchmarks training
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto

check: setup ## Types and style alone
	@$(BIN)/ruff check pipeline tests benchmarks training
	@$(BIN)/mypy

lint: check

issues: setup ## What a steward should look at in the current release
	@$(BIN)/nhs-pipeline issues --extracted $(EXTRACTED)

verify: setup ## Prove the current release: keys, schemas, every quote at its locator
	@$(BIN)/nhs-pipeline verify --raw $(RAW) --extracted $(EXTRACTED)

reference: setup ## Import files of the NHS Organisation Data Service: make reference ETR=etr.csv ECCG=eccg.csv SUCC=succ.csv
	@$(BIN)/nhs-pipeline reference $(if $(ETR),--etr $(ETR)) $(if $(ECCG),--eccg $(ECCG)) $(if $(SUCC),--succ $(SUCC)) $(if $(FROM),--download $(FROM))

schemas: setup ## Write schemas/ and docs/issues.md from the definitions in the code
	@$(BIN)/nhs-pipeline schemas

samples: setup ## Write the sample documents of raw/ anew
	@$(BIN)/python -m tests.samples raw

lock: setup ## Pin every dependency anew (needs the network)
	@$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-annotate --no-header --extra dev --output-file requirements.lock pyproject.toml

bench: setup ## Time the readers and the whole run
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.pdf
	@$(BIN)/python -m benchmarks.names
	@$(BIN)/python -m benchmarks.resolve

train: setup ## Train the model of names anew from the folder that NER_DATA names (half an hour; docs/ner.md)
	@$(BIN)/pip install -q --disable-pip-version-check 'spacy-lookups-data>=1.0.5'
	@$(BIN)/python -m training
	@$(BIN)/python -m training.evaluate --calibrate

evaluate-ner: setup ## Judge the pass over names on the texts of NER_DATA: scores, errors, calibration
	@$(BIN)/python -m training.evaluate

clean: ## Remove what runs and tools left (releases too), never raw/ nor what was fetched
	rm -rf $(EXTRACTED)/work $(EXTRACTED)/releases $(EXTRACTED)/curated .mypy_cache .ruff_cache .hypothesis
