package org.yagura.core.importing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of units of systemd, configurations of supervisord, Procfiles, and runit's directories. */
class ImportersTest {
    private static RcImport.Given given(Path file) throws IOException {
        return new RcImport.Given(Golden.bytes("/etc/" + file.getFileName()), Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web.service", "sshd.service", "tunnel@db.service"})
    void systemd(String name) throws IOException {
        Path source = Golden.FOLDER.resolve("systemd").resolve(name);
        Report report = new Report();
        List<ServicePlan> plans = SystemdImport.read(
                Golden.bytes("/etc/" + name),
                Files.readAllBytes(source),
                List.of(given(source.resolveSibling("web.socket"))),
                Golden.SETTINGS,
                report);
        Golden.compare(source, report, plans);
    }

    @Test
    void supervisord() throws IOException {
        Path source = Golden.FOLDER.resolve("supervisord").resolve("supervisord.conf");
        Report report = new Report();
        List<ServicePlan> plans = SupervisordImport.read(
                Golden.bytes("/etc/supervisord.conf"), Files.readAllBytes(source), Golden.SETTINGS, report);
        Golden.compare(source, report, plans);
    }

    @Test
    void procfile() throws IOException {
        Path source = Golden.FOLDER.resolve("procfile").resolve("Procfile");
        Report report = new Report();
        List<ServicePlan> plans = ProcfileImport.read(
                Golden.bytes("/srv/web/Procfile"),
                Files.readAllBytes(source),
                List.of(given(source.resolveSibling("Procfile.env"))),
                Golden.SETTINGS,
                report);
        Golden.compare(source, report, plans);
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "dns"})
    void runit(String name) throws IOException {
        Path source = Golden.FOLDER.resolve("runit").resolve(name);
        List<RcImport.Given> files = new ArrayList<>();
        List<String> names = new ArrayList<>(RunitImport.FILES);
        names.add("env/A");
        for (String file : names) {
            Path path = source.resolve(file);
            if (Files.exists(path)) {
                files.add(new RcImport.Given(Golden.bytes(file), Files.readAllBytes(path)));
            }
        }
        Report report = new Report();
        List<ServicePlan> plans = RunitImport.read(Golden.bytes("/etc/sv/" + name), files, Golden.SETTINGS, report);
        Golden.compare(source, report, plans);
    }

    private static String unit(String text) {
        Report report = new Report();
        List<ServicePlan> plans = SystemdImport.read(
                Golden.bytes("x@a-b.service"), Golden.bytes(text), List.of(), Golden.SETTINGS, report);
        return Golden.text(report, plans);
    }

    @Test
    void specifiersAndWordsOfAUnit() {
        assertTrue(unit("[Service]\nExecStart=/bin/x %i %I %p %n %t %%")
                .contains("\nexec /bin/x a-b a/b x x@a-b.service /run %\n"));
        assertTrue(unit("[Service]\nExecStart=/bin/x 'a b' \"c\\\"d\" e\\ f ''")
                .contains("\nexec /bin/x 'a b' 'c\"d' 'e f' ''\n"));
        assertTrue(
                unit("[Service]\nExecStart=/bin/x $A ${B}c $$d a$A").contains("\nexec /bin/x $A \"$B\"c '$d' 'a$A'\n"));
        assertTrue(unit("[Service]\nExecStart=:/bin/x $A").contains("\nexec /bin/x '$A'\n"));
        assertTrue(unit("[Service]\nExecStart=/bin/x \\\n# no\n  y").contains("\nexec /bin/x y\n"));
        assertTrue(unit("[Service]\nExecStart=/bin/x %q").contains("decide: x-a-b: %q is not known"));
        assertTrue(unit("[Service]\nType=oneshot\nExecStart=/bin/x\nExecStart=/bin/y")
                .contains("\n/bin/x || exit 111\nexec /bin/y\n"));
        assertTrue(unit("[Unit]\nAfter=a.target").contains("there is no ExecStart"));
    }

    private static String script(String text, RcImport.Given... given) {
        Report report = new Report();
        List<ServicePlan> plans =
                RcImport.read(Golden.bytes("x"), Golden.bytes(text), List.of(given), Golden.SETTINGS, report);
        return Golden.text(report, plans);
    }

    @Test
    void aGivenFileIsTakenAsItIs() {
        RcImport.Given file = new RcImport.Given(Golden.bytes("there/x.conf"), Golden.bytes("OPTS='-a -b'\n"));
        assertTrue(script(". /etc/x.conf\nd $OPTS &", file).contains("\nexec d -a -b\n"));
        assertTrue(script("OPTS=-c\n. /etc/x.conf\nd $OPTS &")
                .contains("\nOPTS=-c\n[ ! -r /etc/x.conf ] || . /etc/x.conf\nexec d $OPTS\n"));
    }

    @Test
    void expansions() {
        assertTrue(script("A=/x/y.tar.gz\nd ${A##*/} ${A#*/} ${A%.*} ${A%%.*} ${#A} ${B:-n} ${A:+s} &")
                .contains("\nexec d y.tar.gz x/y.tar.gz /x/y.tar /x/y 11 n s\n"));
        assertTrue(script("d $(basename /a/b.sh .sh) `dirname /a/b` \"$(hostname -f)\" &")
                .contains("\nexec d b /a \"$(hostname -f)\"\n"));
        assertTrue(script("A='x y'\nd \"$A\" $A '$A' \"\" $N &").contains("\nexec d 'x y' x y '$A' ''\n"));
        assertTrue(script("B=$(id -u b)\nA=$B:1\nd $A &").contains("\nB=$(id -u b)\nA=$B:1\nexec d $A\n"));
    }

    @Test
    void neverStops() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            many.append("V").append(i).append("=x\n. /etc/f").append(i).append("\n");
        }
        assertFalse(script(many + "d $V1 &").isEmpty());
        assertFalse(script("f() { f; }; f").isEmpty());
        assertFalse(script("f() { f & f & }; f").isEmpty());
        assertFalse(script(
                        "for a in 1 2 3 4 5 6 7 8 9 ; do for b in 1 2 3 4 5 6 7 8 9; do for c in 1 2 3 4 5 6 7 8 9; do"
                                + " for d in 1 2 3 4 5 6 7 8 9; do for e in 1 2 3 4 5 6 7 8 9; do x$a$b$c$d$e & done; done; done; done; done")
                .isEmpty());
        assertFalse(script("A=aaaaaaaaaa\n" + "A=$A$A$A$A$A$A$A$A\n".repeat(20) + "d $A &")
                .isEmpty());
        assertFalse(script("A=`x`\n" + "A=$A$A$A$A$A$A$A$A\n".repeat(300) + "d $A &")
                .isEmpty());
    }
}
