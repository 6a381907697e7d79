package org.yagura.sim.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yagura.os.ChildExit;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;
import org.yagura.sim.file.RegularFile;

/** Starting, signalling and reaping, by programs written for each test. */
class ProcessesTest {
    private static final long SECOND = 1_000_000_000;
    private static final byte[][] NONE = {};

    private final Kernel kernel = new Kernel(7);

    @BeforeEach
    void makePrograms() {
        program("/sleeper", process -> {
            process.port().pause(Long.MAX_VALUE);
            return 0;
        });
    }

    private interface Body {
        int run(SimProcess process);
    }

    private void program(String path, Body body) {
        kernel.register(path.substring(1), (process, image) -> body.run(process));
        RegularFile file = new RegularFile(kernel.disk(), 0755);
        byte[] text = ProcessPort.bytes("#!" + path.substring(1) + "\n");
        file.write(0, text, 0, text.length);
        kernel.root().add(path.substring(1), file, 0);
    }

    private SimProcess start(Body body) {
        program("/main", body);
        byte[][] arguments = {ProcessPort.bytes("main")};
        return kernel.start("/main", new Image((self, image) -> 0, arguments, NONE), kernel.root());
    }

    private void runToEnd(SimProcess process, int code) {
        assertTrue(kernel.runUntil(() -> !process.isAlive(), 100 * SECOND), () -> kernel.trace.last(50));
        assertEquals(code << 8, process.waitStatus(), () -> kernel.trace.last(50));
    }

    private static SpawnRequest request(String program) {
        return new SpawnRequest(ProcessPort.bytes(program), new byte[][] {ProcessPort.bytes(program)}, null);
    }

    private static int spawnAndKill(SimProcess process, int signal, ChildExit exit) {
        int pid = process.port().processes().spawn(request("/sleeper"));
        process.port().processes().kill(pid, signal);
        process.port().pause(SECOND);
        return process.port().processes().reap(exit) == pid ? 0 : 1;
    }

    @Test
    void aChildIsReapedWithItsStatus() {
        ChildExit exit = new ChildExit();
        runToEnd(start(process -> spawnAndKill(process, Signal.TERM, exit)), 0);
        assertEquals(Signal.TERM, exit.signal());
    }

    @Test
    void aTermToAChildThatHasNotExecdYetIsNotLost() {
        for (int i = 0; i < 50; i++) {
            SimProcess main = start(process -> {
                int pid = process.port().processes().spawn(request("/sleeper"));
                process.port().pause(SECOND);
                ChildExit exit = new ChildExit();
                return process.port().processes().reap(exit) == pid && exit.signal() == Signal.TERM ? 0 : 1;
            });
            kernel.runUntil(() -> !main.children().isEmpty(), SECOND);
            kernel.kill(main.children().get(0), Signal.TERM);
            runToEnd(main, 0);
            kernel.root().remove("main", 0);
        }
    }

    @Test
    void aFailedExecIsToldToTheParentAndTheChildExits111() {
        SimProcess main = start(process -> {
            SpawnRequest request = request("/missing");
            int pid = process.port().processes().spawn(request);
            boolean told = request.failedStep == SpawnRequest.STEP_EXEC && request.failedErrno == Errno.ENOENT;
            process.port().pause(SECOND);
            ChildExit exit = new ChildExit();
            return told && process.port().processes().reap(pid, exit) == pid && exit.code() == 111 ? 0 : 1;
        });
        runToEnd(main, 0);
    }

    @Test
    void aLockIsKeptByAChildUntilItsExec() {
        SimProcess main = start(process -> {
            int flags = OpenFlag.WRITE | OpenFlag.CREATE;
            int lock = process.port().files().open(Files.CWD, ProcessPort.bytes("/lock"), flags, 0600);
            process.port().descriptors().tryLock(lock);
            process.port().processes().spawn(request("/sleeper"));
            return 0;
        });
        kernel.runUntil(() -> !main.children().isEmpty(), SECOND);
        SimProcess child = main.children().get(0);
        kernel.kill(main, Signal.KILL);
        assertNotNull(kernel.root().get("lock"));
        boolean beforeExec = child.isBeforeExec();
        assertEquals(beforeExec, kernel.root().get("lock").lockHolder != null);
        kernel.runUntil(() -> !child.isBeforeExec(), SECOND);
        assertEquals(null, kernel.root().get("lock").lockHolder);
    }

