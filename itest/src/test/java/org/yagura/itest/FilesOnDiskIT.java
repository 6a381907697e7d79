package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;
import org.yagura.itest.harness.Status;

/** What is in {@code supervise/}: what 0.76 has there, and what is ours. */
class FilesOnDiskIT {
    @OnBoth
    void theFirst18BytesAreThoseOf076(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        Status status = service.status();
        assertEquals('u', status.want());
        assertTrue(Math.abs(status.seconds() - System.currentTimeMillis() / 1000) < 30, status.toString());
        service.svc("-p");
        Await.until("paused", () -> service.status().paused());
        service.svc("-d").awaitDown();
        assertEquals('d', service.status().want());
        assertEquals(false, service.status().paused());
        service.svc("-o").awaitUp();
        Await.until("once", () -> service.status().want() == 0);
    }

    @OnOurs(Difference.STATUS_LONGER)
    void bytes18And19AreRunits(Sandbox box) {
        Service service =
                Service.make(box, "s", "trap '' TERM; " + Service.NOTE_START + "; while :; do sleep 0.1; done");
        service.supervise();
        service.awaitStarts(1);
        assertEquals(1, service.status().runState());
        assertEquals(0, service.status().termSent());
        service.svc("-d");
        Await.until("TERM was sent", () -> service.status().termSent() == 1);
        service.svc("-k").awaitDown();
        assertEquals(0, service.status().runState());
        assertEquals(0, service.status().termSent());
    }

    @OnOurs(Difference.SUPERVISE_DIRECTORY_MODE)
    void theDirectoryIsOpenAndTheRestIsNot(Sandbox box) {
        Service a = Scan.idle(box, "a").log("exec multilog ./main");
        Scan.link(box, "a");
        Scan.start(box);
        a.awaitUp();
        a.log().awaitUp();
        for (String directory : new String[] {"sv/a/supervise", "sv/a/log/supervise"}) {
            assertEquals("rwxr-xr-x", box.mode(directory));
            for (String file : box.list(directory)) {
                String wanted = file.equals("status") || file.equals("events") ? "rw-r--r--" : "rw-------";
                assertEquals(wanted, box.mode(directory + "/" + file), directory + "/" + file);
            }
        }
        assertTrue(box.exists("sv/a/log/supervise/pipe"));
        assertTrue(box.exists("sv/a/supervise/scan"));
    }

    @OnOurs(Difference.STATUS_LONGER)
    void theChildsRecordTellsWhoItIs(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        byte[] record = box.read("s/supervise/record").getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(64, record.length);
        ByteBuffer fields = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals("yagura\0\1", new String(record, 0, 8, StandardCharsets.ISO_8859_1));
        String boot = Sandbox.read(java.nio.file.Path.of("/proc/sys/kernel/random/boot_id"))
                .strip();
        assertEquals(boot.replace("-", ""), java.util.HexFormat.of().formatHex(record, 8, 24));
        assertEquals(service.pid(), fields.getInt(24));
        assertTrue(fields.getLong(32) != 0 || fields.getLong(40) != 0, "a pidfd's inode or a start time");
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < 56; i++) {
            hash = (hash ^ (record[i] & 0xff)) * 0x100000001b3L;
        }
        assertEquals(hash, fields.getLong(56));
        long pid = service.pid();
        service.svc("-t").awaitUpAgain(pid);
        byte[] next = box.read("s/supervise/record").getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(
                service.pid(),
                ByteBuffer.wrap(next).order(ByteOrder.LITTLE_ENDIAN).getInt(24));
        assertNotEquals(pid, service.pid());
    }

    @OnOurs(Difference.STATUS_LONGER)
    void nothingIsLeftOpenOrHalfWritten(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running supervise = service.superviseUp();
        service.svc("-dx");
        supervise.end().is(0, "", "");
        assertEquals(java.util.List.of("control", "events", "lock", "ok", "record", "status"), box.list("s/supervise"));
    }
}
