package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.yagura.itest.harness.Peers;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Suite;

/** The words for every error that Linux has, against Debian's; strace makes the same system call of both fail with each of them. */
class ErrorPhrasesIT {
    private static final int ERRORS = 133;

    @Test
    void areThoseOfDebian() {
        assumeTrue(Peers.find("strace").isPresent(), "SKIPPED: no strace here");
        assumeTrue(Suite.DEBIAN.present(), "SKIPPED: no daemontools here");
        String debian = phrases(Suite.DEBIAN);
        assertEquals(ERRORS, debian.lines().count(), debian);
        assertTrue(debian.contains("\nsetuidgid: fatal: unable to setgid: file does not exist\n"), debian);
        assertEquals(debian, phrases(Suite.YAGURA));
    }

    private static String phrases(Suite suite) {
        try (Sandbox box = new Sandbox(suite)) {
            Result probe = box.sh("strace -qq -o trace true");
            assumeTrue(probe.exit() == 0, "SKIPPED: strace cannot trace here: " + probe.err());
            return box.sh("for n in $(seq " + ERRORS + "); do "
                            + "strace -qq -o trace --inject=setgroups:error=$n setuidgid root true; done")
                    .err();
        }
    }
}
