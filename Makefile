# Assonance. `make` shows this menu.
#
#   make setup      install Debian's packages where they are missing, point git at the lint hook
#   make demo       build, ingest samples/, show the tracks, and ask what sounds like one of them
#   make test       build and run the tests
#   make check      what a change must pass: format, build without warnings, tests, metrics
#   make format     format the sources in place
#   make bench      speed and memory beside other tools (docs/benchmarks.md)
#   make evaluate   accuracy on a labelled corpus (docs/accuracy.md); CORPUS=folder
#   make deb        a Debian package of it, in build/ (ops/)
#   make evaluate-descriptors   the descriptors' report and pictures (docs/descriptors.md); WORK=folder with
#                   examples/ and held.json of Evaluation/fit_voices.py, and the answers of other tools
#   make build      the program alone: .build/release/assonance

SHELL := /bin/bash
SWIFT_FLAGS := -c release -Xswiftc -enable-testing
BINARY := .build/release/assonance
SOURCES := Package.swift Sources Tests
CORPUS ?= ../shared/corpus
DEMO_LIBRARY ?= demo-library
WORK ?= .evaluation
# What the build needs from Debian 12, and what the tests compare with.
PACKAGES := pkg-config libsndfile1-dev libvorbis-dev libogg-dev libfftw3-dev libsoxr-dev \
  libchromaprint-dev libswresample-dev libebur128-dev libtag1-dev libgd-dev libsqlite3-dev libflac-dev zlib1g-dev \
  libchromaprint-tools vorbis-tools flac

.PHONY: menu setup build deb demo test check lint format bench evaluate evaluate-descriptors
menu:
	@sed -n 's/^#   //p' Makefile

setup:
	@missing=; for p in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing:$$missing"; \
	  as=; [ "$$(id -u)" = 0 ] || as=sudo; \
	  $$as apt-get -q update && DEBIAN_FRONTEND=noninteractive $$as apt-get install -qy --no-install-recommends $$missing; fi
	@git rev-parse --git-dir >/dev/null 2>&1 && git config core.hooksPath .githooks || true

build: setup
	swift build $(SWIFT_FLAGS) --product assonance

deb: build
	ops/package-deb $(BINARY) build

demo: build
	@echo; echo "== ingest samples/"
	$(BINARY) ingest samples --library $(DEMO_LIBRARY)
	@echo; echo "== the catalogue"
	$(BINARY) list --library $(DEMO_LIBRARY)
	@echo; echo "== the ladder of one track"
	@$(BINARY) show samples/jousboxx-buzzer-beater.flac --library $(DEMO_LIBRARY)
	@cd $(DEMO_LIBRARY) && find renditions -name '*.ogg' | sort | xargs ls -l | awk '{ print $$5, $$9 }'
	@echo; echo "== what sounds like it?"
	$(BINARY) similar samples/jousboxx-buzzer-beater.flac --limit 5 --why --library $(DEMO_LIBRARY)

test: setup
	@mkdir -p .build
	@# What failed, once more at the end: the output is long.
	set -o pipefail; swift test $(SWIFT_FLAGS) --disable-xctest 2>&1 | tee .build/test.log \
	  || { grep '✘' .build/test.log; false; }

lint:
	swift format lint --strict --parallel --recursive $(SOURCES)

check: setup lint
	swift build $(SWIFT_FLAGS) --explicit-target-dependency-import-check error
	$(MAKE) test
	python3 Evaluation/test_metrics.py
	python3 Evaluation/test_key_changes.py

format:
	swift format --in-place --parallel --recursive $(SOURCES)

bench: build
	Benchmarks/run

evaluate: build
	python3 Evaluation/evaluate.py --binary $(BINARY) --corpus $(CORPUS) --worst 20 --out docs/accuracy.md

evaluate-descriptors: build
	$(BINARY) analyze --features --json $(CORPUS)/*/*.ogg > $(WORK)/features.jsonl
	$(BINARY) analyze --features --json $(WORK)/examples/*.wav > $(WORK)/made.jsonl
	$(BINARY) analyze --features --json $(WORK)/altered/* > $(WORK)/altered.jsonl
	python3 Evaluation/fit_descriptors.py $(WORK)/features.jsonl --corpus $(CORPUS) --made $(WORK)/made.jsonl \
	  --examples $(WORK)/examples --held-out $(WORK)/held.json \
	  --pairs $(WORK)/altered.jsonl --check --values $(WORK)/values.jsonl
	python3 Evaluation/descriptor_table.py $(WORK)/values.jsonl \
	  $(wildcard $(addprefix $(WORK)/,sonara.jsonl vibenet.jsonl essentia.jsonl)) --corpus $(CORPUS)
	python3 Evaluation/descriptor_pictures.py $(WORK)/values.jsonl --corpus $(CORPUS) --out docs
