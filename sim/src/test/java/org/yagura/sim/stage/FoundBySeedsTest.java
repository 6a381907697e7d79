package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.SECOND;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.check.FileCount;
import org.yagura.sim.check.OneCopy;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.SimProcess;

/** What random stories have found, each as a story of its own. */
class FoundBySeedsTest {
    private final Stage stage = new Stage(31);

    @BeforeEach
    void watch() {
        new OneCopy(stage.kernel);
    }

    private SimProcess svscan() {
        return stage.start("/tmp/said", "/", "svscan", "/service");
    }

    private void killSupervise() {
        stage.tools("supervise").forEach(process -> stage.kernel.kill(process, Signal.KILL));
    }

    /** It was taken for an empty one, and its place on the disk taken by writing zeros. */
    @Test
    void aRecordThatCannotBeLookedAtIsNotWrittenOver() {
        stage.service("x", "sleeper");
        svscan();
        stage.until("x is up", SECOND, () -> stage.isUp("/sv/x"));
        SimProcess copy = stage.copy("/sv/x");
        stage.kernel
                .faults
                .on(Call.INFO)
                .by("supervise")
                .path("record")
                .times(1)
                .fail(Errno.EIO);
        stage.kernel.faults.on(Call.ALLOCATE).by("supervise").fail(Errno.EOPNOTSUPP);
        killSupervise();
        stage.pass(10 * SECOND);
        assertSame(copy, stage.copy("/sv/x"));
    }

    /** What was found of another descriptor was compared with the name; in the end the service got TERM. */
    @Test
    void aFileThatCannotBeLookedAtIsNotTakenForReplaced() {
        stage.service("x", "sleeper");
        svscan();
        stage.until("x is up", SECOND, () -> stage.isUp("/sv/x"));
        SimProcess copy = stage.copy("/sv/x");
        stage.kernel.faults.on(Call.INFO).by("supervise").path("8").fail(Errno.ENOMEM);
        stage.kernel
                .faults
                .on(Call.INFO)
                .by("supervise")
                .path("lock")
                .after(2)
                .times(1)
                .fail(Errno.EIO);
        for (int i = 0; i < 3; i++) {
            stage.tools("supervise").forEach(process -> stage.kernel.kill(process, Signal.HUP));
            stage.pass(2 * SECOND);
        }
        stage.pass(10 * SECOND);
        assertSame(copy, stage.copy("/sv/x"));
        assertEquals(0, stage.read("/tmp/said").split("was replaced", -1).length - 1);
    }

