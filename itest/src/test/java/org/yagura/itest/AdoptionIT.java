package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yagura.core.adopt.ChildRecord;
import org.yagura.core.status.Status;
import org.yagura.core.status.Want;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** Exactly one copy: supervise, svscan, or all of ours are killed, and the services go on. */
class AdoptionIT {
    private static final String COUNTER =
            "echo $$ >>starts; i=0; while :; do echo line $i; i=$((i+1)); sleep 0.01; done";
    private static final int ROUNDS = 25;

    private static Status status(Sandbox box, Service service) {
        byte[] bytes = box.read(service.name + "/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
        Status status = new Status();
        assertEquals(Status.Form.OURS, status.decode(bytes, bytes.length));
        return status;
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Waits until another supervise has written the status; gives its pid. */
    private static long awaitAnother(Sandbox box, Service service, long before) {
        Await.until("another supervise", () -> status(box, service).supervisePid != before && service.ok());
        return status(box, service).supervisePid;
    }

    @OnOurs(Difference.ADOPTED)
    void aKilledSuperviseIsReplacedAndServiceAndLoggerGoOn(Sandbox box) {
        Service a = Scan.service(box, "a", COUNTER);
        a.log(Service.NOTE_START + "; exec multilog s16777215 ./main");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        long service = a.awaitUp();
        long logger = a.log().awaitUp();
        for (int i = 0; i < 5; i++) {
            Status before = status(box, a);
            kill(before.supervisePid);
            awaitAnother(box, a, before.supervisePid);
            awaitAnother(box, a.log(), before.supervisePid);
            assertEquals(service, a.pid());
            assertEquals(logger, a.log().pid());
            assertEquals(before.changedBootNs, status(box, a).changedBootNs);
            assertEquals(before.starts, status(box, a).starts);
        }
        assertEquals(1, a.starts().size());
        assertEquals(1, a.log().starts().size());
        scan.svscan.signal("TERM");
        assertEquals(0, scan.svscan.end().exit());
        assertEquals(List.of(), box.processes());
        String[] lines = box.read("sv/a/log/main/current").split("\n");
        for (int i = 0; i < lines.length; i++) {
            assertEquals("line " + i, lines[i]);
        }
    }

    @OnOurs(Difference.ADOPTED)
    void svcReachesAnAdoptedServiceAndItsDeathIsSeenAtOnce(Sandbox box) {
        Service a =
                Scan.service(box, "a", "trap 'exit 7' USR1; " + Service.NOTE_START + "; while :; do sleep 0.05; done");
        Scan.link(box, "a");
        Scan.start(box);
        a.awaitStarts(1);
        long service = a.awaitUp();
        long supervise = status(box, a).supervisePid;
        kill(supervise);
        awaitAnother(box, a, supervise);
        a.svc("-p");
        Await.until("stopped", () -> Proc.state(service) == 'T');
        Await.until("said to be paused", () -> a.svstat().contains("paused"));
        a.svc("-c");
        Proc.signal(service, "USR1");
        a.awaitUpAgain(service);
        a.awaitStarts(2);
        Status status = status(box, a);
        assertTrue(status.waitStatusKnown);
        assertEquals(7 << 8, status.waitStatus);
        long second = a.pid();
        a.svc("-d").awaitDown();
        assertTrue(!Proc.alive(second));
        assertEquals(2, a.starts().size());
    }

    @OnOurs(Difference.ADOPTED)
    void allOfOursAreKilledAtOnceAndAllServicesAreAdopted(Sandbox box) {
        List<Service> services = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Service each = Scan.service(box, "s" + i, COUNTER);
            if (i % 2 == 0) {
                each.log(Service.NOTE_START + "; exec multilog s16777215 ./main");
            }
            Scan.link(box, "s" + i);
            services.add(each);
            if (i % 2 == 0) {
                services.add(each.log());
            }
        }
        Scan scan = Scan.start(box);
        List<Long> pids = new ArrayList<>();
        for (Service each : services) {
            pids.add(each.awaitUp());
            each.awaitStarts(1);
        }
        long svscan = scan.svscan.pid();
        List<Long> ours = new ArrayList<>(Scan.supervises(box));
        assertEquals(6, ours.size());
        kill(svscan);
        ours.forEach(AdoptionIT::kill);
        Await.until("all of ours have gone", () -> Scan.supervises(box).isEmpty());
        scan.startAgain();
        for (int i = 0; i < services.size(); i++) {
            Service each = services.get(i);
            Await.until("supervise of " + each.name, each::ok);
            assertEquals(pids.get(i), each.pid());
            assertEquals(1, each.starts().size(), each.name);
        }
        assertEquals(6, Scan.supervises(box).size());
        scan.svscan.signal("TERM");
        assertEquals(0, scan.svscan.end().exit());
        assertEquals(List.of(), box.processes());
        String[] lines = box.read("sv/s0/log/main/current").split("\n");
        for (int i = 0; i < lines.length; i++) {
            assertEquals("line " + i, lines[i]);
        }
    }

    @OnOurs(Difference.ADOPTED)
    void aSuperviseThatIsNoChildOfSvscanIsReplacedAtOnceToo(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        long service = a.awaitUp();
        scan.svscan.signal("KILL");
        scan.svscan.end();
        scan.startAgain();
        Service b = Scan.idle(box, "b");
        Scan.link(box, "b");
        b.awaitUp();
        long supervise = status(box, a).supervisePid;
        long start = System.nanoTime();
        kill(supervise);
        awaitAnother(box, a, supervise);
        long ms = (System.nanoTime() - start) / 1_000_000;
        assertTrue(ms < 800 * Await.factor(), "after " + ms + " ms");
        assertEquals(service, a.pid());
        assertEquals(1, a.starts().size());
    }

    @OnOurs(Difference.ADOPTED)
    void whatWasWantedOutlivesSupervise(Sandbox box) {
        Service down = Service.idle(box, "down");
        Service once = Service.idle(box, "once").down();
        Service paused = Service.idle(box, "paused");
        Service clean = Service.idle(box, "clean");
        List<Service> all = List.of(down, once, paused, clean);
        List<Running> supervises = new ArrayList<>();
        for (Service each : all) {
            supervises.add(each.supervise());
        }
        down.awaitUp();
        down.svc("-d").awaitDown();
        once.svc("-o");
        long onceRuns = once.awaitUp();
        paused.awaitUp();
        paused.svc("-p");
        Await.until("paused", () -> paused.status().paused());
        clean.awaitUp();
        clean.svc("-dx");
        supervises.get(3).end().is(0, "", "");
        supervises.subList(0, 3).forEach(each -> each.signal("KILL").end());
        all.forEach(Service::supervise);
        assertEquals(Want.DOWN, status(box, down).want);
        assertEquals(0, down.pid());
        assertEquals(Want.ONCE, status(box, once).want);
        assertEquals(onceRuns, once.pid());
        assertTrue(status(box, paused).paused);
        clean.awaitStarts(2);
        kill(onceRuns);
        once.awaitDown();
        Await.holds("neither is started", 1500, () -> down.pid() == 0 && once.pid() == 0);
    }

    @OnOurs(Difference.ADOPTED)
    void aRecordThatNamesAnotherProcessIsNotBelieved(Sandbox box) {
        Running other = box.start("/bin/sleep", "98765");
        Service a = Service.idle(box, "a");
        Running supervise = a.superviseUp();
        long service = a.pid();
        supervise.signal("KILL").end();
        kill(service);
        Await.until("it has ended", () -> !Proc.alive(service));
        ChildRecord record = record(box, a);
        record.pid = (int) other.pid();
        write(box, a, record);
        a.supervise();
        a.awaitStarts(2);
        assertNotEquals(other.pid(), a.awaitUp());
        a.svc("-dk").awaitDown();
        assertTrue(other.alive());
    }

    @OnOurs(Difference.ADOPTED)
    void aRecordOfAnotherBootIsNotBelieved(Sandbox box) {
        Service a = Service.idle(box, "a");
        Running supervise = a.superviseUp();
        long service = a.pid();
        supervise.signal("KILL").end();
        ChildRecord record = record(box, a);
        record.bootId[3] ^= 1;
        write(box, a, record);
        a.supervise();
        a.awaitStarts(2);
        a.svc("-dk").awaitDown();
        assertTrue(Proc.alive(service));
    }

    @OnOurs(Difference.ADOPTED)
    void whereHandlesHaveNoInodeTheStartTimeTells(Sandbox box) {
        Service a = Service.idle(box, "a");
        Running supervise = a.superviseUp();
        long service = a.pid();
        ChildRecord record = record(box, a);
        long ticks = Long.parseLong(
                Proc.read(service, "stat").replaceAll(".*\\) ", "").split(" ")[19]);
        String namespace = Proc.link(service, "ns/pid").replaceAll("\\D", "");
        supervise.signal("KILL").end();
        record.handleInode = 0;
        record.startTicks = ticks;
        record.pidNamespace = Long.parseLong(namespace);
        write(box, a, record);
        Running second = a.supervise();
        assertEquals(service, a.pid());
        assertEquals(1, a.starts().size());
        second.signal("KILL").end();
        record.startTicks = ticks + 1;
        write(box, a, record);
        a.supervise();
        a.awaitStarts(2);
        assertTrue(Proc.alive(service));
    }

    /** svscan took a supervise that waits for its restart as done, and left the service and its logger running. */
    @OnOurs(Difference.ADOPTED)
    void aStopFindsWhatASuperviseThatWasJustKilledHasLeft(Sandbox box) {
        Service a = Scan.service(box, "a", COUNTER);
        a.log(Service.NOTE_START + "; exec multilog s16777215 ./main");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        long service = a.awaitUp();
        long logger = a.log().awaitUp();
        long first = status(box, a).supervisePid;
        kill(first);
        // The second one within a second is not replaced at once.
        kill(awaitAnother(box, a, first));
        scan.svscan.signal("TERM");
        assertEquals(0, scan.svscan.end().exit());
        assertEquals(List.of(), box.processes());
        assertTrue(!Proc.alive(service) && !Proc.alive(logger));
        assertEquals(1, a.starts().size());
        String[] lines = box.read("sv/a/log/main/current").split("\n");
        for (int i = 0; i < lines.length; i++) {
            assertEquals("line " + i, lines[i]);
        }
    }

    @OnOurs(Difference.ADOPTED)
    void aSuperviseThatIsKilledDuringTheStopIsReplacedToFinishIt(Sandbox box) {
        String slow = "trap 'echo told >told; sleep 0.5; exit 0' TERM; " + Service.NOTE_START
                + "; while :; do sleep 0.01; done";
        Service a = Scan.service(box, "a", slow);
        a.log(Service.NOTE_START + "; exec multilog ./main");
        Service b = Scan.service(box, "b", slow);
        Scan.link(box, "a");
        Scan.link(box, "b");
        Scan scan = Scan.start(box);
        a.log().awaitUp();
        a.awaitStarts(1);
        b.awaitStarts(1);
        // Nor are those of an earlier svscan forgotten, which are no children.
        scan.svscan.signal("KILL").end();
        long ofB = status(box, b).supervisePid;
        kill(ofB);
        scan.startAgain();
        awaitAnother(box, b, ofB);
        Service c = Scan.idle(box, "c");
        Scan.link(box, "c");
        c.awaitUp();
        scan.svscan.signal("TERM");
        Await.until("both are told", () -> box.exists("sv/a/told") && box.exists("sv/b/told"));
        kill(status(box, a).supervisePid);
        kill(status(box, b).supervisePid);
        assertEquals(0, scan.svscan.end().exit());
        assertEquals(List.of(), box.processes());
        assertEquals(1, a.starts().size());
        assertEquals(1, b.starts().size());
    }

    @OnOurs(Difference.ADOPTED)
    void tellsHowSoonAServiceIsAdopted(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        Scan.start(box);
        long service = a.awaitUp();
        double[] ms = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            // 0.76's second between two starts of a supervise is kept
            Await.holds("a second passes", 1050, () -> true);
            long supervise = status(box, a).supervisePid;
            long start = System.nanoTime();
            kill(supervise);
            while (status(box, a).supervisePid == supervise) {
                Thread.onSpinWait();
            }
            ms[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(ms);
        System.out.println(
                "from the death of a supervise to adopted, ms: median " + ms[ROUNDS / 2] + ", most " + ms[ROUNDS - 1]);
        assertEquals(service, a.pid());
        assertEquals(1, a.starts().size());
    }

    private static ChildRecord record(Sandbox box, Service service) {
        byte[] bytes = box.read(service.name + "/supervise/record").getBytes(StandardCharsets.ISO_8859_1);
        ChildRecord record = new ChildRecord();
        assertTrue(record.decode(bytes, bytes.length));
        return record;
    }

    private static void write(Sandbox box, Service service, ChildRecord record) {
        byte[] bytes = ChildRecord.parentPart(record.bootId);
        ChildRecord.complete(bytes, record.pid, record.handleInode, record.startTicks, record.pidNamespace);
        box.write(service.name + "/supervise/record", new String(bytes, StandardCharsets.ISO_8859_1));
    }
}
