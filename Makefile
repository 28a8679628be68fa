# The same words here and in CI: run · test · docs · lint · format · bench · soak · tour.
SHELL := /bin/bash
.DEFAULT_GOAL := help

SWIFT ?= swift
RELEASE := .build/release/firn
DEBUG := .build/debug/firn
STRICT := --explicit-target-dependency-import-check error -Xswiftc -warnings-as-errors
# Each test that runs holds connections, of which a server has only so many.
BOUNDED := --experimental-maximum-parallelization-width 16
VENV := .venv
PYTEST := $(VENV)/bin/python -m pytest -q
DATA ?= firn-data
PREFIX ?= /usr/local
LISTEN ?= 127.0.0.1:8410
OPERATOR ?= 127.0.0.1:8411

.PHONY: help run build test unit built-tests kernels clients built-clients docs tour soak bench lint format \
	system-packages test-packages bench-packages release clean man completions install

help: ## Show these words.
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

system-packages:
	@scripts/system-packages build

release: system-packages
	$(SWIFT) build -c release --product firn

run: release ## Build a release binary and serve on 127.0.0.1:8410 from ./firn-data.
	exec $(RELEASE) serve --data $(DATA) --listen $(LISTEN) --operator $(OPERATOR)

build: system-packages ## Build everything for testing, warnings being errors.
	$(SWIFT) build --build-tests $(STRICT)

test: lint build $(VENV)/ready ## Run every test: Swift's, and real clients against the running server.
	scripts/postgres run $(MAKE) --no-print-directory kernels unit clients

bench-packages:
	@scripts/system-packages bench

test-packages:
	@scripts/system-packages test

unit: build test-packages
	scripts/postgres run $(MAKE) --no-print-directory built-tests

# On the server of FIRN_TEST_POSTGRES: every test, then those that need a catalogue again, with the catalogue there.
built-tests:
	$(SWIFT) test --skip-build $(STRICT)
	FIRN_TEST_CATALOGUE=postgres $(SWIFT) test --skip-build $(STRICT) $(BOUNDED) \
		--filter '^(AccessControl|Catalogue|JobEngine|Simulation|Upkeep|VaultService|Wire)Tests\.'

# The kernels that hash, each on its processor, emulated where this machine is another.
kernels: $(VENV)/ready
	$(PYTEST) Tests/kernels

$(VENV)/ready: Tests/clients/requirements.txt | test-packages
	python3 -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r Tests/clients/requirements.txt
	touch $@

clients: build $(VENV)/ready
	scripts/postgres run $(MAKE) --no-print-directory built-clients

# On the server of FIRN_TEST_POSTGRES: the clients against servers with a catalogue in a file, then with one there, but
# for the tests of our own client, which cannot tell.
OURS := command commands configure manual swift_client swift_client_with_moto ls_rm_empty
built-clients:
	FIRN_BINARY=$(DEBUG) $(PYTEST) Tests/clients
	FIRN_TEST_CATALOGUE=postgres FIRN_BINARY=$(DEBUG) $(PYTEST) Tests/clients \
		$(foreach name,$(OURS),--ignore-glob='*/test_*$(name).py')

docs: build ## Make the client's documentation in .build/docs, warnings being errors.
	scripts/docs .build/docs

tour: release $(VENV)/ready ## Do the whole main job on a temporary folder; FILE=… names the file to upload.
	$(VENV)/bin/python scripts/tour.py --binary $(RELEASE) $(if $(FILE),--file "$(FILE)")

soak: release $(VENV)/ready ## Run the long tests: 10,000 parts, kill -9 in a loop, and for root cuts of power.
	FIRN_BINARY=$(RELEASE) $(PYTEST) -s Tests/soak

bench: release bench-packages $(VENV)/ready ## Print the benchmarks' ratios; ONLY=… names those to run, such as ingest.
	FIRN_BINARY=$(RELEASE) FIRN_BENCHMARK_PYTHON=$(VENV)/bin/python \
		$(SWIFT) run -c release --package-path Benchmarks FirnBenchmarks $(ONLY)

man: release ## Write the manual pages to .build/man.
	python3 scripts/manual.py --binary $(RELEASE) --output .build/man

completions: release ## Write the completions for bash, zsh and fish to .build/completions.
	mkdir -p .build/completions
	$(RELEASE) --generate-completion-script bash > .build/completions/firn
	$(RELEASE) --generate-completion-script zsh > .build/completions/_firn
	$(RELEASE) --generate-completion-script fish > .build/completions/firn.fish

install: man completions ## Install program, manual pages and completions under PREFIX, /usr/local by default.
	install -D -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/firn
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 .build/man/firn*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -D -m 644 .build/completions/firn $(DESTDIR)$(PREFIX)/share/bash-completion/completions/firn
	install -D -m 644 .build/completions/_firn $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_firn
	install -D -m 644 .build/completions/firn.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/firn.fish

lint: ## Check the format, as CI does.
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

format: ## Put the sources into the house format.
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

clean: ## Remove what was built.
	rm -rf .build Benchmarks/.build $(VENV)
