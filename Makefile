# Thin: one command per need. `make` lists them.
PYTHON ?= python3
CHAINS ?= chains_fy2024.json.gz

.DEFAULT_GOAL := help
.PHONY: help app test lint types contracts sample golden population docs public-chains killed postgres layouts mutations bench screenshot

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1\t/' | expand -t 16

app:  ## open the app in a browser
	$(PYTHON) -m streamlit run app.py

test:  ## run every test, the browser tests included
	$(PYTHON) -m tests

lint:  ## check style and formatting
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:  ## check types
	$(PYTHON) -m mypy

contracts:  ## check which room may import which
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

sample:  ## write the sample register and its returned questionnaires anew
	$(PYTHON) -m tools.make_sample

golden:  ## write the expected result of the sample anew (a change of numbers: say why in CHANGELOG.md)
	$(PYTHON) -m tools.make_golden

population:  ## compute the population factors of the shipped parameters anew
	$(PYTHON) -m tools.population

docs:  ## write the generated pages of docs/ anew
	$(PYTHON) -m tools.make_docs

public-chains:  ## turn the public commission chains of fiscal 2024 into registers and score them all
	RISKGRAPH_PUBLIC_CHAINS="$(CHAINS)" $(PYTHON) -m pytest -s -m exhaustive tests/exhaustive/test_public_chains.py

killed:  ## end saves before each of their statements and at hundreds of random moments
	$(PYTHON) -m pytest -m exhaustive tests/exhaustive/test_killed.py

postgres:  ## hold the store on PostgreSQL to its tests; RISKGRAPH_TEST_POSTGRES is the URL of a database to use
	$(PYTHON) -m pytest -m exhaustive tests/exhaustive/test_postgres.py

layouts:  ## read thousands of layouts of questionnaires that a grammar makes
	$(PYTHON) -m pytest -s -m exhaustive tests/exhaustive/test_layouts.py

mutations:  ## damage good files in thousands of ways and read what is left
	$(PYTHON) -m pytest -s -m exhaustive tests/exhaustive/test_mutations.py

bench:  ## compare assessing the sample with openpyxl alone loading the same files
	$(PYTHON) -m tools.bench_intake

screenshot:  ## take the pictures of README with the running app
	$(PYTHON) -m tools.take_screenshot
