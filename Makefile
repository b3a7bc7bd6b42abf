# Two commands do everything: `make run` and `make test`. The others are for those who build the house.
SOURCES := $(shell find Sources Package.swift -type f 2>/dev/null)
RELEASE := .build/release/resonance
DATA ?= var
PORT ?= 8080

.PHONY: run sample test bench lint format fuzz model judgement clean help

help:
	@echo "run     install what is missing, build, start the sample hospital on http://127.0.0.1:$(PORT)"
	@echo "test    install what is missing, run every test: unit, both engines, interop, browser"
	@echo "bench   measure this machine, beside its peers, and write the tables of the READMEs"
	@echo "sample  fill DATA (default var) with the sample hospital and stop"
	@echo "lint    style, imports, warnings      format  rewrite to style      fuzz  libFuzzer on every parser"
	@echo "model   train the opinion model again from ../shared/data and evaluate it"
	@echo "judgement  measure what judges on the texts of Tests/Unseen, and write docs/judgement.md"

run: $(RELEASE)
	@exec $(RELEASE) serve --sample --data $(DATA) --port $(PORT)

sample: $(RELEASE)
	@$(RELEASE) sample --data $(DATA)

$(RELEASE): $(SOURCES)
	@scripts/install run
	@scripts/build release

test:
	@scripts/install test
	@scripts/test

bench: $(RELEASE)
	@scripts/install bench
	@bench/run

model: $(RELEASE)
	@$(RELEASE) model train --data ../shared/data/opinions/train.tsv --labelled ../shared/data/opinions/dev.tsv --posts ../shared/data/stream/health-posts-2021.jsonl --encoder .cache/encoder/encoder.bin --output Sources/CAssets/assets/opinion/model.bin
	@$(RELEASE) model evaluate --data Tests/Unseen/opinions.tsv
	@$(RELEASE) model train-ethics --cross-validate --output Sources/CAssets/assets/deontology/model.bin

judgement: $(RELEASE)
	@$(RELEASE) model evaluate --markdown --data Tests/Unseen/opinions.tsv --distress Tests/Unseen/distress.tsv --identifiers Tests/Unseen/identifiers.jsonl --drafts Tests/Unseen/drafts.jsonl > docs/judgement.md

lint:
	@scripts/lint

format:
	@swift format --in-place --recursive Sources Tests Package.swift

fuzz:
	@Fuzz/run $(or $(SECONDS_EACH),600)

clean:
	@rm -rf .build .venv
