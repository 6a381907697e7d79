package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import org.yagura.core.status.Status;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Service;
import org.yagura.itest.harness.Suite;

/** svstat where it has no right to {@code supervise/ok}, and on records that are not what they should be. */
class SvstatReadOnlyIT {
    private static final String DENIED = "s: unable to open supervise/ok: access denied\n";
    private static final String NOT_RUNNING = "s: supervise not running\n";

    private static String asNobody(Sandbox box) {
        assumeTrue(
                box.run("setuidgid", "nobody", "svstat").exit() == 0, "SKIPPED: nobody cannot run " + Suite.binary());
        return box.run("setuidgid", "nobody", "svstat", "s").ok();
    }

    private static byte[] record(Sandbox box) {
        return box.read("s/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void record(Sandbox box, byte[] bytes) {
        // another file: the supervise that lives has claimed its own
        box.delete("s/supervise/status");
        box.write("s/supervise/status", new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static Status decoded(Sandbox box) {
        Status status = new Status();
        byte[] bytes = record(box);
        assertEquals(Status.Form.OURS, status.decode(bytes, bytes.length));
        return status;
    }

    private static void encode(Sandbox box, Status status) {
        byte[] bytes = new byte[Status.LENGTH];
        status.encode(bytes);
        record(box, bytes);
    }

    @NeedsRoot
    @OnOurs(Difference.SVSTAT_READ_ONLY)
    void needsNoRightToAnything(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running supervise = service.superviseUp();
        assertTrue(asNobody(box).matches("s: up \\(pid " + service.pid() + "\\) \\d+ seconds\n"), asNobody(box));
        service.svc("-p");
        Await.until("paused", () -> asNobody(box).endsWith(" seconds, paused\n"));
        service.svc("-dx");
        supervise.end();
        assertEquals(NOT_RUNNING, asNobody(box));
    }

    @NeedsRoot
    @OnOurs(Difference.SVSTAT_READ_ONLY)
    void seesThatSuperviseWasKilled(Sandbox box) {
        Running supervise = Service.idle(box, "s").superviseUp().signal("KILL");
        supervise.end();
        assertEquals(NOT_RUNNING, asNobody(box));
    }

    @NeedsRoot
    @OnOurs(Difference.SVSTAT_READ_ONLY)
    void isNotFooledByAnotherProcessWithThePid(Sandbox box) {
        Service.idle(box, "s").superviseUp();
        Status status = decoded(box);
        status.superviseStartTicks--;
        encode(box, status);
        assertEquals(NOT_RUNNING, asNobody(box));
    }

    @NeedsRoot
    @OnOurs(Difference.SVSTAT_READ_ONLY)
    void takesNothingFromAnEarlierBoot(Sandbox box) {
        Service.idle(box, "s").superviseUp();
        Status status = decoded(box);
        status.bootId[0]++;
        encode(box, status);
        assertEquals(NOT_RUNNING, asNobody(box));
    }

    @NeedsRoot
    @OnOurs(Difference.SVSTAT_READ_ONLY)
    void saysSoWhereItCannotKnow(Sandbox box) {
        Service.idle(box, "s").superviseUp();
        Status status = decoded(box);
        byte[] good = record(box);
        status.pidNamespace++;
        encode(box, status);
        assertEquals(DENIED, asNobody(box), "another pid namespace");
        byte[] damaged = good.clone();
        damaged[100]++;
        record(box, damaged);
        assertEquals(DENIED, asNobody(box), "a damaged record");
        record(box, java.util.Arrays.copyOf(good, 18));
        assertEquals(DENIED, asNobody(box), "a record of 0.76");
        record(box, new byte[0]);
        assertEquals(DENIED, asNobody(box), "no record");
        record(box, good);
        Sandbox.chmod(box.path("s/supervise"), "rwx------");
        assertEquals(DENIED, asNobody(box), "a directory as 0.76 makes it");
    }

    @NeedsRoot
    @OnBoth
    void barredFromTheService(Sandbox box) {
        Service.idle(box, "s").superviseUp();
        Sandbox.chmod(box.path("s"), "rwx------");
        assertEquals("s: unable to chdir: access denied\n", asNobody(box));
    }

    @OnOurs(Difference.SVSTAT_CLOCK)
    void countsTheTimeThatHasPassedWhateverTheClockSays(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        Status status = decoded(box);
        status.changedWallSeconds -= 36_000;
        encode(box, status);
        assertTrue(service.svstat().matches("up \\(pid \\d+\\) \\d seconds"), service.svstat());
        status.changedWallSeconds += 72_000;
        encode(box, status);
        Await.until("2 seconds", () -> service.svstat().endsWith(" 2 seconds"));
    }

    @OnOurs(Difference.SVSTAT_READ_ERROR)
    void saysWhyItCannotReadTheStatus(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        box.delete("s/supervise/status");
        box.mkdir("s/supervise/status");
        assertEquals("unable to read supervise/status: is a directory", service.svstat());
    }
}
