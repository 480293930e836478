# lean.h: `make help` lists what there is. Nothing but a C compiler and make is needed for demo and
# test; `tools/install_deps` installs what the rest uses.

CC ?= cc
CXX ?= g++
CFLAGS ?=
PREFIX ?= /usr/local
DESTDIR ?=
SECONDS ?= 60
ROUNDS ?= 20000
N ?= 1000000
ROOM ?=
FILE ?= lean.h
B := build

WARN := -Wall -Wextra -Wno-psabi
HEADERS := lean.h $(wildcard tests/*.h) $(wildcard tests/fuzz_*.c)
PROGRAMS := $(patsubst tests/%.c,%,$(sort $(wildcard tests/test_*.c tests/model_*.c)))
ROOMS := $(patsubst tests/fuzz_%.c,%,$(sort $(wildcard tests/fuzz_*.c)))

# The ways each test program is built: language, optimisation, index width, inlining, kernels and who
# sees the functions, spread so that few ways hold all. c99 uses the best kernel there is; small and
# plain have none. A kernel that the processor lacks is the best below it. Static functions compile
# faster, since those that a program does not call are left out. Only continuous integration runs
# the last two: `make test WAYS="plain avx2"`.
flags_c99 := -std=c99 -O2 -DLEAN_API=static
flags_small := -std=c11 -Os -DLEAN_API=static -DLEAN_SMALL=1
flags_index16 := -std=c99 -O1 -DLEAN_API=static -DLEAN_INDEX_BITS=16 -DLEAN_KERNEL=plain
flags_index64 := -std=c99 -O1 -DLEAN_API=static -DLEAN_INDEX_BITS=64 -DLEAN_KERNEL=sse2
flags_cxx := -x c++ -std=c++11 -O1 -DLEAN_API=static -DLEAN_KERNEL=avx2
flags_plain := -std=c11 -O0
flags_avx2 := -std=c99 -O2 -DLEAN_KERNEL=avx2
WAYS := c99 small index16 index64
ifneq ($(shell command -v $(CXX) 2>/dev/null),)
WAYS += cxx
endif
# Those in C++, which hold a room against the standard library's.
STANDARD := $(patsubst tests/%.cc,%,$(sort $(wildcard tests/*.cc)))
programs = $(PROGRAMS) $(if $(filter cxx,$(1)),$(STANDARD))
compile = $(if $(filter cxx,$(1)),$(CXX),$(CC)) $(flags_$(1)) $(WARN) $(CFLAGS)

# By itself it takes all processors. `make clean test` must not.
ifeq ($(MAKECMDGOALS),test)
MAKEFLAGS += -j$(or $(shell nproc 2>/dev/null),2)
endif

.PHONY: help demo test check targets soak fuzz cover size bench plots install uninstall format clean
.DELETE_ON_ERROR:

help:
	@echo 'make demo [FILE=path]      a real file held the plain C way and with lean.h'
	@echo 'make test                  all host tests; last line: N passed, N failed'
	@echo 'make check                 warnings, switches, layout, format, examples, link checks, sizes'
	@echo 'make targets [REQUIRE=1]   the tests on other machines, emulated'
	@echo 'make soak [ROUNDS=20000]   the model tests for long, over several seeds; all floats; maps'
	@echo 'make fuzz [SECONDS=60]     each fuzz driver with libFuzzer'
	@echo 'make cover                 line, branch and MC/DC coverage'
	@echo 'make size                  build/size.tsv: code size on small machines'
	@echo 'make bench [ROOM=array] [N=1000000]   build/bench.tsv: time and bytes beside the peers'
	@echo 'make plots                 build/map_*.svg, from the rows of ROOM=map in build/bench.tsv'
	@echo 'make install [PREFIX= DESTDIR=], make uninstall, make format, make clean'

# ---- demo ----
$(B)/demo: examples/demo.c lean.h | $(B)
	$(CC) -O2 -I. $(CFLAGS) $< -o $@

demo: $(B)/demo
	@$(B)/demo '$(FILE)'

# ---- test: build/test/WAY/PROGRAM.log holds a run's output, whatever its status ----
LOGS := $(foreach w,$(WAYS),$(patsubst %,$(B)/test/$(w)/%.log,$(call programs,$(w)))) \
        $(patsubst %,$(B)/test/corpus/%.log,$(ROOMS)) $(B)/test/meta.log

$(B) $(patsubst %,$(B)/test/%,c99 $(filter-out c99,$(WAYS)) corpus):
	@mkdir -p $@

define way
$(B)/test/$(1)/%: tests/%.c $(HEADERS) Makefile | $(B)/test/$(1)
	$$(call compile,$(1)) $$< -o $$@
$(B)/test/$(1)/%.log: $(B)/test/$(1)/%
	@$$< > $$@ 2>&1 || echo "exit status $$$$?" >> $$@
endef
$(foreach w,c99 $(filter-out c99,$(WAYS)),$(eval $(call way,$(w))))
$(B)/test/cxx/%: tests/%.cc $(HEADERS) Makefile | $(B)/test/cxx
	$(call compile,cxx) $< -o $@

$(B)/test/corpus/%.log: $(B)/test/c99/model_% FORCE | $(B)/test/corpus
	@$< corpus $(wildcard tests/corpus/$*/*) > $@ 2>&1 || echo "exit status $$?" >> $@

