# The commands of the project; each does its own set-up and needs nothing but make and python3.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench screens translations
PYTHON_BIN := .venv/bin/python

help: ## what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## system libraries, .venv and the exact Python packages (the others call it; fast when done)
	@scripts/setup

demo: setup ## three kiosks and the desktop app (DEMO_SECONDS=40: ends by itself; no display needed)
	@$(PYTHON_BIN) scripts/demo.py

test: setup ## every test (ARGS="tests/common -k storage" for some)
	$(PYTHON_BIN) -m pytest -n auto --dist loadfile $(ARGS)

check: setup ## ruff, mypy, import directions, shell scripts, systemd unit and desktop entry
	@scripts/check

bench: setup ## measurements beside peers (FOOTLIGHT_PEERS names the folder with the web peer)
	@$(PYTHON_BIN) -m benchmarks

screens: setup ## pictures of every page of the desktop app, dark and light, in build/screens (no display needed)
	@$(PYTHON_BIN) scripts/screens.py

translations: setup ## bring the desktop app's translations up to date (ARGS=de begins one)
	@$(PYTHON_BIN) scripts/translations.py $(ARGS)
