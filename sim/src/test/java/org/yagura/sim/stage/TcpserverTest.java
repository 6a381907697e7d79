package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.check.ChildLimit;
import org.yagura.sim.check.CleanProgram;
import org.yagura.sim.check.DescriptorBaseline;
import org.yagura.sim.check.NeverLetIn;
import org.yagura.sim.check.NoZombies;
import org.yagura.sim.check.ServedOnce;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;
import org.yagura.sim.stage.Serving.Visitor;

/** Stories of tcpserver in trouble. */
class TcpserverTest {
    private static final int DENIED = 66;
    private static final String RULES = "/rules.cdb";

    private final Serving serving = new Serving(23);
    private final Stage stage = serving.stage;
    private final ServedOnce servedOnce = new ServedOnce(stage.kernel);

    TcpserverTest() {
        new CleanProgram(stage.kernel);
        new NeverLetIn(stage.kernel, DENIED);
    }

    private void untilAllAreGone(long within) {
        stage.until("all clients have gone", within, serving::allAreGone);
        stage.pass(2 * SECOND);
    }

    /** Nobody is there any more; the server is as it was at first. */
    private void isQuiet(SimProcess server, DescriptorBaseline baseline, long dropped) {
        untilAllAreGone(60 * SECOND);
        assertTrue(server.isAlive());
        NoZombies.check(stage.kernel);
        baseline.check();
        servedOnce.check(server, dropped);
        assertEquals(0, serving.figure("current"));
    }

    private static void areServed(List<Visitor> visitors) {
        visitors.forEach(visitor -> assertTrue(visitor.isServed(), visitor.visit::toString));
    }

