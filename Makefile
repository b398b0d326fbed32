# foistat: `make` builds build/foistat and build/libfoistat.a.  `make help` lists the targets.

VERSION := 0.1.0
# The date of that version, which stands in runs: no clock does.
RELEASED := 2026-11-22
PREFIX  ?= /usr/local
CC      ?= gcc
BUILD   ?= build
MODE    ?=
JOBS    := $(shell nproc 2>/dev/null || echo 2)
MAKEFLAGS += --no-builtin-rules

PACKAGES := lua5.4 gsl libRmath jansson nettle libutf8proc libcmark-gfm libseccomp zlib libzstd
# Loaded when an archive is read or written (run/libarchive.h): only its headers are needed here.
LOADED := libarchive
# A first `make demo` on a fresh machine installs the libraries before any rule needs these.
PKG_CFLAGS = -pthread $(shell pkg-config --cflags $(PACKAGES) $(LOADED) 2>/dev/null)
PKG_LIBS   = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lcmark-gfm-extensions -lcsv -lglpk -ldl -lm -pthread

# The program holds these where the machine has them as archives (lib*.a), so that it starts in half of the
# time, and a result comes from one file; GLPK with all that it needs, or not at all. `make SHARED=1` leaves
# all of them to the loader.
archives = $(wildcard $(foreach name,$(1),$(shell $(CC) -print-file-name=lib$(name).a)))
GLPK_WITH := glpk colamd amd suitesparseconfig ltdl gmp
HELD = $(if $(SHARED),,$(if $(filter $(words $(GLPK_WITH)),$(words $(call archives,$(GLPK_WITH)))),$(call archives,$(GLPK_WITH))) \
       $(call archives,cmark-gfm-extensions cmark-gfm lua5.4 gsl gslcblas Rmath jansson nettle utf8proc seccomp csv z zstd))

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla \
            -Wformat=2 -Wno-format-nonliteral
# Contraction off: a fused multiply-add would change the last bits from one processor to the next.
CFLAGS   ?= -O2 -g
# `make V=1` shows the commands.
Q := $(if $(V),,@)
say = $(if $(V),,@echo '  $(1)')
# Those that may change a number; runs name them.
NUMERIC_FLAGS = -std=c11 -ffp-contract=off $(CFLAGS)
FLAGS     = -std=c11 -D_GNU_SOURCE -ffp-contract=off -ffile-prefix-map=$(CURDIR)=. $(WARNINGS) $(CFLAGS) \
            -Iengine -I$(BUILD) -DFOISTAT_VERSION='"$(VERSION)"' -DFOISTAT_PREFIX='"$(PREFIX)"' $(PKG_CFLAGS)
ifeq ($(MODE),sanitize)
  BUILD := build/sanitize
  FLAGS += -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined
  LDFLAGS += -fsanitize=address,undefined
endif

