package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Suite;

/** How {@code yagura import} is called, what it writes and what it leaves alone; what it makes of its sources is tried in core. */
class ImportIT {
    /** Of an account that is everywhere, so that nothing is left to decide. */
    private static final String SCRIPT = "#!/bin/sh\nsmtpd -v 2>&1 | setuidgid root multilog t ./main &\n";

    private static Result yagura(Sandbox box, String... words) {
        String[] command = new String[words.length + 2];
        command[0] = Suite.binary().toString();
        command[1] = "import";
        System.arraycopy(words, 0, command, 2, words.length);
        return box.run(command);
    }

    private static void isUsage(Result result, String message) {
        assertEquals(100, result.exit());
        assertTrue(result.err().startsWith(message), result.err());
        assertTrue(result.err().contains("yagura: usage: yagura import [OPTION...] rc|systemd|"), result.err());
    }

    @OnOurs
    void wrongUsage(Sandbox box) {
        isUsage(yagura(box), "yagura: usage: ");
        isUsage(yagura(box, "--dry-run", "rc"), "yagura: usage: ");
        isUsage(yagura(box, "--dry-run", "cron", "file"), "yagura: fatal: no such kind of service: cron\n");
        isUsage(yagura(box, "--dry-run", "--nosuch", "rc", "file"), "yagura: fatal: no such option: --nosuch\n");
        yagura(box, "--help").ok();
    }

    @OnOurs
    void whatCannotBeReadIsTrouble(Sandbox box) {
        box.mkdir("d");
        yagura(box, "--dry-run", "rc", "nosuch")
                .is(111, "", "yagura: fatal: unable to read nosuch: file does not exist\n");
        yagura(box, "--dry-run", "rc", "d").is(111, "", "yagura: fatal: unable to read d: is a directory\n");
        box.write("long", "#".repeat(300_000));
        yagura(box, "--dry-run", "rc", "long").is(111, "", "yagura: fatal: unable to read long: file too big\n");
        box.write("rc", SCRIPT);
        yagura(box, "--dry-run", "--given", "nosuch", "rc", "rc")
                .is(111, "", "yagura: fatal: unable to read nosuch: file does not exist\n");
    }

    @OnOurs
    @NeedsRoot
    void makesWhatTheDryRunShows(Sandbox box) {
        box.write("rc", SCRIPT);
        String findings =
                "rc:2: guessed: smtpd: named for what it runs: smtpd\nrc:2: understood: smtpd: its multilog becomes log/run\n";
        String run = "#!/bin/sh\n# from rc, line 2\nexec 2>&1\nexec smtpd -v\n";
        String logRun = "#!/bin/sh\nexec setuidgid root multilog t ./main\n";
        yagura(box, "--dry-run", "rc", "rc")
                .is(
                        0,
                        findings + "--- smtpd/run 0755\n" + run + "--- smtpd/log/run 0755\n" + logRun
                                + "--- smtpd/log/main directory of root\nwould make /etc/sv/smtpd\n",
                        "");
        assertEquals(List.of("rc"), box.list("."));
        yagura(box, "--into", "sv", "rc", "rc").is(0, findings + "made sv/smtpd\n", "");
        assertEquals(List.of("smtpd"), box.list("sv"));
        assertEquals(List.of("log", "run"), box.list("sv/smtpd"));
        assertEquals(run, box.read("sv/smtpd/run"));
        assertEquals(logRun, box.read("sv/smtpd/log/run"));
        assertEquals("rwxr-xr-x", box.mode("sv/smtpd/run"));
        assertEquals("rwxr-xr-x", box.mode("sv/smtpd/log/main"));
    }

    @OnOurs
    @NeedsRoot
    void theUmaskChangesNoModes(Sandbox box) {
        box.write("rc", SCRIPT);
        box.sh("umask 077; '" + Suite.binary() + "' import --into sv rc rc").ok();
        assertEquals("rwxr-xr-x", box.mode("sv/smtpd"));
        assertEquals("rwxr-xr-x", box.mode("sv/smtpd/log/run"));
    }

