package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yagura.os.Errno;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.SimProcess;

/** setuidgid and where it finds its accounts; getent is played by scripts. */
class AccountsTest {
    private static final String SLEEPER = "/bin/sleeper";

    private final Stage stage = new Stage(1);
    private int asked;

    @BeforeEach
    void accounts() {
        stage.makeDirectory("/etc");
        stage.write("/etc/passwd", "root:x:0:0:::\nwww:x:33:34:::\n");
        stage.makeDirectory("/usr");
        stage.makeDirectory("/usr/bin");
        stage.program(SLEEPER, "sleeper");
    }

    private void getent(String answer, int code) {
        stage.kernel.register("getent", (process, image) -> {
            asked++;
            new Shell(process, image).write(1, answer);
            return code;
        });
        stage.program("/usr/bin/getent", "getent");
    }

    private static final long PATIENCE_NS = 70 * Stage.SECOND;

    /** Runs it until it has ended or become the sleeper. @return what it said */
    private String setuidgid(String account) {
        stage.remove("/tmp/said");
        SimProcess process = stage.start("/tmp/said", "/", "setuidgid", account, SLEEPER);
        stage.until("an end", PATIENCE_NS, () -> !process.isAlive() || process.name.contains("sleeper"));
        stage.kernel.kill(process, 9);
        return stage.read("/tmp/said");
    }

    private static String fatal(String what) {
        return "setuidgid: fatal: " + what + "\n";
    }

    @Test
    void anAccountInTheFileIsAskedOfNobody() {
        getent("www:*:1:1:::\n", 0);
        assertEquals("", setuidgid("www"));
        assertEquals(0, asked);
    }

    @Test
    void anotherIsAskedOfGetent() {
        getent("ldap:*:1001:1002:::\n", 0);
        assertEquals("", setuidgid("ldap"));
        assertEquals(1, asked);
    }

    @Test
    void withoutGetentThereAreNoOthers() {
        assertEquals(fatal("unknown account ldap"), setuidgid("ldap"));
    }

    @Test
    void withoutTheFileGetentIsAskedAllTheSame() {
        stage.remove("/etc/passwd");
        getent("www:*:33:34:::\n", 0);
        assertEquals("", setuidgid("www"));
    }

    @Test
    void aGetentThatHangsIsGivenUpAfterAMinuteAndKilled() {
        stage.kernel.register("hangs", (process, image) -> {
            Shell shell = new Shell(process, image);
            while (true) {
                shell.sleepForEver();
            }
        });
        stage.program("/usr/bin/getent", "hangs");
        long startNs = stage.nowNs();
        assertEquals(fatal("unable to look up account ldap: timed out"), setuidgid("ldap"));
        long tookNs = stage.nowNs() - startNs;
        assertTrue(tookNs >= 60 * Stage.SECOND && tookNs < 61 * Stage.SECOND, "took " + tookNs);
        stage.until("no getent is left", Stage.SECOND, () -> stage.copies("/").isEmpty());
    }

    @Test
    void shortagesAreReportedAsWhatTheyAre() {
        getent("ldap:*:1001:1002:::\n", 0);
        stage.kernel.faults.on(Call.PIPE).fail(Errno.EMFILE).times(1);
        assertEquals(fatal("unable to look up account ldap: process cannot open more files"), setuidgid("ldap"));
        stage.kernel.faults.on(Call.FORK).fail(Errno.EAGAIN).times(1);
        assertEquals(fatal("unable to look up account ldap: temporary failure"), setuidgid("ldap"));
    }

    @Test
    void eachStepThatIsRefusedEndsIt() {
        String[] steps = {"groups", "gid", "uid"};
        String[] said = {"unable to setgid", "unable to setgid", "unable to setuid"};
        for (int i = 0; i < steps.length; i++) {
            stage.kernel
                    .faults
                    .on(Call.IDENTITY)
                    .path(steps[i])
                    .fail(Errno.EPERM)
                    .times(1);
            assertEquals(fatal(said[i] + ": permission denied"), setuidgid("www"), steps[i]);
        }
    }
}
