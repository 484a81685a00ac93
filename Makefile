# The front door. Each target does its own set-up: 'make demo' and 'make test' work in a fresh clone.
SHELL := /bin/bash
FUZZ_SECONDS ?= 30
PREFIX ?= /usr/local

.PHONY: all setup build install deb tarball dist wheel reproduce demo demo-stop test bench lint fuzz clean help
all: build

setup: ## install what is missing, for building, testing and the gates
	@tools/setup.sh lint && echo "setup: all that is needed is there"

build: ## build/doorstroom
	@tools/setup.sh build
	@tools/build.sh install doorstroom

install: ## program, library, headers and data into PREFIX (/usr/local); DESTDIR works, too
	@tools/setup.sh build
	@tools/build.sh install doorstroom ds_library ds_static
	@cmake --install build --prefix "$(PREFIX)" >build/install.log
	@echo "install: $(PREFIX)/bin/doorstroom"

deb: ## build/packages/*.deb, for Debian 12
	@tools/setup.sh package
	@tools/package deb

tarball: ## one archive in build/packages/ that runs on each Linux with glibc 2.34, without root
	@tools/setup.sh package
	@tools/package tarball

dist: ## one archive in build/packages/ with all that building without a network asks for
	@tools/setup.sh package
	@tools/package dist

wheel: ## build/packages/*.whl, for CPython 3.10 and later on each Linux with glibc 2.34
	@tools/setup.sh package
	@tools/build.sh install doorstroom ds_library ds_static older_glibc launch
	@python3 python/build_backend/doorstroom_build.py wheel build/packages built=yes

reproduce: ## builds and packs twice, from nothing, in two folders: the same bytes?
	@tools/setup.sh package
	@tools/reproduce

demo: build ## a made register and a release in demo/, and served in the background (DEMO_SERVE=no: not)
	@build/doorstroom demo demo
	@build/doorstroom report demo --forms html,xlsx,csv,json
	@echo 'verder, from here: export PATH="$$PWD/build:$$PATH"; doorstroom tally demo --indicator vsv'
	@tools/serve-demo build/doorstroom demo
	@if [ -t 1 ] && [ -n "$$DISPLAY" ] && command -v xdg-open >/dev/null; then xdg-open demo/publicatie/huidig/index.html; fi

demo-stop: ## ends what make demo has serving
	@tools/serve-demo build/doorstroom demo stop

test: ## every test, the contract and the examples
	@tools/setup.sh test
	@tools/build.sh release
	@tools/test.sh build

bench: ## how fast, beside DuckDB and a hand-written loop (see bench/)
	@tools/setup.sh test
	@tools/build.sh release
	@bench/run

lint: ## layout, clang-tidy, cppcheck, the order of the stages, names in comments
	@tools/setup.sh lint
	@tools/lint.sh

fuzz: ## every fuzzer for FUZZ_SECONDS (30)
	@tools/setup.sh lint
	@tools/build.sh fuzz fuzzers
	@tools/fuzz.sh build-fuzz $(FUZZ_SECONDS)

clean: ## remove what was built; what was installed stays
	@tools/serve-demo build/doorstroom demo stop
	rm -rf build build-*/ demo

help: ## these lines
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16
