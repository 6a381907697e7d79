# A thin face over Maven: see CONTRIBUTING.md.
#
#   make            build/yagura and, in build/bin, a link for each tool
#   make check      style, unit tests and the integration tests against the built binary
#   make demo       a scan directory with a handful of services, live (DEMO_SECONDS=20 ends it by itself)
#   make install    binary, links and man pages to PREFIX (/usr/local), below DESTDIR
#   make asan       build/asan/yagura, the same with address and undefined-behaviour sanitizers
#   make check-asan the integration tests against that one
#   make stress     build/stress/yagura, which collects at every third allocation and overwrites what is free
#   make check-stress the integration tests against that one
#   make classic    build/classic/yagura, the tools without the command for people
#   make faults     each system call of each tool fails, with each error that it may have; and is the last before a kill
#   make torture KILLS=500  processes of logged services at full rate are killed; beside Debian's daemontools
#   make fuzz MINUTES=10  a coverage-guided fuzzer on every parser of bytes from outside
#   make sim SEED=42    the simulator: one story, its plan first, every call as it happens; the same bytes each time
#   make sim STORY=tcp SEED=42  the same of tcpserver
#   make sim-soak MINUTES=10  the simulator: fresh stories on all processors
#   make sim-mutants    the simulator: deliberate bugs, one at a time, each to be caught
#   make fmt        formats all sources
#   make compatibility  make check, and what it has shown goes to doc/compatibility.md
#   make bench      measures beside the peers that are installed (some 20 minutes; BENCH=--quick 4, BENCH='--only logging' a part)
#   make clean

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
MANDIR ?= $(PREFIX)/share/man
DESTDIR ?=

MVN ?= mvn
MAVEN_ARGS ?=

# A job in the background or under nohup has INT or HUP ignored; the tests, and what they start, would be deaf to them.
DEFAULT_SIGNALS := $(shell env --default-signal=HUP,INT,QUIT true 2>/dev/null && echo env --default-signal=HUP,INT,QUIT)

NATIVE_SOURCES := $(shell find core/src/main os/src/main tools/src/main native/src/main native/*.sh native/*.awk pom.xml \
	core/pom.xml os/pom.xml tools/pom.xml native/pom.xml -type f)

.PHONY: all check compatibility check-asan stress check-stress classic faults torture check-deb deb tarball reproducible demo install asan fuzz fmt bench man clean compiler

all: build/yagura

build/yagura: $(NATIVE_SOURCES) | compiler
	$(MVN) -q $(MAVEN_ARGS) -Dquick -DskipTests -pl native -am package
	@touch $@
	@ls -l $@

# For so long make check tells fresh stories of the simulator; a violation fails it.
SIM_MS ?= 30000

check: | compiler
	itest/peers.sh build/peers
	itest/mail.sh build/mailroot
	itest/debian.sh build/debian
	$(MAKE) -s build/classic/yagura
	$(DEFAULT_SIGNALS) $(MVN) $(MAVEN_ARGS) verify -Dyagura.sim.ms=$(SIM_MS)

# The test that the page is complete needs the page: the check may fail once because of it, and has written the new one.
compatibility:
	$(MAKE) check || [ build/compatibility.md -nt doc/compatibility.in.md ]
	cp build/compatibility.md doc/compatibility.md

asan: build/asan/yagura

stress: build/stress/yagura

# Debian's suite has been compared by make check; everything takes longer.
check-asan check-stress: check-%: %
	$(DEFAULT_SIGNALS) $(MVN) $(MAVEN_ARGS) -Dquick -pl itest -am verify -Dyagura.binary='$(CURDIR)/build/$*/yagura' \
	    -Dyagura.suites=yagura -Dyagura.factor=3 -Dyagura.build=$*

build/asan/yagura build/stress/yagura: build/%/yagura: build/yagura
	native/compile.sh native/target/c $@ $*
	@ls -l $@

classic: build/classic/yagura

build/classic/yagura: $(NATIVE_SOURCES) | compiler
	$(MVN) -q $(MAVEN_ARGS) -Dquick -DskipTests -pl native -am package -Dyagura.main=org.yagura.nativeos.Classic \
	    -Dyagura.c='$(CURDIR)/native/target/classic/c' -Dyagura.binary='$(CURDIR)/$@'
	@touch $@
	@ls -l $@

ONE_IT = $(DEFAULT_SIGNALS) $(MVN) $(MAVEN_ARGS) -Dquick -pl itest -am verify -Dtest=None \
	-Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false

# FAULTS_ONLY is a part of the names in itest/src/test/resources/faults; the table is build/faults.table.
FAULTS_ONLY ?=
faults: build/yagura
	$(ONE_IT) -Dit.test='FaultsIT,DaemonFaultsIT' -Dyagura.faults=true -Dyagura.faults.only='$(FAULTS_ONLY)'
	@tail -1 build/faults.table

KILLS ?= 500
torture: build/yagura
	itest/peers.sh build/peers
	$(ONE_IT) -Dit.test=TortureIT -Dyagura.kills=$(KILLS)

demo: build/yagura
	sh examples/demo.sh

MINUTES ?= 10

fuzz:
	fuzz/run.sh $(MINUTES)

SEED ?= 1
SIM_CLASSES := core/target/classes:os/target/classes:tools/target/classes:sim/target/classes
SIM_JAVA = $(firstword $(wildcard /usr/lib/jvm/*25*/bin/java) java) --add-exports java.base/jdk.internal.vm=ALL-UNNAMED \
	-XX:+UseSerialGC -cp $(SIM_CLASSES) org.yagura.sim.stage.Hunt

.PHONY: sim-classes
sim-classes:
	@$(MVN) -q $(MAVEN_ARGS) -Dquick -DskipTests -pl sim -am compile

sim: sim-classes
	@$(SIM_JAVA) $(STORY) $(SEED)

sim-soak: sim-classes
	$(SIM_JAVA) soak $(MINUTES)

sim-mutants:
	$(MVN) $(MAVEN_ARGS) -Dquick -pl sim -am test -Dtest='*MutantsTest' -Dsurefire.failIfNoSpecifiedTests=false \
	    -Dyagura.sim.mutants=true

fmt:
	$(MVN) -q $(MAVEN_ARGS) spotless:apply

BENCH ?=

bench: build/yagura
	@$(MAKE) -s build/classic/yagura
	MAVEN_ARGS='$(MAVEN_ARGS)' $(DEFAULT_SIGNALS) sh bench/run.sh $(BENCH)

# A static program needs musl's compiler driver: on Debian root gets it, elsewhere gcc does what it can.
compiler:
	@command -v musl-gcc >/dev/null 2>&1 || \
	    { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
	      { apt-get install -y -q musl-tools || { apt-get update -q && apt-get install -y -q musl-tools; }; } >/dev/null 2>&1; } || \
	    echo "note: no musl-gcc (Debian: musl-tools); the program will need this machine's C library"

man: build/man

build/man: $(wildcard man/pom.xml man/src/*/*.adoc)
	$(MVN) -q $(MAVEN_ARGS) -pl man generate-resources
	@touch $@

install: build/yagura build/man
	@BINDIR='$(BINDIR)' MANDIR='$(MANDIR)' packaging/tree.sh '$(DESTDIR)' '$(PREFIX)'

deb: build/yagura build/man
	packaging/deb.sh build/packages

tarball: build/yagura build/man
	packaging/tarball.sh build/packages

reproducible:
	packaging/reproducible.sh build/reproducible

check-deb: deb
	packaging/check.sh build/packages build/machine

clean:
	rm -rf build */target target
