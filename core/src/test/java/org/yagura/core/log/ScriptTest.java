package org.yagura.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
    static Script script(String... actions) {
        byte[][] bytes = new byte[actions.length][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = actions[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return new Script(bytes);
    }

    private static List<String> texts(List<byte[]> list) {
        return list.stream()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "s0, 4096",
        "s4095, 4096",
        "s4096, 4096",
        "s50000, 50000",
        "s16777215, 16777215",
        "s16777216, 16777215",
        "s99999999999999999999, 16777215",
        "s, 4096",
        "sx, 4096",
        "s-1, 4096",
        "s5000x, 5000",
        "e, 99999"
    })
    void clampsSizes(String action, int size) {
        assertEquals(size, script(action, "./d").directories().get(0).size());
    }

    @ParameterizedTest
    @CsvSource({"n0, 2", "n1, 2", "n2, 2", "n3, 3", "n, 2", "nx, 2", "n4294967299, 2147483647", "e, 10"})
    void clampsCounts(String action, int count) {
        assertEquals(count, script(action, "./d").directories().get(0).count());
    }

    @Test
    void sizeCountAndProcessorHoldForLaterDirectories() {
        List<DirectorySpec> all =
                script("./a", "s5000", "n7", "!cat", "./b", "/c", "!", "./d").directories();
        assertEquals(99_999, all.get(0).size());
        assertNull(all.get(0).processor());
        for (DirectorySpec later : all.subList(1, 4)) {
            assertEquals(5000, later.size());
            assertEquals(7, later.count());
        }
        byte[] processor = all.get(2).processor();
        assertEquals("cat", new String(processor == null ? new byte[0] : processor, StandardCharsets.US_ASCII));
        byte[] empty = all.get(3).processor();
        assertEquals(0, empty == null ? -1 : empty.length);
    }

    @ParameterizedTest
    @CsvSource({"fb, BLOCK", "fo, OLDEST", "fd, DROP", "e, BLOCK"})
    void knowsWhatToDoWhenTheDiskIsFull(String action, FullPolicy policy) {
        assertEquals(policy, script(action, "./d").directories().get(0).full());
        assertEquals(List.of(), texts(script(action, "./d").ignored()));
    }

    @ParameterizedTest
    @CsvSource({"d0, 0, 0", "d5000, 5000, 0", "d3s, 0, 3", "d, 0, 0", "e, 0, 0"})
    void knowsWhenToSync(String action, long bytes, long seconds) {
        DirectorySpec directory = script(action, "./d").directories().get(0);
        boolean none = action.length() == 1;
        assertEquals(none || seconds > 0 ? DirectorySpec.NEVER : bytes, directory.syncBytes());
        assertEquals(none || seconds == 0 ? DirectorySpec.NEVER : seconds * 1_000_000_000, directory.syncNs());
    }

    @ParameterizedTest
    @CsvSource({"f", "fx", "fbb", "dx", "d3m", "d3ss", "ds"})
    void doesNotGuess(String action) {
        assertEquals(List.of(action), texts(script(action, "./d").ignored()));
    }

    @Test
    void stampsOnlyIfToldFirst() {
        assertTrue(script("t").stamped);
        assertTrue(script("tfoo", "./d").stamped);
        assertFalse(script("./d", "t").stamped);
        assertFalse(script("", "t").stamped);
        assertFalse(script().stamped);
    }

    @Test
    void keepsWhatItDoesNotUnderstand() {
        assertEquals(
                List.of("", "x", "t", "T"),
                texts(script("t", "", "x", "./d", "t", "T").ignored()));
    }

    @Test
    void outputsWithNoTestBetweenThemShareABranch() {
        Script script = script("./a", "-x*", "s5000", "./b", "e", "=f", "./c", "+y*", "./d");
        assertEquals(3, script.branches().length);
        assertSame(
                script.directories().get(1).branch(),
                script.directories().get(2).branch());
        assertSame(
                script.directories().get(1).branch(),
                script.statusFiles().get(0).branch());
        assertSame(script.branches()[2], script.directories().get(3).branch());
    }

    @Test
    void knowsWhetherLinesGoAnywhere() {
        assertFalse(script("t", "-*", "s4096").keepsLines());
        assertTrue(script("e").keepsLines());
        assertTrue(script("=f").keepsLines());
        assertTrue(script("/d").keepsLines());
    }
}