    @OnOurs
    void nothingIsOverwritten(Sandbox box) {
        box.write("rc", "one &\nsmtpd &\n");
        box.mkdir("sv/smtpd");
        Result result = yagura(box, "--into", "sv", "rc", "rc");
        result.is(111, "", "yagura: fatal: unable to create sv/smtpd: file already exists\n");
        assertEquals(List.of("smtpd"), box.list("sv"), "all or nothing");
        result = yagura(box, "--dry-run", "--into", "sv", "--log-user", "root", "rc", "rc");
        assertEquals("yagura: warning: unable to create sv/smtpd: file already exists\n", result.err());
        assertTrue(result.out().endsWith("would make sv/one\nwould make sv/smtpd\n"), result.out());
        box.write("again", "one &\n");
        yagura(box, "--into", "new", "rc", "again", "again")
                .is(
                        111,
                        "",
                        "yagura: fatal: two services would be called one: import their files one after the other\n");
    }

    @OnOurs
    void whatCannotBeMadeLeavesNothing(Sandbox box) {
        box.write("rc", "one &\n");
        box.write("file", "");
        yagura(box, "--into", "file/sv", "rc", "rc")
                .is(111, "", "yagura: fatal: unable to create file/sv: not a directory\n");
        yagura(box, "--into", "sv", "--log-dir", "/proc/nosuch", "rc", "rc")
                .is(111, "", "yagura: fatal: unable to create /proc/nosuch: file does not exist\n");
        assertEquals(List.of(), box.list("sv"));
    }

    @OnOurs
    @NeedsRoot
    void logsGoWhereTheyAreToGo(Sandbox box) {
        box.write("rc", "one &\n");
        String logs = box.path("logs/deep").toString();
        yagura(box, "--into", "sv", "--log-dir", logs, "--log-user", "nobody", "rc", "rc")
                .ok();
        assertEquals("#!/bin/sh\nexec setuidgid nobody multilog t " + logs + "/one\n", box.read("sv/one/log/run"));
        assertEquals("nobody\n", box.sh("stat -c %U logs/deep/one").ok());
        assertEquals(List.of("run"), box.list("sv/one/log"));
    }

    /** Runs a command where /etc has nothing but accounts. */
    private static Result where(Sandbox box, String accounts, String command) {
        box.mkdir("etc");
        box.write("etc/passwd", accounts);
        return box.run(
                "/usr/bin/unshare",
                "--mount",
                "/bin/sh",
                "-c",
                "mount --bind etc /etc && exec '" + Suite.binary() + "' " + command);
    }

    @OnOurs
    @NeedsRoot
    void goesWhereAddMakesServicesAndLoggersRunAsThoseOfAddDo(Sandbox box) {
        assumeTrue(box.sh("unshare --mount mount --bind . /mnt").exit() == 0, "no namespaces here");
        box.mkdir("scan");
        box.write("rc", "one &\n");
        String root = "root:x:0:0::/:/bin/sh\n";
        Result result = where(box, root + "multilog:x:61234:61234::/:/bin/false\n", "import rc rc");
        assertEquals(0, result.exit(), result.toString());
        assertTrue(result.out().endsWith("made /etc/sv/one\n"), result.out());
        assertEquals("#!/bin/sh\nexec setuidgid multilog multilog t ./main\n", box.read("etc/sv/one/log/run"));
        assertEquals("61234\n", box.sh("stat -c %u etc/sv/one/log/main").ok());
        result = where(box, root + "multilog:x:61234:61234::/:/bin/false\n", "add -s scan two -- /bin/sh");
        assertEquals(new Result(0, "made /etc/sv/two, linked as scan/two\n", ""), result);
        assertEquals(box.read("etc/sv/one/log/run"), box.read("etc/sv/two/log/run"));

        box.write("rc", "three &\n");
        result = where(box, root, "import rc rc");
        assertEquals(1, result.exit(), result.toString());
        String text = "rc: decide: three: its logger will be root: there is no account multilog, see --log-user\n";
        assertTrue(result.out().endsWith(text + "made /etc/sv/three\n"), result.out());
        assertEquals("#!/bin/sh\nexec multilog t ./main\n", box.read("etc/sv/three/log/run"));
        result = where(box, root, "add -s scan four -- /bin/sh");
        assertEquals(0, result.exit(), result.toString());
        assertEquals(box.read("etc/sv/three/log/run"), box.read("etc/sv/four/log/run"));
        where(box, root, "import rc rc")
                .is(111, "", "yagura: fatal: unable to create /etc/sv/three: file already exists\n");
    }