    /** After a power cut that took {@code supervise/}, on a full disk. The service began without its logger, or not at all, for ever. */
    @Test
    void aServiceForWhoseFilesThereIsNoRoomStartsWhenThereIs() {
        stage.service("x", "writer x 20000");
        stage.prepare("x/log", "exec /bin/multilog ./main");
        SimProcess first = svscan();
        stage.until("both are up", 10 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
        stage.kernel.kill(first, Signal.TERM);
        stage.until("svscan has ended", 10 * SECOND, () -> !first.isAlive());
        stage.remove("/sv/x/log/supervise");
        stage.kernel.disk().namesFull = true;
        SimProcess svscan = svscan();
        stage.pass(5 * SECOND);
        stage.kernel.disk().namesFull = false;
        stage.until("both are up", 10 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
        stage.pass(SECOND);
        stage.kernel.kill(svscan, Signal.TERM);
        stage.until("svscan has ended", 10 * SECOND, () -> !svscan.isAlive());
        assertEquals(String.join("", stage.ledger.accepted("x")), LogReader.text(stage, "/sv/x/log/main"));
    }

    /** Nobody could tell the supervise that was there for one slot to bring back the other. */
    @Test
    void withoutAScanFifoSuperviseBringsBackASlotByItself() {
        stage.service("x", "sleeper");
        stage.prepare("x/log", "exec /bin/multilog ./main");
        scanAndOneOkFail(Errno.EROFS, Errno.ENOSPC);
        svscan();
        stage.until("both are up", 12 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
    }

    /** A watch descriptor that could not be polled was believed to tell everything. */
    @Test
    void whatSvscanCannotPollItDoesNotRelyOn() {
        stage.kernel.faults.on(Call.POLL_CHANGE).by("svscan").after(1).times(1).fail(Errno.ENOMEM);
        svscan();
        stage.pass(SECOND);
        stage.service("x", "sleeper");
        stage.until("x is up", 7 * SECOND, () -> stage.isUp("/sv/x"));
    }

    /** With {@code fd}, a rotation waited for room, and meanwhile the sync that was due woke multilog again and again. */
    @Test
    void aSyncThatIsDueWhileARotationWaitsForRoomSpinsNot() {
        int feed = stage.makeFifo("/in");
        stage.makeDirectory("/log");
        stage.startReading("/in", "/tmp/said", "/log", "multilog", "s4096", "d3s", "fd", "./main");
        byte[] line = Shell.bytes("x".repeat(99) + "\n");
        for (int i = 0; i < 19; i++) {
            stage.kernel.outsider().port().descriptors().write(feed, line, 0, line.length);
        }
        stage.pass(SECOND);
        stage.kernel.disk().namesFull = true;
        for (int i = 0; i < 30; i++) {
            stage.kernel.outsider().port().descriptors().write(feed, line, 0, line.length);
        }
        stage.pass(60 * SECOND);
        stage.kernel.disk().namesFull = false;
        stage.kernel.outsider().port().descriptors().write(feed, line, 0, line.length);
        stage.until(
                "the gap is told",
                10 * SECOND,
                () -> LogReader.text(stage, "/log/main").contains("lines, "));
    }

    /** The two of a service came to be looked after by two supervises, when one could not have all it needed. */
    @Test
    void aLoggerThatIsAnotherSupervisesGetsTheLinesAndTheStop() {
        stage.prepare("x", "writer x 20000");
        stage.prepare("x/log", "exec /bin/multilog ./main");
        stage.start("/tmp/said", "/sv/x", "supervise", "log", "log");
        stage.until("the logger is up", 5 * SECOND, () -> stage.exists("/sv/x/log/supervise/ok"));
        stage.makeFifo("/sv/x/log/supervise/pipe");
        stage.symlink("/sv/x", "/service/x");
        svscan();
        stage.until("the service is up", 10 * SECOND, () -> stage.isUp("/sv/x"));
        stage.pass(SECOND);
        assertEquals(0, stage.read("/tmp/said").split("x [0-9]+ ", -1).length - 1);
    }

    /** One of the two was told to stop; then the other one, which had waited for its place, took it and started the service again. */
    @Test
    void aSuperviseThatTakesTheServiceDuringAStopIsStoppedToo() {
        stage.service("x", "writer x 20000");
        stage.prepare("x/log", "exec /bin/multilog ./main");
        scanAndOneOkFail(Errno.EIO, Errno.EIO);
        stage.start("/tmp/said", "/service", "supervise", "x", "log");
        stage.until("the logger is up", SECOND, () -> stage.isUp("/sv/x/log"));
        SimProcess before = svscan();
        stage.until("the service is up", 10 * SECOND, () -> stage.isUp("/sv/x"));
        stage.kernel.kill(before, Signal.QUIT);
        stage.until("svscan has ended", SECOND, () -> !before.isAlive());
        SimProcess svscan = svscan();
        stage.pass(3 * SECOND);
        assertEquals(2, stage.tools("supervise").size());
        stage.kernel.kill(svscan, Signal.TERM);
        stage.until("svscan has ended", 20 * SECOND, () -> !svscan.isAlive());
        assertEquals(java.util.List.of(), stage.kernel.processes());
    }

    /** It was read as a regular file is, and nothing else was heard until the next line came. */
    @Test
    void inputThatCannotBePolledNowLeavesMultilogNotDeaf() {
        stage.makeFifo("/in");
        stage.makeDirectory("/log");
        stage.kernel
                .faults
                .on(Call.POLL_CHANGE)
                .by("multilog")
                .path("add 0")
                .times(1)
                .fail(Errno.ENOMEM);
        SimProcess multilog = stage.startReading("/in", "/tmp/said", "/log", "multilog", "./main");
        stage.pass(SECOND);
        stage.kernel.kill(multilog, Signal.TERM);
        stage.until("it has ended", SECOND, () -> !multilog.isAlive());
    }

    /** A multilog has read a line, and its journal has it. @return what writes to the next one */
    private int killedAtItsFirstWrite(String text) {
        int feed = stage.makeFifo("/in");
        stage.makeDirectory("/log");
        SimProcess first = stage.startReading("/in", "/tmp/said", "/log", "multilog", "./main");
        stage.kernel
                .faults
                .on(Call.WRITE)
                .by("multilog")
                .path("current")
                .times(1)
                .kill();
        byte[] line = Shell.bytes(text);
        stage.kernel.outsider().port().descriptors().write(feed, line, 0, line.length);
        stage.until("it was killed", SECOND, () -> !first.isAlive());
        return feed;
    }

    /** The number of a removed file was that of a new one: the batch of a journal that could not be used for a while was written again. */
    @Test
    void aJournalThatCannotBeUsedIsLeftForGood() {
        killedAtItsFirstWrite("x".repeat(99) + "\n");
        stage.kernel.faults.on(Call.MAP).by("multilog").times(1).fail(Errno.ENOMEM);
        stage.startReading("/in", "/tmp/said", "/log", "multilog", "./main");
        stage.pass(SECOND);
        assertTrue(stage.read("/tmp/said").contains("a kill can lose lines"), stage.read("/tmp/said"));
        assertTrue(!stage.exists("/log/main/journal") && stage.exists("/log/main/journal.old"));
    }

    /** It could neither be used nor get another name; the logger after the next wrote what was in it behind what had come later. */
    @Test
    void aJournalThatCanNeitherBeUsedNorSetAsideIsWaitedFor() {
        int feed = killedAtItsFirstWrite("first\n");
        byte[] later = Shell.bytes("later\n");
        stage.kernel.faults.on(Call.MAP).by("multilog").times(1).fail(Errno.ENOMEM);
        stage.kernel.faults.on(Call.RENAME).by("multilog").times(1).fail(Errno.ENOSPC);
        SimProcess second = stage.startReading("/in", "/tmp/said", "/log", "multilog", "./main");
        stage.kernel.outsider().port().descriptors().write(feed, later, 0, later.length);
        stage.until("it has given up", SECOND, () -> !second.isAlive());
        assertTrue(
                stage.read("/tmp/said")
                        .endsWith("multilog: fatal: unable to rename journal to journal.old in directory ./main: "
                                + "out of disk space\n"),
                stage.read("/tmp/said"));
        stage.startReading("/in", "/tmp/said", "/log", "multilog", "./main");
        stage.pass(SECOND);
        assertEquals("first\nlater\n", LogReader.text(stage, "/log/main"));
    }

    /** One that did not fit the files there could not get another name, and was there for the next logger, which it might have fitted. */
    @Test
    void aJournalThatDoesNotFitAndCannotBeSetAsideIsWaitedFor() {
        killedAtItsFirstWrite("first\n");
        stage.kernel
                .faults
                .on(Call.RENAME)
                .by("multilog")
                .path("journal")
                .times(1)
                .fail(Errno.ENOSPC);
        SimProcess other = stage.startReading("/in", "/tmp/said", "/log", "multilog", "t", "./main");
        stage.until("it has given up", SECOND, () -> !other.isAlive());
        assertTrue(stage.exists("/log/main/journal"));
        stage.startReading("/in", "/tmp/said", "/log", "multilog", "./main");
        stage.pass(SECOND);
        assertEquals("first\n", LogReader.text(stage, "/log/main"));
    }

    /** It was set aside, and multilog was killed before it could say so. */
    @Test
    void aJournalIsNotLeftBeforeThatIsSaid() {
        String line = "x".repeat(99) + "\n";
        killedAtItsFirstWrite(line);
        stage.kernel.faults.on(Call.MAP).by("multilog").times(1).fail(Errno.ENOMEM);
        stage.kernel.faults.on(Call.WRITE).by("multilog").path("said").times(1).kill();
        stage.startReading("/in", "/tmp/said", "/log", "multilog", "./main");
        stage.pass(SECOND);
        stage.startReading("/in", "/tmp/said", "/log", "multilog", "./main");
        stage.pass(SECOND);
        assertEquals(line, LogReader.text(stage, "/log/main"));
    }

    /** It had its new name, and multilog was killed before the oldest one went; the next one had nothing to finish, and looked no further. */
    @Test
    void aLoggerThatWasKilledBeforeTheOldestFileWentLeavesNotOneTooMany() {
        int feed = stage.makeFifo("/in");
        stage.makeDirectory("/log");
        byte[] line = Shell.bytes("x".repeat(99) + "\n");
        for (int life = 0; life < 3; life++) {
            SimProcess multilog = stage.startReading("/in", "/tmp/said", "/log", "multilog", "s4096", "n2", "./main");
            stage.kernel.outsider().port().descriptors().write(feed, line, 0, line.length);
            stage.pass(SECOND);
            stage.kernel.kill(multilog, Signal.KILL);
        }
        stage.kernel.faults.on(Call.UNLINK).by("multilog").path("@").times(1).kill();
        SimProcess killed = stage.startReading("/in", "/tmp/said", "/log", "multilog", "s4096", "n2", "./main");
        stage.until("it was killed", SECOND, () -> !killed.isAlive());
        SimProcess last = stage.startReading("/in", "/tmp/said", "/log", "multilog", "s4096", "n2", "./main");
        stage.pass(SECOND);
        stage.kernel.kill(last, Signal.TERM);
        stage.until("it has ended", SECOND, () -> !last.isAlive());
        FileCount.check(stage, "/log/main", 2);
    }

    /** Short calls cut the messages in pieces, and others' came between: what was said to be lost could not be read. */
    @Test
    void whatManySayAtOnceCanBeToldApart() {
        stage.kernel.faults.spare("said");
        stage.kernel.faults.shorten(1);
        for (int i = 0; i < 20; i++) {
            stage.start("/tmp/said", "/", "multilog", "./nowhere/x");
        }
        stage.pass(SECOND);
        String message = "multilog: fatal: unable to open directory ./nowhere/x: file does not exist\n";
        assertEquals(message.repeat(20), stage.read("/tmp/said"));
    }

    /** Its status never told when it had been started: another svscan could not be sure who it is, and did not upgrade it. */
    @Test
    void aSuperviseThatCouldNotReadItsStartTimeLearnsItAllTheSame() {
        stage.service("x", "sleeper");
        stage.kernel.faults.on(Call.READ).by("supervise").path("stat").times(1).fail(Errno.EIO);
        svscan();
        stage.until("x is up", SECOND, () -> stage.isUp("/sv/x"));
        assertTrue(UpgradeStory.status(stage, "/sv/x").superviseStartTicks > 0);
    }

    /** A supervise has no way to be told, and one of its two slots does not come up the first time. */
    private void scanAndOneOkFail(int scanError, int okError) {
        stage.kernel.faults.on(Call.OPEN).by("supervise").path("scan").times(1).fail(scanError);
        stage.kernel
                .faults
                .on(Call.OPEN)
                .by("supervise")
                .path("ok")
                .after(1)
                .times(1)
                .fail(okError);
    }
}
