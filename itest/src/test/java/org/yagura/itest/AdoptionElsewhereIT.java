package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.yagura.core.status.Status;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Programs;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;
import org.yagura.itest.harness.Suite;

/** Exactly one copy where the surroundings are not as usual: old kernels, containers, no /proc, full disks, daemons. */
class AdoptionElsewhereIT {
    private static final String SUPERVISE = Suite.YAGURA.tool("supervise").toString();

    private static Status status(Sandbox box, Service service) {
        byte[] bytes = box.read(service.name + "/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
        Status status = new Status();
        status.decode(bytes, bytes.length);
        return status;
    }

    private static void kill(Running running) {
        running.signal("KILL").end();
    }

    // ---- a first process that reaps late

    @OnOurs(Difference.ADOPTED)
    void aDeathIsSeenAtOnceThoughTheParentDoesNotReap(Sandbox box) {
        Path lazy =
                Programs.compile(Path.of("src/test/c/lazy.c").toAbsolutePath()).orElse(null);
        assumeTrue(lazy != null, "there is no C compiler");
        Service a =
                Service.make(box, "a", "trap 'exit 7' USR1; " + Service.NOTE_START + "; while :; do sleep 0.05; done");
        Running parent = box.start(String.valueOf(lazy), SUPERVISE, "a");
        long first = a.awaitStarts(1).awaitUp();
        Proc.signal(status(box, a).supervisePid, "KILL");
        Running second = box.start("supervise", "a");
        second.awaitErr("a still runs, pid " + first + ": going on with it\n");
        a.awaitOk();
        Proc.signal(first, "USR1");
        a.awaitUpAgain(first);
        a.awaitStarts(2);
        assertEquals('Z', Proc.state(first));
        assertTrue(status(box, a).waitStatusKnown, "though nobody has reaped it");
        assertEquals(7 << 8, status(box, a).waitStatus);
        a.svc("-dx");
        second.end();
        kill(parent);
    }

    // ---- a kernel without handles on processes

    private static Running withoutPidfds(Sandbox box, String directory) {
        Path without = Programs.compile(Path.of("src/test/c/without.c").toAbsolutePath())
                .orElse(null);
        assumeTrue(without != null, "there is no C compiler");
        return box.start(String.valueOf(without), "pidfd_open,pidfd_send_signal", SUPERVISE, directory);
    }

    @OnOurs(Difference.ADOPTED)
    void aKernelWithoutHandlesOnProcesses(Sandbox box) {
        Service a = Service.idle(box, "a");
        Running first = withoutPidfds(box, "a");
        long service = a.awaitStarts(1).awaitUp();
        kill(first);
        Running second = withoutPidfds(box, "a");
        second.awaitErr("a still runs, pid " + service + ": going on with it\n");
        a.awaitOk();
        assertEquals(service, a.pid());
        a.svc("-p");
        Await.until("stopped", () -> Proc.state(service) == 'T');
        a.svc("-c").svc("-t");
        // its death is seen within a second
        a.awaitStarts(2);
        assertTrue(!Proc.alive(service));
        a.svc("-dx");
        second.end().is(0, "", "supervise: a still runs, pid " + service + ": going on with it\n");
    }

    @OnOurs(Difference.ADOPTED)
    void handlesThatAreForbiddenSinceThenAreWaitedFor(Sandbox box) {
        Service a = Service.idle(box, "a");
        Running first = a.superviseUp();
        long service = a.pid();
        kill(first);
        Running second = withoutPidfds(box, "a");
        second.awaitErr("supervise: warning: unable to tell whether a still runs: system call not available\n");
        Await.holds("no second copy", 1500, () -> a.starts().size() == 1 && Proc.alive(service));
        Proc.signal(service, "KILL");
        a.awaitStarts(2);
    }

    // ---- no /proc

    private static Running withoutProc(Sandbox box, String directory) {
        return box.start("unshare", "-m", "sh", "-c", "umount -l /proc && exec " + SUPERVISE + " \"$0\"", directory);
    }

    @OnOurs(Difference.ADOPTED)
    @NeedsRoot
    void withoutProcNothingIsAdoptedAndThatIsSaid(Sandbox box) {
        Service a = Service.idle(box, "a");
        Running first = withoutProc(box, "a");
        long service = a.awaitStarts(1).awaitUp();
        kill(first);
        Running second = withoutProc(box, "a");
        second.awaitErr("supervise: warning: no boot id: unable to tell whether a still runs\n");
        a.awaitStarts(2);
        assertTrue(Proc.alive(service), "and what it cannot know it does not signal");
    }

    // ---- a container

    @OnOurs(Difference.ADOPTED)
    @NeedsRoot
    void inAContainerSvscanIsTheFirstProcess(Sandbox box) {
        Service a = Scan.idle(box, "a");
        a.log(Service.NOTE_START + "; exec multilog ./main");
        Scan.link(box, "a");
        box.startSh("exec unshare --pid --fork --mount-proc svscan scan");
        a.awaitStarts(1);
        a.log().awaitStarts(1);
        Await.until("up", () -> a.ok() && a.log().ok());
        for (int i = 0; i < 3; i++) {
            int before = status(box, a).supervisePid;
            long supervise = Scan.superviseOf(box, "sv/a");
            Proc.signal(supervise, "KILL");
            Await.until("another supervise", () -> status(box, a).supervisePid != before && a.ok());
        }
        assertEquals(1, a.starts().size());
        assertEquals(1, a.log().starts().size());
    }

    @OnOurs(Difference.ADOPTED)
    @NeedsRoot
    void aContainersServiceIsNotTakenForOneOutside(Sandbox box) {
        // pid 2 or so in there is somebody else's out here
        Service a = Service.idle(box, "a");
        box.startSh("exec unshare --pid --fork --mount-proc --kill-child supervise a");
        a.awaitStarts(1);
        Await.until("up", () -> status(box, a).pid > 0);
        long inside = status(box, a).pid;
        for (long pid : box.processes("unshare")) {
            Proc.signal(pid, "KILL");
        }
        Await.until(
                "the container has ended", () -> box.processes("sleep 98765").isEmpty());
        a.supervise();
        a.awaitStarts(2);
        assertTrue(a.awaitUp() != inside);
    }

    // ---- numbers that come back

    @OnOurs(Difference.ADOPTED)
    @NeedsRoot
    void whoGotTheServicesNumberIsNeitherTakenForItNorSignalled(Sandbox box) {
        Service.idle(box, "a");
        box.write("story", """
                supervise a & supervise=$!
                until svup a; do sleep 0.02; done
                service=$(cat a/starts)
                kill -9 $supervise $service
                wait 2>/dev/null
                tries=0
                while kill -0 $service 2>/dev/null; do sleep 0.02; done
                other=0
                while [ $other != $service ] && [ $tries -lt 50 ]; do
                    [ $other = 0 ] || kill -9 $other
                    echo $((service - 1)) >/proc/sys/kernel/ns_last_pid || exit 77
                    sleep 98 & other=$!
                    tries=$((tries + 1))
                done
                [ $other = $service ] || exit 77
                supervise a &
                until [ "$(wc -l <a/starts)" = 2 ] && svup a; do sleep 0.02; done
                svc -dk a
                while svup a; do sleep 0.02; done
                kill -0 $other && echo spared
                kill $other
                svc -x a
                wait
                """);
        var result =
                box.startSh("exec unshare --pid --fork --mount-proc sh story").end();
        assumeTrue(result.exit() != 77, "numbers of processes cannot be chosen here");
        assertEquals("spared\n", result.out(), result.err());
    }

    // ---- a full disk, a daemon

    @OnOurs(Difference.ADOPTED)
    @NeedsRoot
    void onAFullDiskANewServiceWaitsForRoom(Sandbox box) {
        Scan.prepare(box);
        box.sh("mkdir sv/a && mount -t tmpfs -o size=32k,nr_inodes=20 none sv/a")
                .ok();
        Service a = Scan.idle(box, "a");
        box.sh("cat /dev/zero >sv/a/ballast 2>/dev/null; true").ok();
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        scan.svscan.awaitErr("out of disk space\n");
        Await.holds("not started", 1200, () -> a.starts().isEmpty());
        box.sh("rm sv/a/ballast").ok();
        a.awaitUp();
        scan.svscan.signal("TERM").end();
    }

    @OnOurs(Difference.ADOPTED)
    void aDaemonBehindFghackIsAdoptedWithIt(Sandbox box) {
        Service a = Service.make(
                box, "a", Service.NOTE_START + "; exec fghack sh -c 'setsid sleep 98765 </dev/null >/dev/null 2>&1 &'");
        Running first = a.superviseUp();
        a.awaitStarts(1);
        Await.until("the daemon", () -> daemons(box) == 1);
        kill(first);
        Running second = a.supervise();
        second.awaitErr("a still runs");
        assertEquals(1, a.starts().size());
        a.svc("-dx");
        second.end();
        Await.until("the daemon has ended", () -> daemons(box) == 0);
    }

    private static long daemons(Sandbox box) {
        return box.processes("sleep 98765").stream()
                .filter(pid -> Proc.command(pid).startsWith("sleep"))
                .count();
    }
}
