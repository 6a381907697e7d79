package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Service;

/** A run that cannot be run, a status that is garbage, control bytes that mean nothing, a disk that is full. */
class RunTroubleIT {
    private static void says(Sandbox box, String message) {
        Service service = Service.at(box, "s");
        Running supervise = service.supervise();
        supervise.awaitErr("supervise: fatal: unable to start s/run: " + message + "\n");
        assertTrue(supervise.alive());
        assertEquals(supervise.err().lines().distinct().count(), 1, supervise.err());
        // mended: the next try starts it
        box.sh("rm -rf s/run").ok();
        Service.make(box, "s", Service.IDLE).awaitStarts(1);
        service.svc("-dx");
        supervise.end();
    }

    @OnBoth
    void notExecutable(Sandbox box) {
        box.mkdir("s");
        box.write("s/run", "#!/bin/sh\n");
        says(box, "access denied");
    }

    @OnBoth
    void aDirectory(Sandbox box) {
        box.mkdir("s/run");
        says(box, "access denied");
    }

    @OnBoth
    void withACarriageReturn(Sandbox box) {
        Service.make(box, "s", "x");
        box.write("s/run", "#!/bin/sh\r\nexec sleep 98765\r\n");
        says(box, "file does not exist");
    }

    @OnBoth
    void withoutAFirstLine(Sandbox box) {
        Service.make(box, "s", "x");
        box.write("s/run", "exec sleep 98765\n");
        says(box, "exec format error");
    }

    @OnBoth
    void empty(Sandbox box) {
        Service.make(box, "s", "x");
        box.write("s/run", "");
        says(box, "exec format error");
    }

    @OnBoth
    void aDanglingLink(Sandbox box) {
        box.mkdir("s");
        box.symlink("s/run", "nowhere");
        says(box, "file does not exist");
    }

    @OnBoth
    void aLoopOfLinks(Sandbox box) {
        box.mkdir("s");
        box.symlink("s/run", "run");
        says(box, "symbolic link loop");
    }

    @OnBoth
    void aFifo(Sandbox box) {
        box.sh("mkdir s; mkfifo s/run; chmod 755 s/run").ok();
        says(box, "access denied");
    }

    @OnBoth
    void aLinkToAProgram(Sandbox box) {
        box.mkdir("s");
        box.symlink("s/run", "/bin/true");
        Service service = Service.at(box, "s");
        Running supervise = service.supervise();
        Await.holds("no message", 1500, () -> supervise.err().isEmpty());
    }

    @OnBoth
    @NeedsRoot
    void onAFileSystemWithoutExecution(Sandbox box) {
        box.sh("mkdir s && mount -t tmpfs -o noexec none s && printf '#!/bin/sh\\n' >s/run && chmod 755 s/run")
                .ok();
        Running supervise = Service.at(box, "s").supervise();
        supervise.awaitErr("supervise: fatal: unable to start s/run: access denied\n");
    }

    @OnBoth
    void garbageInStatusIsReplacedAtTheStart(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.mkdir("s/supervise");
        for (String garbage : new String[] {"", "x", "\377".repeat(18), "y".repeat(5000)}) {
            box.write("s/supervise/status", garbage);
            Running supervise = service.superviseUp();
            Await.until(
                    "a good line: " + service.svstat(),
                    () -> service.svstat().matches("up \\(pid \\d+\\) \\d seconds"));
            service.svc("-dx");
            supervise.end().is(0, "", "");
        }
    }

    @OnBoth
    void statusTruncatedWhileItRuns(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running supervise = service.superviseUp();
        box.write("s/supervise/status", "short");
        assertEquals("unable to read supervise/status: bad format", service.svstat());
        service.svc("-p");
        Await.until("whole again", () -> service.svstat().endsWith("paused"));
        assertTrue(supervise.alive());
    }

    @OnBoth
    void foreignFilesInItsDirectoryAreNoHarm(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.mkdir("s/supervise/status.new.d");
        box.write("s/supervise/status.new", "left over");
        box.write("s/supervise/other", "text");
        Running supervise = service.superviseUp();
        assertEquals("", supervise.err());
        assertEquals("text", box.read("s/supervise/other"));
    }

    @OnBoth
    void aStatusNewThatCannotBeReplacedIsSaidAndTheServiceRuns(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.mkdir("s/supervise/status.new");
        Running supervise = box.start("supervise", "s");
        supervise.awaitErr("supervise: warning: unable to open s/supervise/status.new: is a directory\n");
        service.awaitStarts(1);
        box.sh("rmdir s/supervise/status.new").ok();
        service.svc("-p");
        Await.until(
                "status there",
                () -> box.exists("s/supervise/status") && service.status().paused());
    }

    @OnBoth
    @NeedsRoot
    void aFullDiskKeepsTheServiceRunning(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.sh("mkdir s/supervise && mount -t tmpfs -o size=16k none s/supervise")
                .ok();
        Running supervise = service.superviseUp();
        long pid = service.awaitStarts(1).awaitUp();
        box.sh("cat /dev/zero >s/supervise/ballast 2>/dev/null").exit();
        service.svc("-p");
        supervise.awaitErr("s/supervise/status.new");
        assertTrue(Proc.alive(pid));
        service.svc("-c").svc("-t");
        // the disk is full, and yet the service is started again
        service.awaitStarts(2);
        box.sh("rm s/supervise/ballast").ok();
        service.svc("-d").awaitDown();
    }

    @OnOurs(Difference.REASON_OF_THE_DIRECTORY)
    @NeedsRoot
    void aReadOnlyFileSystemIsSaidAtTheStart(Sandbox box) {
        box.sh("mkdir s && mount -t tmpfs none s && mount -o remount,ro s").ok();
        box.run("supervise", "s")
                .is(111, "", "supervise: fatal: unable to acquire s/supervise/lock: read-only file system\n");
    }

    @OnOurs(Difference.REASON_OF_THE_DIRECTORY)
    @NeedsRoot
    void aDirectoryWithoutRightsIsSaidAtTheStart(Sandbox box) {
        box.sh("mkdir -m 755 t; chmod 755 .").ok();
        box.sh("exec setpriv --reuid=65534 --regid=65534 --clear-groups supervise t")
                .is(111, "", "supervise: fatal: unable to acquire t/supervise/lock: access denied\n");
    }

    @OnBoth
    @NeedsRoot
    void aFileSystemThatBecomesReadOnlyKeepsTheServiceRunning(Sandbox box) {
        box.sh("mkdir s && mount -t tmpfs none s").ok();
        Service service = Service.make(box, "s", "exec sleep 98765");
        Running supervise = service.superviseUp();
        long pid = service.pid();
        box.sh("mount -o remount,ro s").exit();
        service.svc("-h");
        Await.until("ended by HUP", () -> !Proc.alive(pid));
        Await.until("started again", () -> Proc.children(supervise.pid()).size() == 1);
        assertTrue(supervise.alive());
        box.sh("mount -o remount,rw s").exit();
        service.svc("-d").awaitDown();
    }

    @OnBoth
    void floodsInControlOfAPausedSupervise(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running supervise = service.superviseUp();
        supervise.signal("STOP");
        box.sh("head -c 5000 /dev/zero | tr '\\0' d | dd bs=5000 oflag=nonblock of=s/supervise/control 2>/dev/null")
                .exit();
        supervise.signal("CONT");
        service.awaitDown();
        assertEquals('d', service.status().want());
    }

    @OnBoth
    void aDownFileOfAnyKindCounts(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.mkdir("s/down");
        service.supervise();
        Await.holds("down", 300, () -> service.starts().isEmpty());
    }
}
