package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.sim.kernel.SimProcess;

/** svc, svok and svstat on a service whose supervise is played by a script. */
class CommandsTest {
    private final Stage stage = new Stage(1);

    private SimProcess fakeSupervise(String directory) {
        stage.makeDirectory(directory + "/supervise");
        Files files = stage.kernel.outsider().port().files();
        files.makeFifo(Files.CWD, Shell.bytes(directory + "/supervise/ok"), 0600);
        files.makeFifo(Files.CWD, Shell.bytes(directory + "/supervise/control"), 0600);
        stage.kernel.register("fake", (process, image) -> {
            files(process).open(Files.CWD, Shell.bytes("supervise/ok"), OpenFlag.READ | OpenFlag.NONBLOCK, 0);
            int control = files(process).open(Files.CWD, Shell.bytes("supervise/control"), OpenFlag.READ_WRITE, 0);
            Shell shell = new Shell(process, image);
            byte[] buffer = new byte[64];
            while (true) {
                int n = shell.read(control, buffer);
                shell.write(1, Shell.text(buffer).substring(0, n));
            }
        });
        stage.program("/bin/fake", "fake");
        return stage.start("/tmp/heard", directory, "fake");
    }

    private static Files files(SimProcess process) {
        return process.port().files();
    }

    @Test
    void svcWritesItsLettersOnceEachInTheOrderGiven() {
        stage.prepare("x", "sleeper");
        fakeSupervise("/sv/x");
        stage.pass(Stage.MS);
        assertEquals("", stage.run("svc", "-dudx", "/sv/x"));
        stage.until(
                "the letters arrive",
                Stage.SECOND,
                () -> stage.read("/tmp/heard").equals("dux"));
    }

    @Test
    void svcNeverHangsOnAStoppedSuperviseWhoseFifoIsFull() {
        stage.prepare("x", "sleeper");
        SimProcess fake = fakeSupervise("/sv/x");
        stage.pass(Stage.MS);
        stage.kernel.kill(fake, 19);
        while (stage.poke("/sv/x/supervise/control", "z".repeat(4096)) > 0) {}
        assertEquals("svc: warning: error writing commands to /sv/x: timed out\n", stage.run("svc", "-d", "/sv/x"));
        assertEquals(0, stage.lastExitCode());
    }

    @Test
    void svokTellsWhetherSomeoneReadsOk() {
        stage.prepare("x", "sleeper");
        SimProcess fake = fakeSupervise("/sv/x");
        stage.pass(Stage.MS);
        stage.run("svok", "/sv/x");
        assertEquals(0, stage.lastExitCode());
        stage.kernel.kill(fake, 9);
        stage.run("svok", "/sv/x");
        assertEquals(100, stage.lastExitCode());
        assertTrue(stage.run("svstat", "/sv/x").startsWith("/sv/x: supervise not running"));
        assertEquals("svc: warning: unable to control /sv/x: supervise not running\n", stage.run("svc", "-d", "/sv/x"));
    }
}