    @OnOurs
    void whatIsLeftToDecideIsInTheExitCode(Sandbox box) {
        box.write("rc", "setuidgid no-such-user one &\nfrobnicate -x\n");
        Result result = yagura(box, "--into", "sv", "--log-user", "root", "rc", "rc");
        assertEquals(1, result.exit());
        assertTrue(
                result.out().contains("rc:2: decide: runs to its end, and is in no service: frobnicate -x\n"),
                result.out());
        assertTrue(result.out().contains("decide: one: there is no account no-such-user"), result.out());
        assertTrue(box.exists("sv/one/run"), "made all the same");
    }

    @OnOurs
    void factsAsJson(Sandbox box) {
        box.write("rc", "one 'a \"b\"' &\n");
        Result result = yagura(box, "--dry-run", "--json", "--log-user", "root", "rc", "rc");
        assertEquals(
                "{\"written\":false,\"services\":[{\"name\":\"one\",\"path\":\"/etc/sv/one\",\"log_directory\":\"./main\",\"log_user\":\"root\",\"files\":["
                        + "{\"path\":\"run\",\"runs\":true,\"content\":\"#!/bin/sh\\n# from rc, line 1\\nexec 2>&1\\nexec one 'a \\\"b\\\"'\\n\"},"
                        + "{\"path\":\"log/run\",\"runs\":true,\"content\":\"#!/bin/sh\\nexec setuidgid root multilog t ./main\\n\"}]}],"
                        + "\"findings\":[{\"kind\":\"guessed\",\"file\":\"rc\",\"line\":1,\"service\":\"one\",\"text\":\"named for what it runs: one\"}]}\n",
                result.ok());
    }

    /** Copying such a value once read from where the collector had moved it away. */
    @OnOurs
    void aLongValueIsCopiedWhole(Sandbox box) {
        String value = "x".repeat(100_000);
        box.write("rc", "A=" + value + "\none $A &\n");
        String out = yagura(box, "--dry-run", "--log-user", "root", "rc", "rc").ok();
        assertTrue(out.contains("\nexec one \\\n    " + value + "\n"), "the value");
    }

    @OnOurs
    void theScriptIsNeverRun(Sandbox box) {
        box.write("rc", "touch here; A=$(touch there); echo x >everywhere; . ./other; eval 'touch eval'\none $A &\n");
        box.write("other", "touch other-ran\n");
        yagura(box, "--dry-run", "rc", "rc");
        assertEquals(List.of("other", "rc"), box.list("."));
    }

    @OnOurs
    void secretsOfAProcfileAreNotForEverybody(Sandbox box) {
        box.mkdir("app");
        box.write("app/Procfile", "web: server\n");
        box.write("app/.env", "KEY=secret\n");
        yagura(box, "--into", "sv", "--given", "app/.env", "procfile", "app/Procfile");
        assertEquals("rwx------", box.mode("sv/web/run"));
        assertTrue(box.read("sv/web/run").contains("KEY=secret\n"));
        assertTrue(
                box.read("sv/web/run").contains("\ncd " + box.path("app") + " || exit 111\n"),
                "not where we happened to be");
    }

    @OnOurs
    void runitsOwnFilesComeAlong(Sandbox box) {
        box.mkdir("web/env");
        box.script("web/run", "exec chpst -e ./env server");
        box.write("web/env/A", "value");
        box.write("web/notes", "");
        Result result = yagura(box, "--into", "sv", "--log-user", "root", "runit", "web/");
        assertEquals(1, result.exit());
        assertTrue(result.out().contains("web: decide: is not copied: web/notes\n"), result.out());
        assertEquals("#!/bin/sh\nexec envdir ./env server\n", box.read("sv/web/run"));
        assertEquals("value", box.read("sv/web/env/A"));
        assertEquals("rw-------", box.mode("sv/web/env/A"));
        assertFalse(box.exists("sv/web/notes"));
    }
}
