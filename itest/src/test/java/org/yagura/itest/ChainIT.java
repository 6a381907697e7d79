package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Sandbox;

/** What the programs that change something and then run another do otherwise than 0.76. */
class ChainIT {
    @OnOurs(Difference.DANGLING_VALUE)
    void aDanglingLinkNeverYieldsAnotherFilesValue(Sandbox box) {
        Result result = box.sh("mkdir e; for n in 1 2 3 4 5 6; do echo secret$n >e/V$n; ln -s nowhere e/D$n; done; "
                + "env -i D1=kept PATH=\"$PATH\" envdir e env | grep ^D");
        assertEquals("D1=kept\n", result.out());
        assertEquals(6, result.err().lines().count());
        assertTrue(result.err().contains("envdir: warning: unable to read e/D3: file does not exist\n"));
    }

    @OnOurs(Difference.VARIABLE_NAME)
    void aNameWithAnEqualsSignIsRefused(Sandbox box) {
        box.sh("mkdir e; echo x >e/F=G; envdir e env")
                .is(111, "", "envdir: fatal: unable to use e/F=G: a variable's name has no =\n");
    }

    @OnOurs(Difference.VALUE_LENGTH)
    void aValueTooLongForLinuxIsRefusedByName(Sandbox box) {
        box.sh("mkdir e; head -c 200000 /dev/zero | tr '\\0' x >e/V; envdir e env")
                .is(111, "", "envdir: fatal: unable to read e/V: file too big\n");
    }

    @OnOurs(Difference.LIMIT_CUT)
    void aLimitThatWasCutIsSaid(Sandbox box) {
        Result result = box.sh("ulimit -Hn >hard; softlimit -o 99999999999 sh -c 'ulimit -Sn'");
        String hard = box.read("hard").strip();
        result.is(0, hard + "\n", "softlimit: warning: -o 99999999999 is above the hard limit, set to " + hard + "\n");
    }
}