# A failing check must fail its program, or no other result means anything.
$(B)/test/meta: tests/meta_failing.c $(HEADERS) Makefile | $(B)/test/c99
	$(call compile,plain) $< -o $@
$(B)/test/meta.log: $(B)/test/meta
	@if $< > $@.out 2>&1; then echo 'meta: 0 passed, 1 failed'; \
	elif grep -q '^meta_failing: 1 passed, 1 failed$$' $@.out; then echo 'meta: 1 passed, 0 failed'; \
	else echo 'meta: 0 passed, 1 failed'; fi > $@

FORCE:

.SECONDARY:
test: $(LOGS)
	@passed=0; failed=0; \
	for log in $(LOGS); do \
	    counts=$$(sed -n '$$s/^.*: \([0-9]*\) passed, \([0-9]*\) failed$$/\1 \2/p' $$log); \
	    if [ -z "$$counts" ]; then counts='0 1'; fi; \
	    set -- $$counts; \
	    passed=$$((passed + $$1)); failed=$$((failed + $$2)); \
	    if [ "$$2" != 0 ]; then echo "== $$log"; cat $$log; fi; \
	done; \
	echo "$$passed passed, $$failed failed"; \
	[ $$failed = 0 ] && [ $$passed != 0 ]

SOAKS := $(patsubst tests/%.c,$(B)/test/c99/%,$(sort $(wildcard tests/soak_*.c)))
$(SOAKS): $(wildcard tests/test_*.c)
soak: $(patsubst %,$(B)/test/c99/%,$(filter model_%,$(PROGRAMS))) $(SOAKS)
	@for program in $(filter-out $(SOAKS),$^); do \
	    for seed in 2 3 5 7; do \
	        echo "$$program, seed $$seed, $(ROUNDS) rounds"; \
	        $$program $$seed $(ROUNDS) || exit 1; \
	    done; \
	done
	@for program in $(SOAKS); do echo "$$program"; $$program || exit 1; done

# ---- the rest: tools with --help of their own ----
check:
	tools/check

targets:
	$(MAKE) -C tests/targets $(if $(REQUIRE),REQUIRE=$(REQUIRE))

fuzz:
	tools/fuzz --seconds $(SECONDS) $(if $(ROOM),--room $(ROOM))

cover:
	tools/cover

size:
	tools/size

bench:
	tools/bench --n $(N) $(if $(ROOM),--room $(ROOM))

plots:
	tools/plots

format:
	clang-format -i lean.h $(wildcard tests/*.[ch] tests/*.cc tests/*/*.[ch] tests/*/*.cc \
	    examples/*.c)

install:
	install -d '$(DESTDIR)$(PREFIX)/include'
	install -m 644 lean.h '$(DESTDIR)$(PREFIX)/include/lean.h'

uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/include/lean.h'

clean:
	rm -rf $(B)