    @Test
    void orphansGoToTheNearestLivingSubreaper() {
        program("/middle", process -> {
            process.port().processes().spawn(request("/sleeper"));
            process.port().pause(Long.MAX_VALUE);
            return 0;
        });
        SimProcess main = start(process -> {
            process.port().processes().becomeSubreaper();
            process.port().processes().spawn(request("/middle"));
            process.port().pause(Long.MAX_VALUE);
            return 0;
        });
        kernel.runUntil(() -> false, SECOND);
        SimProcess middle = main.children().get(0);
        SimProcess sleeper = middle.children().get(0);
        kernel.kill(middle, Signal.KILL);
        assertEquals(main, sleeper.parent());
        assertTrue(middle.isZombie());
        kernel.kill(main, Signal.KILL);
        assertEquals(kernel.init(), sleeper.parent());
        assertFalse(middle.isZombie());
    }

    @Test
    void signalsWaitInTheSignalDescriptorAndStoppedProcessesDoNotRun() {
        SimProcess main = start(process -> {
            int fd = process.port().signals().open(Signal.bit(Signal.TERM) | Signal.bit(Signal.HUP));
            process.port().poller().add(fd, 5, Ready.READABLE);
            Ready ready = new Ready(4);
            int n = process.port().poller().await(Long.MAX_VALUE, ready);
            while (n == 0) {
                n = process.port().poller().await(Long.MAX_VALUE, ready);
            }
            return process.port().signals().next(fd);
        });
        kernel.runUntil(() -> false, SECOND);
        kernel.kill(main, Signal.STOP);
        kernel.kill(main, Signal.HUP);
        kernel.runUntil(() -> false, SECOND);
        assertTrue(main.isAlive());
        kernel.kill(main, Signal.CONT);
        runToEnd(main, Signal.HUP);
    }

    @Test
    void aProcessThatWaitsForNothingIsCaughtSpinning() {
        start(process -> {
            Ready ready = new Ready(1);
            while (true) {
                process.port().poller().await(0, ready);
            }
        });
        AssertionError caught = assertThrows(AssertionError.class, () -> kernel.runUntil(() -> false, SECOND));
        assertTrue(String.valueOf(caught.getMessage()).contains("spins"));
    }

    @Test
    void theSameSeedGivesTheSameStory() {
        long[] counts = new long[2];
        for (int i = 0; i < 2; i++) {
            ProcessesTest again = new ProcessesTest();
            again.makePrograms();
            ChildExit exit = new ChildExit();
            for (int j = 0; j < 20; j++) {
                again.program("/run" + j, process -> spawnAndKill(process, Signal.INT, exit));
                byte[][] arguments = {ProcessPort.bytes("run" + j)};
                again.kernel.start("/run" + j, new Image((self, image) -> 0, arguments, NONE), again.kernel.root());
            }
            again.kernel.runUntil(() -> false, 10 * SECOND);
            counts[i] = again.kernel.trace.last(4000).hashCode();
        }
        assertEquals(counts[0], counts[1]);
    }

    @Test
    void namedFaultsStrikeWhereTheyAreMeantTo() {
        Fault fault = kernel.faults.on(Call.FORK).by("main").times(2).fail(Errno.EAGAIN);
        SimProcess main = start(process -> {
            int failures = 0;
            while (process.port().processes().spawn(request("/sleeper")) < 0) {
                failures++;
            }
            return failures;
        });
        runToEnd(main, 2);
        assertEquals(2, fault.hits());
    }
}
