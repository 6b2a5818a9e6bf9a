.PHONY: help demo test test-all test-r test-qgis mutate fuzz lint lint-types lint-scans format bench plugin docs docs-site docs-links lock sbom audit clean
PYTEST = .venv/bin/python -m pytest
export OPENBLAS_NUM_THREADS ?= 2
# Where it is set, as in many containers, each of the hundreds of processes of the tests compiles all it loads anew.
unexport PYTHONDONTWRITEBYTECODE

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

demo:  ## install what is needed, run the whole chain on the embedded data, say where the report is
	@sh scripts/setup.sh engine
	@.venv/bin/gisplug demo --out demo-results

test:  ## install everything the tests need, QGIS from Debian included, and run them all
	@sh scripts/install_qgis.sh
	@sh scripts/setup.sh dev
	$(PYTEST) -n 3 --dist worksteal -q tests
	sh scripts/test_qgis.sh

test-all:  ## `make test` with all of the families of which each commit tries a third
	@GISPLUG_TESTS=all $(MAKE) test

test-r:  ## the scripts of export-code in Debian's R with plm, alone
	@sh scripts/install_qgis.sh
	@sh scripts/setup.sh dev
	$(PYTEST) -q tests/replication

test-qgis:  ## the QGIS tests only; SUITE=trixie, sid or qt6 runs them in a chroot with QGIS 3.40, 3.44, or 3.40 on Qt 6
	@sh scripts/install_qgis.sh
	@sh scripts/setup.sh dev
	SUITE=$(SUITE) sh scripts/test_qgis.sh

mutate:  ## plant faults in a copy of what is committed and see whether tests notice; FOLDER="options cache", SAMPLE=20 some of them
	@sh scripts/setup.sh dev
	nice -n 10 .venv/bin/python -m tests.faults $(FOLDER) --sample $(or $(SAMPLE),0) --seed $(or $(SEED),1)

fuzz:  ## read damaged files, SECONDS=30 of each format, ONLY=weights-mtx,layer those; what does harm is kept in tests/fuzz/corpus
	@sh scripts/setup.sh dev
	.venv/bin/python -m tests.fuzz --seconds $(or $(SECONDS),30) --only "$(ONLY)"

lint:  ## ruff, mypy, and the plugin site's scanners, two at a time
	@sh scripts/setup.sh dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	@$(MAKE) --no-print-directory -j2 --output-sync lint-types lint-scans

lint-types:
	.venv/bin/mypy

lint-scans:
	.venv/bin/bandit -q -r gisplug -c pyproject.toml
	.venv/bin/vermin --quiet --no-tips --eval-annotations --target=3.9- --violations gisplug/__init__.py gisplug/core/__init__.py gisplug/core/version.py gisplug/core/errors.py gisplug/core/progress.py gisplug/core/evidence.py gisplug/core/messages gisplug/core/declare gisplug/core/formats.py gisplug/core/palette.py gisplug/core/vocabulary.py gisplug/tools gisplug/toolbox
	.venv/bin/detect-secrets-hook $$(git ls-files gisplug '*.md' '*.toml' '*.txt' ':!requirements')

format:  ## let ruff format and mend what it can
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench:  ## benchmarks against peers; ONLY=weights runs one (see benchmarks/README.md)
	@sh scripts/setup.sh dev
	.venv/bin/python benchmarks/run.py $(ONLY)

plugin:  ## build dist/gisplug.zip, the QGIS plugin, from the wheel's content
	@sh scripts/setup.sh dev
	.venv/bin/python scripts/build_plugin.py

docs:  ## write the reference pages from the declarations
	@sh scripts/setup.sh dev
	.venv/bin/python scripts/write_reference.py
	.venv/bin/python scripts/draw_architecture.py

docs-site:  ## build the documentation as a site, in English and Chinese, into dist/docs-site
	@sh scripts/setup.sh dev
	.venv/bin/python scripts/docs/build_site.py

docs-links:  ## ask every address that the documentation names whether it still answers (needs the network)
	@sh scripts/setup.sh dev
	.venv/bin/python scripts/docs/build_site.py --links

lock:  ## renew requirements/*.txt from pyproject.toml (needs uv)
	sh scripts/lock.sh

sbom:  ## write the software bill of materials, dist/gisplug.cdx.json (CycloneDX 1.6), from the locked requirements
	@sh scripts/setup.sh dev
	.venv/bin/python scripts/sbom.py

audit:  ## ask whether the locked packages have known weaknesses (needs the network and pip-audit); says when it cannot
	@sh scripts/setup.sh dev
	.venv/bin/python scripts/audit.py

clean:  ## remove what was built
	rm -rf dist build demo-results .demo-results.steps .mypy_cache .ruff_cache .pytest_cache
