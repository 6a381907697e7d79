package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.yagura.os.Errno;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;
import org.yagura.sim.check.OneCopy;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.SimProcess;

/** The checkers can fail: each deliberate bug is caught by the random stories. */
class MutantsTest {
    private static final int SEEDS = 100;
    /** Supervise's tokens of adopted processes begin here. */
    private static final int PROCESS_TOKENS = 5;

    /** Tells stories with a bug in until one fails, in the words expected. */
    private static void isCaught(String expected, UnaryOperator<Port> bug) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            TreeStory story = new TreeStory(seed);
            story.stage.filterPorts(bug);
            try {
                story.tell();
            } catch (AssertionError caught) {
                boolean known = false;
                for (String word : expected.split("\\|", -1)) {
                    known |= caught.toString().contains(word);
                }
                assertTrue(known, () -> "caught, but by another: " + caught);
                return;
            }
        }
        fail("not caught by " + SEEDS + " stories");
    }

    private static boolean isTool(Port port, Object name) {
        return port.toString().startsWith((String) name);
    }

    @Test
    void aServiceThatIsStartedTwice() {
        isCaught(
                "two copies of one service",
                port -> Tampering.with(port, "processes", "spawn", (real, arguments) -> {
                    real.call(arguments);
                    return real.call(arguments);
                }));
    }

    @Test
    void aChildThatIsNotReaped() {
        isCaught(
                "is up|status of|are upgraded",
                port -> Tampering.with(port, "processes", "reap", (real, arguments) -> 0));
    }

    @Test
    void aDescriptorThatIsNotClosed() {
        isCaught(
                "descriptors open|is up",
                port -> Tampering.with(
                        port,
                        "descriptors",
                        "close",
                        (real, arguments) -> (int) arguments[0] % 4 == 0 ? 0 : real.call(arguments)));
    }

    @Test
    void aWaitThatNeverWaits() {
        isCaught(
                "spins",
                port -> Tampering.with(port, "poller", "await", (real, arguments) -> real.call(0L, arguments[1])));
    }

    @Test
    void aLogThatLosesTheEndOfLargeWrites() {
        isCaught(
                "are not logged|damaged line",
                port -> !isTool(port, "multilog")
                        ? port
                        : Tampering.with(port, "descriptors", "write", (real, arguments) -> {
                            int length = (int) arguments[3];
                            real.call(arguments[0], arguments[1], arguments[2], length > 2000 ? length - 100 : length);
                            return length;
                        }));
    }

    @Test
    void aLogThatWritesAgainWhatWasWritten() {
        isCaught(
                "comes after|bytes, more than",
                port -> !isTool(port, "multilog")
                        ? port
                        : Tampering.with(port, "descriptors", "write", (real, arguments) -> {
                            Object written = real.call(arguments);
                            if ((int) arguments[3] > 2000) {
                                real.call(arguments);
                            }
                            return written;
                        }));
    }

    @Test
    void aFinishedLogFileThatIsDeleted() {
        isCaught(
                "are not logged",
                port -> !isTool(port, "multilog")
                        ? port
                        : Tampering.with(
                                port,
                                "files",
                                "rename",
                                (real, arguments) -> isNamed(arguments[1], "previous")
                                        ? port.files().unlink((int) arguments[0], (byte[]) arguments[1])
                                        : real.call(arguments)));
    }

    private static boolean isNamed(Object name, String wanted) {
        return new String((byte[]) name, StandardCharsets.ISO_8859_1).equals(wanted);
    }

    @Test
    void deadlinesThatCountByTheWallClock() {
        isCaught(
                "",
                port -> Tampering.with(
                        port,
                        "clock",
                        "monotonicNs",
                        (real, arguments) -> port.clock().wallNs()));
    }

    @Test
    void aStatusThatIsNotPublished() {
        isCaught(
                "status of",
                port -> Tampering.with(
                        port,
                        "files",
                        "rename",
                        (real, arguments) ->
                                new String((byte[]) arguments[1], java.nio.charset.StandardCharsets.ISO_8859_1)
                                                        .equals("status.new")
                                                && isTool(port, "supervise")
                                                && port.clock().monotonicNs() > 1_004_000_000_000L
                                        ? 0
                                        : real.call(arguments)));
    }

    @Test
    void aSignalThatIsNotSent() {
        isCaught("has ended|are upgraded", port -> Tampering.with(port, "processes", "kill", (real, arguments) -> 0));
    }

    @Test
    void aPipeThatIsNotBlockingForTheService() {
        isCaught(
                "is non-blocking",
                port -> Tampering.with(port, "descriptors", "setNonBlocking", (real, arguments) -> 0));
    }

    @Test
    void aDescriptorThatServicesInherit() {
        isCaught(
                "descriptors",
                port -> !isTool(port, "supervise")
                        ? port
                        : Tampering.with(
                                port,
                                "files",
                                "open",
                                (real, arguments) -> real.call(
                                        arguments[0],
                                        arguments[1],
                                        (int) arguments[2] | OpenFlag.INHERIT,
                                        arguments[3])));
    }

    // ---- exactly one copy

    @Test
    void aChildThatIsNotRecorded() {
        isCaught(
                "two copies of one service",
                port -> Tampering.with(port, "processes", "spawn", (real, arguments) -> {
                    ((SpawnRequest) arguments[0]).recordFd = -1;
                    return real.call(arguments);
                }));
    }

    @Test
    void aServiceThatIsTakenForAnotherProcess() {
        isCaught(
                "two copies of one service",
                port -> Tampering.with(port, "processes", "processInode", (real, arguments) -> 1L));
    }

    @Test
    void aProcessThatCannotBeOpenedNowIsTakenForGone() {
        isCaught(
                "two copies of one service",
                port -> Tampering.with(port, "processes", "openProcess", (real, arguments) -> {
                    Object result = real.call(arguments);
                    return (int) result < 0 ? -Errno.ESRCH : result;
                }));
    }

    /** In the random stories svscan starts every supervise, and sees by {@code ok} too that a child is on its way. */
    @Test
    void aLockThatIsNotAsked() {
        Stage stage = new Stage(1);
        stage.filterPorts(port -> Tampering.with(port, "descriptors", "tryLock", (real, arguments) -> 0));
        new OneCopy(stage.kernel);
        stage.prepare("x", "sleeper");
        stage.kernel.faults.on(Call.CHILD_RECORD).holdUp(Stage.SECOND).times(1);
        SimProcess first = stage.start("/tmp/said", "/sv", "supervise", "x");
        stage.pass(Stage.SECOND / 2);
        stage.kernel.kill(first, Signal.KILL);
        stage.start("/tmp/said", "/sv", "supervise", "x");
        AssertionError caught = assertThrows(AssertionError.class, () -> stage.pass(3 * Stage.SECOND));
        assertTrue(caught.toString().contains("two copies of one service"), caught::toString);
    }

    @Test
    void aDeathThatIsNotSeenBecauseItIsNoChilds() {
        isCaught(
                "",
                port -> !isTool(port, "supervise")
                        ? port
                        : Tampering.with(
                                port,
                                "poller",
                                "add",
                                (real, arguments) -> (int) arguments[1] >= PROCESS_TOKENS ? 0 : real.call(arguments)));
    }

    @Test
    void aSignalThatAnAdoptedOneDoesNotGet() {
        isCaught(
                "has ended|are upgraded",
                port -> Tampering.with(port, "processes", "signalProcess", (real, arguments) -> 0));
    }

    @Test
    void aLastStartThatIsForgotten() {
        isCaught(
                "ms after the copy before",
                port -> !isTool(port, "supervise")
                        ? port
                        : Tampering.with(
                                port, "clock", "bootNs", (real, arguments) -> ((long) real.call(arguments)) * 1000));
    }
}
