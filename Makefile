# Everything runs in an environment of its own, made from nothing but Python 3.11+ and venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo sim test check format coverage pictures contact-sheet wiring bench day journal soak diagram lab lab-faults lab-all lab-figures home-assistant fleet fuzz trace matrix matrix-brief wheels dist mutants clean

# A client's visit, as fast as it goes: no hardware needed.
demo: $(VENV)/run
	$(BIN)/station replay config/scenarios/visit.yaml

# A clinic of three beds to play with, on a page of this machine.
sim: $(VENV)/web
	$(BIN)/station sim

test: $(VENV)/test
	$(BIN)/python -m pytest

check: $(VENV)/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(VENV)/test
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# The plain tests alone, without the properties, must reach every branch of the pure rooms.
coverage: $(VENV)/test
	$(BIN)/coverage run --source=station/core,station/lookback -m pytest -q tests/core tests/lookback \
		--ignore tests/core/test_oracle.py --ignore-glob 'tests/core/test_invariants*.py'
	$(BIN)/coverage report --fail-under=100

# Draws the golden pictures again: look at every one before you accept it.
pictures: $(VENV)/test
	$(BIN)/python tests/drawing/make_pictures.py

# All of them on one sheet, enlarged.
contact-sheet: $(VENV)/test
	$(BIN)/python tests/drawing/make_pictures.py build/contact-sheet.png

# Prints and draws the shipped station's wiring again, for hardware.md: look at both.
wiring: $(VENV)/test
	$(BIN)/python tests/wiring/make_example.py

# What is measured runs in an environment of its own, with what a station is given and no more.
DEPLOYED := build/deployed
# What the station costs, each figure against a reference in the same run: twelve minutes, on a machine
# that does nothing else. PARTS="start idle" measures these alone, LONG=1 a month of faults too
# (a quarter of an hour), README=README.md puts the table there.
bench: $(VENV)/test $(DEPLOYED)/run
	STATION_BENCH_PYTHON=$(DEPLOYED)/bin/python $(BIN)/python -m tests.bench --json build/bench.json $(if $(LONG),--long) $(if $(README),--readme $(README)) $(PARTS)

# Every sentence of the behaviour with its tests, then the risks. Fails on orphans either way.
trace: $(VENV)/test
	$(BIN)/python -m tests.trace

# How long a day of eight busy bays takes to replay.
day: $(VENV)/test
	$(BIN)/python tests/replay/day.py

# What the journal costs: starting with a million rows, a commit, an engine whose disk hangs.
journal: $(VENV)/test
	$(BIN)/python tests/journal/measure.py
	$(BIN)/python -m tests.journal.stall 40

# Hours of trouble: a real station killed a thousand times, and a simulated month of faults.
soak: $(VENV)/test
	$(BIN)/python -m tests.soak.kills 1000
	$(BIN)/python -m tests.soak.month --days 30

# Small changes of meaning all over core and lookback: does a plain test notice each? ONLY="core/bay.py core/rules.py"
# tries some files, JOBS=4 so many mutants at a time. It goes on where it was interrupted.
JOBS ?= 1
mutants: $(VENV)/mutants
	PYTHONHASHSEED=0 $(BIN)/python -m tests.mutants --jobs $(JOBS) $(ONLY)

# The installed station on a real kernel's lines and bus, in a virtual machine: tests/lab/README.md.
RIDES = STATION_LAB=host $(BIN)/python -m pytest -s -rR --reruns $(RERUNS) --junitxml=build/lab/results/$@.xml
# How often a ride may be tried again: a guest that its host starves misses its instants.
RERUNS ?= 0
lab: $(VENV)/test
	$(RIDES) tests/lab/rides/test_bedside.py

# ... with faults of every part, mutations of the deployment, and 600 power cuts of one recorded disk.
AT_FAULT := $(addprefix tests/lab/rides/test_,faults.py mutations.py powercuts.py)
lab-faults: $(VENV)/test
	$(RIDES) $(AT_FAULT)

# Every ride: also thirty kills, real power cuts, an installation's whole life on two Debians, and the
# figures. The better part of an hour.
lab-all: $(VENV)/test
	$(RIDES) tests/lab/rides

# What the real path costs: the station watched idle and busy, ten minutes each.
lab-figures: $(VENV)/test
	LAB_MINUTES=10 $(RIDES) tests/lab/rides/test_figures.py

# Draws the README's state diagram again from the tables of the rules.
diagram: $(VENV)/test
	$(BIN)/python -m tests.diagram README.md

# Thousands of stations, a Mosquitto and one board: how they grow, in about six minutes.
fleet: $(VENV)/test
	$(BIN)/python -m tests.crowd

# Every kind of input that others write, made to break the station: three minutes, or as many as one
# likes (MINUTES=60). What is found stays in build/fuzz; FUZZ="config --again" tries only that again.
MINUTES ?= 3
FUZZ ?=
fuzz: $(VENV)/test
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES) $(FUZZ)

# Home Assistant's own validators, in an environment of their own: tests/fleet asks them once they are
# there. 2025.1 is the first month whose device discovery is as today's, and takes any Python 3.13.
home-assistant: build/home-assistant/bin/hass
build/home-assistant/bin/hass: | $(VENV)/test
	python=$$($(BIN)/python -m tests.matrix.pythons 3.13) && $$python -m venv build/home-assistant
	build/home-assistant/bin/python -m pip install --quiet --disable-pip-version-check 'homeassistant==2025.1.*' 'paho-mqtt==1.6.*'

# The tests on every Python that can be had here, with the oldest and the newest dependencies: each takes
# as long as `make test`. A part of it: make matrix PYTHONS=3.13 VERSIONS=oldest TESTS=tests/journal
PYTHONS ?= 3.11 3.12 3.13 3.14
VERSIONS ?= oldest newest
TESTS ?= tests
MATRIX = $(BIN)/python -m tests.matrix --pythons "$(PYTHONS)" --versions "$(VERSIONS)"
matrix: $(VENV)/matrix
	$(MATRIX) -- $(TESTS)

# What continuous integration tries of it: the two ends, and of the tests those that meet a library.
MEETING := $(addprefix tests/,drawing hardware readers journal/test_codec.py journal/test_file.py \
	fleet/test_link.py fleet/test_link_lost.py fleet/test_link_secured.py fleet/test_payload.py \
	web/test_sim_server.py test_cli.py test_cli_running.py test_dist.py)
matrix-brief: $(VENV)/matrix
	$(BIN)/python -m tests.matrix --pythons 3.11 --versions oldest -- $(MEETING)
	$(BIN)/python -m tests.matrix --pythons 3.14 --versions newest -- $(MEETING)

# Downloads every wheel that a Pi is given, for each Python: hardware.md's table.
wheels: $(VENV)/matrix
	$(BIN)/python -m tests.matrix.wheels --write

# Wheel and sdist in dist/, the same to the byte from the same commit.
dist: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || stat -c %Y pyproject.toml)
dist: $(VENV)/test
	rm -rf dist
	$(BIN)/python -m build --no-isolation

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "station needs Python 3.11 or newer; name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEPLOYED)/run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m venv $(DEPLOYED)
	$(DEPLOYED)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/web: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[web]'
	@touch $@ $(VENV)/run

$(VENV)/test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,web,mqtt]'
	@touch $@ $(VENV)/run $(VENV)/web

$(VENV)/matrix: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,web,mqtt,matrix]'
	@touch $@ $(VENV)/run $(VENV)/web $(VENV)/test

$(VENV)/mutants: $(VENV)/test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutants]'
	@touch $@
