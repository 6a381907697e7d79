package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** {@code yagura why}: each cause that it knows, brought about. */
class YaguraWhyIT {
    private static Service linked(Sandbox box, String name, String run) {
        box.variable("SVDIR", "scan");
        Service service = Scan.service(box, name, run);
        Scan.link(box, name);
        return service;
    }

    /** Waits until it says all of it. */
    private static void says(Sandbox box, String name, String... sentences) {
        for (String sentence : sentences) {
            String[] last = {""};
            Await.until(() -> "'" + sentence + "' in: " + last[0], 20_000, () -> {
                last[0] = box.run("yagura", "why", name).out();
                return last[0].contains(sentence);
            });
        }
    }

    @OnOurs
    void aFileDown(Sandbox box) {
        linked(box, "s", Service.IDLE).down();
        Scan.start(box);
        says(box, "s", "s is down.\n  It has not been started, because there is a file down in its directory.\n");
    }

    @OnOurs
    void someoneStoppedIt(Sandbox box) {
        Service service = linked(box, "s", Service.IDLE);
        Scan.start(box);
        service.awaitUp();
        box.run("yagura", "stop", "s").ok();
        says(
                box,
                "s",
                "It was told to go down (yagura stop or svc -d)",
                "Its last process was killed by SIGTERM",
                "There is no file down");
    }

    @OnOurs
    void itEndsAgainAndAgain(Sandbox box) {
        linked(box, "s", "echo 'the last words'; exec nosuchprogram").log("exec multilog t ./main");
        Scan.start(box);
        says(
                box,
                "s",
                "It ends again and again: it was started ",
                "Its last process exited with code 127",
                "Code 127 comes from a shell",
                "The last lines in scan/s/log/main/current:\n    | 20",
                " the last words\n");
        Await.until("the time left", () -> box.run("yagura", "why").out().contains("It is started again in 0."));
    }

    @OnOurs
    void itsRunIsAtFault(Sandbox box) {
        linked(box, "none", "").down();
        box.delete("sv/none/run");
        linked(box, "mode", "").down();
        Sandbox.chmod(box.path("sv/mode/run"), "rw-r--r--");
        linked(box, "interpreter", "").down();
        box.write("sv/interpreter/run", "#!/bin/nosuch\r\n");
        linked(box, "plain", "").down();
        box.write("sv/plain/run", "exec sleep 1\n");
        linked(box, "empty", "").down();
        box.write("sv/empty/run", "");
        Scan.start(box);
        says(box, "none", "Its run does not exist.");
        says(box, "mode", "Its run is not executable (mode 0644): chmod 755 mends that.");
        says(
                box,
                "interpreter",
                "Its run names an interpreter that does not exist: /bin/nosuch\\x0d (the line ends as");
        says(box, "plain", "Its run does not begin with #! and the path of its interpreter.");
        says(box, "empty", "Its run is empty.");
    }

    @OnOurs
    void nobodyLooksAfterIt(Sandbox box) {
        linked(box, "s", Service.IDLE);
        says(box, "s", "No supervise has ever looked after it.\n  No svscan is to be seen that runs on scan");
        Scan scan = Scan.start(box);
        Service.at(box, "scan/s").awaitUp();
        Scan.service(box, "unlinked", Service.IDLE);
        says(
                box,
                "./sv/unlinked",
                "svscan runs on scan, as process " + scan.svscan.pid(),
                "But the service is not in there");
    }

    @OnOurs
    void itWillNotEndOrIsPaused(Sandbox box) {
        Service service = linked(box, "s", "trap '' TERM; " + Service.NOTE_START + "; while :; do sleep 0.1; done");
        Scan.start(box);
        service.awaitStarts(1).svc("-p");
        says(box, "s", "yagura continue lets it go on");
        service.svc("-c").svc("-d");
        says(box, "s", "It was told to go down, was sent TERM, and process " + service.pid() + " has not ended");
    }

    @OnOurs
    void itRuns(Sandbox box) {
        Service service = linked(box, "s", Service.IDLE);
        Scan.start(box);
        long pid = service.awaitUp();
        says(box, "s", "s is up.\n  It runs, as process " + pid);
        String said = "(?s).*It runs, as process " + pid + ", for \\d+ seconds? now\\.\n.*";
        Await.until(said, () -> box.run("yagura", "why", "s").ok().matches(said));
        assertEquals(
                "Every service is as it should be.\n", box.run("yagura", "why").ok());
        service.svc("-k").awaitUpAgain(pid);
        says(box, "s", "It was started again 1 time.", "the kernel may have been out of memory");
        assertTrue(box.run("yagura", "why").ok().contains("SIGKILL"));
        service.svc("-o");
        says(box, "s", "It was told to run once");
    }

    @NeedsRoot
    @OnOurs
    void itsLoggerMayNotWrite(Sandbox box) {
        linked(box, "s", Service.IDLE).log("exec setuidgid nobody multilog t ./main");
        box.mkdir("sv/s/log/main");
        Scan.start(box);
        says(
                box,
                "s",
                "Its logger is starting; it exited with code 111",
                "Its log/run becomes nobody, but scan/s/log/main belongs to uid 0: chown nobody mends that.");
    }

    @NeedsRoot
    @OnOurs
    void itsDiskIsFull(Sandbox box) {
        Service service = linked(box, "s", "while echo 0123456789012345678901234567890123456789; do :; done");
        box.mkdir("small");
        box.sh("mount -t tmpfs -o size=64k none small").ok();
        service.log("exec multilog s16777215 ../../../small");
        Scan.start(box);
        says(box, "s", "The disk of scan/s/log/../../../small is full: ");
    }

    @OnOurs
    void wrongNamesAndJson(Sandbox box) {
        linked(box, "s", Service.IDLE).down();
        Scan.start(box);
        Service.at(box, "scan/s").awaitOk();
        box.run("yagura", "why", "nosuch").is(1, "", "yagura: warning: no such service: nosuch\n");
        String json = box.run("yagura", "why", "-j", "s").ok();
        assertTrue(json.startsWith("[{\"name\":\"s\",\"state\":\"down\",\"sentences\":[\"It has not been"), json);
        assertEquals(111, box.run("yagura", "why", "-s", "gone").exit());
        assertTrue(Proc.alive(Scan.superviseOf(box, "sv/s")));
    }
}
