package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;

/** recordio and fixcrio: programs behind pipes. */
class RecordioIT {
    @OnBoth
    void theCalledProcessBecomesTheProgram(Sandbox box) {
        Running running = box.startWithInput("recordio", "sh", "-c", "echo $$; read x; exit 5");
        running.awaitErr(" > " + running.pid() + " \n");
        running.write("go\n");
        Result result = running.end();
        assertEquals(5, result.exit());
        assertTrue(result.err().contains(running.pid() + " < go \n"), result.err());
    }

    @OnBoth
    void bothWaysGoOnAtTheSameTime(Sandbox box) {
        // neither end reads before it has written more than any pipe holds
        for (String tool : new String[] {"recordio", "fixcrio"}) {
            Result result = box.sh("seq 60000 >numbers; " + tool
                    + " sh -c 'cat numbers; cat >back; : >done' <numbers 2>/dev/null | sed 's/\\r$//' | cmp - numbers;"
                    + " while ! test -e done; do sleep 0.05; done;"
                    + " sed 's/\\r$//' back | cmp - numbers; rm -f done back");
            assertEquals(0, result.exit(), tool + result);
        }
    }

    @OnOurs(Difference.RELAY_OUTPUT)
    void aProgramThatDoesNotReadStillGetsItsOutputOut(Sandbox box) {
        box.sh("yes | head -c 500000 | fixcrio sh -c 'exec <&-; seq 3' | cat").is(0, "1\r\n2\r\n3\r\n", "");
    }

    @OnBoth
    void theEndOfTheInputIsSeenWhileOutputGoesOn(Sandbox box) {
        box.sh("echo x | recordio sh -c 'cat; echo after' 2>/dev/null | cat").is(0, "x\nafter\n", "");
    }
}
