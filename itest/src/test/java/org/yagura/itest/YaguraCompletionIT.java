package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Sandbox;

/** What shells are told by {@code yagura completion}, as far as the shells are here. */
class YaguraCompletionIT {
    private static String complete(Sandbox box, String words, int at) {
        return box.run(
                        "/bin/bash",
                        "--norc",
                        "-c",
                        ". ./completion; COMP_WORDS=(" + words + "); COMP_CWORD=" + at
                                + "; _yagura; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .ok();
    }

    @OnOurs
    void bashCompletesCommandsOptionsServicesAndSignals(Sandbox box) {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        box.write("completion", box.run("yagura", "completion", "bash").ok());
        box.sh("mkdir -p scan/web scan/worker scan/api other/only").ok();
        box.variable("SVDIR", "scan");
        assertEquals(
                "start\nstatus\nstop\n",
                complete(box, "yagura st", 1)
                        .lines()
                        .sorted()
                        .map(line -> line + "\n")
                        .reduce("", String::concat));
        assertEquals("web\nworker\n", complete(box, "yagura stop w", 2));
        assertEquals("only\n", complete(box, "yagura stop -s other ''", 4));
        assertEquals("--timeout\n--tree\n", complete(box, "yagura stop --t", 2));
        assertEquals("USR1\nUSR2\n", complete(box, "yagura kill US", 2));
        assertEquals("api\n", complete(box, "yagura kill USR1 a", 3));
        assertEquals("other\n", complete(box, "yagura list -s o", 3));
        assertEquals("zsh\n", complete(box, "yagura completion z", 2));
        assertTrue(complete(box, "yagura help t", 2).contains("top\n"));
    }

    @OnOurs
    void zshAndFishFindNoFault(Sandbox box) {
        for (String shell : new String[] {"zsh", "fish", "bash"}) {
            String text = box.run("yagura", "completion", shell).ok();
            assertTrue(
                    text.contains("status") && text.contains("timeout") && text.contains("yagura list --logs"), shell);
            box.write(shell, text);
            Path program = Path.of("/usr/bin", shell);
            if (Files.isExecutable(program)) {
                box.run(program.toString(), "-n", shell).is(0, "", "");
            }
        }
    }

    @OnOurs
    void otherShellsAreNotKnown(Sandbox box) {
        String usage = "yagura: usage: yagura completion [OPTION...] SHELL\n";
        box.run("yagura", "completion", "tcsh").is(100, "", usage);
        box.run("yagura", "completion").is(100, "", usage);
    }
}
