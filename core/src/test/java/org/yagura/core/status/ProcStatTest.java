package org.yagura.core.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ProcStatTest {
    private static final String REST =
            " S 815 10288 10112 0 -1 4194304 104 0 0 0 1 2 3 4 20 0 1 0 7654321 2621440 64 18446744073709551615 1 1 0\n";

    private static final String ZOMBIE =
            " Z 1 29085 31401 0 -1 4227404 200 0 0 0 0 0 0 0 20 0 1 0 3368209 0 0 18446744073709551615"
                    + " 0 0 0 0 0 0 0 16781312 2 %s 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 %s\n";

    private final ProcStat stat = new ProcStat();

    @Test
    void readsStateParentAndStart() {
        assertTrue(parse("10288 (supervise)" + REST));
        assertEquals(10288, stat.pid);
        assertEquals('S', stat.state);
        assertEquals(815, stat.parentPid);
        assertEquals(7_654_321, stat.startTicks);
        assertFalse(stat.isDead());
    }

    @Test
    void aNameMayHoldAnything() {
        for (String name : new String[] {"", " ", ") R 1 2", "a) Z 1 (b", "((((", "))))", "x\ny", "1 2 3 4 5 6 7 8"}) {
            assertTrue(parse("7 (" + name + ")" + REST), name);
            assertEquals('S', stat.state);
            assertEquals(7_654_321, stat.startTicks);
        }
    }

    @Test
    void zombiesAreDead() {
        assertTrue(parse("7 (x)" + REST.replace(" S ", " Z ")));
        assertTrue(stat.isDead());
        assertTrue(parse("7 (x)" + REST.replace(" S ", " X ")));
        assertTrue(stat.isDead());
    }

    @Test
    void aZombieTellsItsExitToWhoMayKnow() {
        assertEquals(3 << 8, exitOf("1", "768"));
        assertEquals(9, exitOf("1", "9"));
        assertEquals(0, exitOf("1", "0"));
        assertEquals(768, exitOf("0", "768"), "before Linux 5.16");
        assertEquals(-1, exitOf("0", "0"), "not for us");
        String line = "7 (x)" + ZOMBIE.formatted("1", "768");
        assertTrue(parse(line.substring(0, line.length() - 1)));
        byte[] cut = line.substring(0, line.length() - 1).getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(-1, stat.parseExit(cut, cut.length), "Linux before 3.5 ends earlier, and a line may be cut");
    }

    private int exitOf(String waits, String exit) {
        byte[] line = ("7 (x)" + ZOMBIE.formatted(waits, exit)).getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(stat.parse(line, line.length));
        assertTrue(stat.isDead());
        return stat.parseExit(line, line.length);
    }

    @Test
    void aLineThatIsCutIsNone() {
        String line = "7 (x)" + REST;
        int startEnds = line.indexOf("7654321") + 7;
        for (int length = 0; length <= startEnds; length++) {
            assertFalse(parse(line.substring(0, length)), line.substring(0, length));
        }
        assertTrue(parse(line.substring(0, startEnds + 1)));
        assertFalse(stat.parse(new byte[10], -3), "a failed read");
    }

    @Test
    void garbageIsNone() {
        for (String text :
                new String[] {")", ") ", "x) S", "7 (x) S a 1 2 3", "7 (x)" + REST.replace("7654321", "9".repeat(40))
                }) {
            assertFalse(parse(text), text);
        }
    }

    @Test
    void readsTheRealThing() throws Exception {
        Path self = Path.of("/proc/self/stat");
        Assumptions.assumeTrue(Files.isReadable(self), "no /proc here");
        assertTrue(parse(Files.readString(self, StandardCharsets.ISO_8859_1)));
        assertTrue(stat.startTicks > 0);
    }

    private boolean parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return stat.parse(bytes, bytes.length);
    }
}