SOURCES := $(sort $(wildcard engine/*/*.c engine/*/*/*.c))
PRELUDE := $(sort $(wildcard engine/prelude/*.lua))
LIBRARY_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(filter-out engine/cli/main.c,$(SOURCES))) $(BUILD)/prelude.o
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/*_test.c)))

.PHONY: all demo check check-all bench docs deps deps-bench deps-browser deps-publish deps-database install clean help
all: $(BUILD)/foistat $(BUILD)/libfoistat.a

help:
	@sed -n 's/^#: //p' Makefile

#: make            build/foistat and build/libfoistat.a
#: make deps       install what the build needs (Debian, Ubuntu); elsewhere, name it
#: make deps-browser  what the tests of reports in a browser need; without it they are skipped by name
#: make deps-publish  what --png and --pdf need, and their tests; without it they are skipped by name
#: make deps-database  what the tests of databases need; without it they are skipped by name
#: make deps-bench  the programs that `make bench` compares with; without them they are left out by name
#: make demo       deps, build, run the analyses in scripts/; says where the reports are
#: make check      deps, build, every test; closes with 'N passed, N failed'
#: make check-all  the same under AddressSanitizer and UndefinedBehaviorSanitizer, and static analysis
#: make bench      speed as ratios measured in one run
#: make docs       regenerate the reference pages and the definitions for editors from the rows
#: make install    PREFIX=/usr/local

$(BUILD)/foistat: $(BUILD)/engine/cli/main.o $(BUILD)/libfoistat.a
	$(call say,link $@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(HELD) -Wl,--as-needed $(PKG_LIBS)

$(BUILD)/libfoistat.a: $(LIBRARY_OBJECTS)
	$(call say,archive $@)
	$(Q)rm -f $@ && ar rcsD $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,compile $<)
	$(Q)$(CC) $(FLAGS) -MMD -MP -c -o $@ $<

# The commit is looked up each time; what depends on it is compiled again only when it is another.
$(BUILD)/base/build_facts.h: FORCE
	$(Q)sh tools/build-facts.sh $@ '$(RELEASED)' '$(NUMERIC_FLAGS)'

$(BUILD)/engine/base/build.o: $(BUILD)/base/build_facts.h

.PHONY: FORCE
FORCE:

# The Lua side of the foi module, compiled and held in the program: one file to ship, one version to cite.
$(BUILD)/prelude.c: $(PRELUDE) tools/embed.sh $(BUILD)/tools/compile
	$(Q)sh tools/embed.sh $(BUILD)/tools/compile $(PRELUDE) > $@.part && mv $@.part $@

$(BUILD)/tools/compile: tools/compile.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) $(LDFLAGS) -o $@ $< $(PKG_LIBS)

$(BUILD)/prelude.o: $(BUILD)/prelude.c
	$(Q)$(CC) $(FLAGS) -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libfoistat.a
	@mkdir -p $(@D)
	$(call say,test $@)
	$(Q)$(CC) $(FLAGS) -Itests -Wno-missing-prototypes -MMD -MP $(LDFLAGS) -o $@ $< $(BUILD)/libfoistat.a $(PKG_LIBS) -lcmocka

deps:
	@sh tools/deps.sh

deps-browser:
	@sh tools/deps-browser.sh build/browser

deps-bench:
	@sh tools/deps-bench.sh build/bench/node

deps-publish:
	@sh tools/deps-publish.sh

deps-database:
	@sh tools/deps-database.sh

demo: deps
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@sh tools/demo.sh $(BUILD)/foistat

check: deps
	@$(MAKE) --no-print-directory -j$(JOBS) all unit-tests
	@sh tests/run.sh $(BUILD)

check-all: check
	@$(MAKE) --no-print-directory MODE=sanitize -j$(JOBS) all unit-tests
	@sh tests/run.sh build/sanitize
	@sh tests/analyse.sh
	@FOISTAT_ALL=1 sh tests/hostile.sh $(BUILD)
	@FOISTAT_ALL=1 sh tests/browser.sh $(BUILD)
	@FOISTAT_ALL=1 sh tests/vega.sh $(BUILD)
	@FOISTAT_ALL=1 sh tests/determinism.sh $(BUILD)
	@FOISTAT_ALL=1 sh tests/faults.sh $(BUILD)
	@FOISTAT_ALL=1 sh tests/memory.sh $(BUILD)
	@FOISTAT_ALL=1 sh tests/delivery.sh $(BUILD)
	@for t in $(LONGER); do echo "$$t, all cases" && FOISTAT_ALL=1 $(BUILD)/tests/$$t || exit 1; done

# Those make a quarter of their random cases in `make check`, or a five-hundredth.
LONGER := count_test csv_test disclosure_test rows_test scan_test

# Loaded before the program, they stand for another machine: tests/shims says what each does.
SHIMS := $(patsubst tests/shims/%.c,$(BUILD)/shims/%.so,$(sort $(wildcard tests/shims/*.c)))
$(BUILD)/shims/%.so: tests/shims/%.c
	@mkdir -p $(@D)
	$(call say,shim $@)
	$(Q)$(CC) -std=c11 -Wall -Wextra -O2 -fno-builtin -fPIC -shared -o $@ $< -ldl -lm

.PHONY: unit-tests
unit-tests: $(UNIT_TESTS) $(BUILD)/tests/crate_check $(BUILD)/tests/disclosure_patterns $(SHIMS)

$(BUILD)/bench/%: tests/bench/%.c $(BUILD)/libfoistat.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) -Itests $(LDFLAGS) -o $@ $< $(BUILD)/libfoistat.a $(PKG_LIBS)

COUNTING := $(patsubst tests/bench/count/%.c,$(BUILD)/bench/count/%,$(wildcard tests/bench/count/*.c))
bench: all $(COUNTING) $(BUILD)/bench/measures $(BUILD)/bench/reports $(BUILD)/bench/disclosure $(BUILD)/bench/looked_after $(BUILD)/bench/wall
	@sh tests/bench/run.sh $(BUILD)
	@sh tests/bench/count.sh $(BUILD)

docs: all $(BUILD)/tests/reference_test $(BUILD)/tests/coverage_test
	@sh tools/docs.sh $(BUILD) .

install: all
	@sh tools/install.sh $(BUILD) '$(DESTDIR)$(PREFIX)' '$(PREFIX)' $(VERSION)

clean:
	rm -rf build

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
