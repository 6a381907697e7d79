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

    private final ProcStat stat = new ProcStat();

    @Test
    void readsStateParentAndStart() {
        assertTrue(parse("10288 (supervise)" + REST));
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