    @Test
    void moreThanTheLimitWaitAndAreServedLater() {
        new ChildLimit(stage.kernel, 3);
        SimProcess server = serving.startAndWait("-c", "3");
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        List<Visitor> visitors = serving.send(20, Visit.ask(1, 500));
        stage.pass(300 * MS);
        assertEquals(3, serving.accepted());
        isQuiet(server, baseline, 0);
        areServed(visitors);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.ENOBUFS})
    void aShortageAtAcceptIsWaitedForWithoutASpin(int errno) {
        SimProcess server = serving.startAndWait();
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        Fault shortage = stage.kernel.faults.on(Call.ACCEPT).by("tcpserver").fail(errno);
        List<Visitor> visitors = serving.send(3, Visit.ask(1, 10));
        stage.pass(10 * SECOND);
        assertTrue(shortage.hits() >= 9 && shortage.hits() <= 11, "accepts in 10 s: " + shortage.hits());
        assertTrue(serving.said().contains("unable to accept connections, pausing"), serving.said());
        shortage.heal();
        isQuiet(server, baseline, 0);
        areServed(visitors);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.ECONNABORTED, Errno.EPROTO, Errno.EPERM, Errno.EINTR, Errno.EAGAIN})
    void troubleOfOneConnectionIsNoPause(int errno) {
        SimProcess server = serving.startAndWait();
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        stage.kernel.faults.on(Call.ACCEPT).by("tcpserver").times(3).fail(errno);
        Visitor visitor = serving.send(Visit.ask(1, 10));
        stage.until("it is served", 100 * MS, visitor::isServed);
        isQuiet(server, baseline, 0);
    }

    /** Once it asked the kernel for connections without end, or never again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whatItWaitsForCannotBeChanged(int skipped) {
        SimProcess server = serving.startAndWait("-c", "1");
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        Fault fault = stage.kernel
                .faults
                .on(Call.POLL_CHANGE)
                .path("change")
                .after(skipped)
                .times(1);
        fault.fail(Errno.ENOMEM);
        List<Visitor> visitors = serving.send(4, Visit.ask(1, 500));
        isQuiet(server, baseline, 0);
        areServed(visitors);
        assertEquals(1, fault.hits());
    }

    @Test
    void itsOwnDescriptorsAreFull() {
        SimProcess server = serving.startAndWait();
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        server.limitOpenFiles(3);
        List<Visitor> visitors = serving.send(3, Visit.ask(1, 10));
        stage.pass(3 * SECOND);
        assertEquals(0, serving.accepted());
        server.limitOpenFiles(100);
        isQuiet(server, baseline, 0);
        areServed(visitors);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EAGAIN, Errno.ENOMEM})
    void aForkThatFailsDropsThatConnectionAlone(int errno) {
        SimProcess server = serving.startAndWait("-v");
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        Fault fault = stage.kernel.faults.on(Call.FORK).by("tcpserver").times(2).fail(errno);
        List<Visitor> visitors = serving.send(5, Visit.ask(1, 10));
        isQuiet(server, baseline, 2);
        assertEquals(2, fault.hits());
        assertEquals(3, visitors.stream().filter(Visitor::isServed).count());
        assertEquals(2, serving.figure("dropped-fork"));
        assertTrue(serving.said().contains("dropping connection, unable to fork"), serving.said());
    }

    @Test
    void aProgramThatCannotBeRunDropsTheConnection() {
        SimProcess server = serving.startAndWait();
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        stage.rename("/bin/work", "/bin/away");
        Visitor first = serving.send(Visit.ask(1, 10));
        stage.pass(SECOND);
        stage.rename("/bin/away", "/bin/work");
        stage.kernel.faults.on(Call.EXEC).path("work").times(1).fail(Errno.ENOMEM);
        Visitor second = serving.send(Visit.ask(1, 10));
        stage.pass(SECOND);
        Visitor third = serving.send(Visit.ask(1, 10));
        isQuiet(server, baseline, 2);
        assertTrue(first.gone && !first.isServed() && !second.isServed() && third.isServed());
        assertEquals(2, serving.said().split("dropping connection, unable to run work", -1).length - 1);
    }

    @Test
    void oneAddressHasNoMoreThanItsShare() {
        SimProcess server = serving.startAndWait("-c", "10", "--per-address", "2");
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        List<Visitor> many = serving.send(5, Visit.ask(1, 2000));
        stage.pass(500 * MS);
        List<Visitor> others = serving.send(2, Visit.ask(2, 10));
        isQuiet(server, baseline, 3);
        assertEquals(2, many.stream().filter(Visitor::isServed).count());
        areServed(others);
        areServed(List.of(again(1)));
    }

    private Visitor again(int number) {
        Visitor visitor = serving.send(Visit.ask(number, 10));
        untilAllAreGone(10 * SECOND);
        return visitor;
    }

    @Test
    void termEndsItAtOnceAndLeavesProgramsAlone() {
        SimProcess server = serving.startAndWait("-c", "1");
        List<Visitor> visitors = serving.send(2, Visit.ask(1, 3000));
        stage.pass(500 * MS);
        stage.kernel.kill(server, Signal.TERM);
        stage.until("it has ended", 100 * MS, () -> !server.isAlive());
        assertEquals(0, server.waitStatus());
        untilAllAreGone(10 * SECOND);
        assertEquals(1, visitors.stream().filter(Visitor::isServed).count());
    }

    @Test
    void aDrainWaitsForTheLastProgramAndNobodyComesIn() {
        SimProcess server = serving.startAndWait("--drain", "30");
        List<Visitor> visitors = serving.send(3, Visit.ask(1, 3000));
        stage.pass(500 * MS);
        stage.kernel.kill(server, Signal.TERM);
        stage.pass(100 * MS);
        Visitor late = serving.send(Visit.ask(1, 10));
        stage.pass(SECOND);
        assertTrue(server.isAlive());
        stage.until("it has ended", 3 * SECOND, () -> !server.isAlive());
        assertEquals(0, server.waitStatus());
        untilAllAreGone(10 * SECOND);
        areServed(visitors);
        assertFalse(late.connected);
    }

    @Test
    void aDrainIsOverAtItsDeadlineAndTellsWhoIsLeft() {
        SimProcess server = serving.startAndWait("--drain", "2");
        List<Visitor> visitors = serving.send(3, Visit.ask(1, 60_000));
        stage.pass(500 * MS);
        stage.kernel.kill(server, Signal.TERM);
        stage.pass(1900 * MS);
        assertTrue(server.isAlive());
        stage.until("it has ended", 200 * MS, () -> !server.isAlive());
        untilAllAreGone(SECOND);
        assertTrue(visitors.stream().noneMatch(Visitor::isServed));
        assertTrue(stage.kernel.processes().isEmpty(), stage.kernel.processes()::toString);
    }

    @Test
    void whoResetsBeforeItIsAcceptedDisturbsNobody() {
        SimProcess server = serving.startAndWait("-v");
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        stage.kernel.kill(server, Signal.STOP);
        serving.send(5, new Visit(1, "", Visit.Way.RESET, 0, 10));
        stage.pass(SECOND);
        List<Visitor> visitors = serving.send(2, Visit.ask(2, 10));
        stage.pass(SECOND);
        stage.kernel.kill(server, Signal.CONT);
        isQuiet(server, baseline, 0);
        areServed(visitors);
        assertEquals(7, serving.accepted());
    }

    @Test
    void withoutItsRulesNobodyIsLetIn() {
        serving.rules(RULES, "127.0.0.66:deny\n:allow\n");
        SimProcess server = serving.startAndWait("-x", RULES);
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        serving.send(Visit.ask(DENIED, 10));
        areServed(List.of(again(1)));
        stage.rename(RULES, "/rules.away");
        assertFalse(again(1).isServed());
        String whole = stage.read("/rules.away");
        stage.write(RULES, whole.substring(0, 100));
        assertFalse(again(1).isServed());
        stage.write(RULES, "x".repeat(whole.length()));
        assertFalse(again(DENIED).isServed());
        stage.remove(RULES);
        stage.rename("/rules.away", RULES);
        areServed(List.of(again(1)));
        isQuiet(server, baseline, 4);
        assertEquals(3, serving.said().split("dropping connection, unable to read /rules.cdb", -1).length - 1);
        assertEquals(1, serving.figure("exit-100"));
    }

    @Test
    void aProxyThatIsSlowOrSilentHoldsUpNobody() {
        SimProcess server = serving.startAndWait("--proxy-protocol", "127.0.0.0/8");
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        String header = "PROXY TCP4 192.0.2.7 192.0.2.1 4000 25\r\n";
        Visitor slow = serving.send(new Visit(1, header, Visit.Way.SLOW, 50, 10));
        Visitor silent = serving.send(new Visit(1, "", Visit.Way.SILENT, 20_000, 0));
        Visitor wrong = serving.send(Visit.ask(1, 10).withHeader("HELO\r\n"));
        Visitor tooSlow = serving.send(new Visit(1, header, Visit.Way.SLOW, 400, 10));
        serving.send(new Visit(1, "PROXY TCP4", Visit.Way.RESET, 100, 0));
        Visitor quick = serving.send(Visit.ask(1, 10).withHeader(header));
        stage.until("the quick one is served", SECOND, quick::isServed);
        stage.until("the slow one is served", 4 * SECOND, slow::isServed);
        isQuiet(server, baseline, 4);
        assertFalse(silent.isServed() || wrong.isServed() || tooSlow.isServed());
        assertEquals(4, serving.figure("dropped-proxy"));
    }

    /** Once they were counted with whatever happened next. */
    @Test
    void whoCameThroughAProxyIsCountedAtOnce() {
        serving.startAndWait("--proxy-protocol", "127.0.0.0/8");
        String header = "PROXY TCP4 192.0.2.7 192.0.2.1 4000 25\r\n";
        serving.send(new Visit(1, header, Visit.Way.SLOW, 60, 20_000));
        stage.pass(5 * SECOND);
        assertEquals(1, serving.served());
        assertEquals(1, serving.figure("current"));
    }

    /** Once they stayed as they were until the next client came. */
    @ParameterizedTest
    @ValueSource(ints = {Errno.ENOSPC, Errno.EIO})
    void figuresThatCouldNotBeWrittenAreWrittenLater(int errno) {
        serving.startAndWait();
        stage.pass(2 * SECOND);
        Fault fault = stage.kernel.faults.on(Call.OPEN).path("status.new").fail(errno);
        serving.send(Visit.ask(1, 20_000));
        stage.pass(5 * SECOND);
        assertEquals(0, serving.figure("accepted"));
        fault.heal();
        stage.pass(2 * SECOND);
        assertEquals(1, serving.figure("accepted"));
        assertTrue(fault.hits() >= 4 && fault.hits() <= 6, "tried " + fault.hits() + " times in 5 s");
    }

    @Test
    void killedItLeavesProgramsAndAnotherTakesThePort() {
        SimProcess first = serving.startAndWait("-c", "2");
        List<Visitor> visitors = serving.send(2, Visit.ask(1, 3000));
        Visitor queued = serving.send(Visit.ask(1, 10));
        stage.pass(500 * MS);
        stage.kernel.kill(first, Signal.KILL);
        SimProcess second = serving.startAndWait("-c", "2");
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        areServed(List.of(again(2)));
        areServed(visitors);
        assertFalse(queued.isServed());
        isQuiet(second, baseline, 0);
    }
}
