package org.yagura.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OldFilesTest {
    private static final long NOW = 1_700_000_000_000_000_000L;
    private final OldFiles old = new OldFiles();

    private void list(String... names) {
        old.clear();
        offer(names);
    }

    private void offer(String... names) {
        for (String name : names) {
            byte[] bytes = ("  " + name).getBytes(StandardCharsets.ISO_8859_1);
            old.offer(bytes, 2, bytes.length - 2);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String next(long wallNs) {
        return text(old.nextName(wallNs, 's'));
    }

    @Test
    void countsNamesThatStartWithAnAtAndAreLongEnough() {
        list(".", "..", "current", "lock", "@40000000000000000000001", "@400000000000000000000001", "x".repeat(40));
        assertEquals(1, old.count());
        list("@40000000000000000000000.", "@400000000000000000000001.s", "@" + "z".repeat(200));
        assertEquals(3, old.count());
    }

    @Test
    void theSmallestNameIsTheOldest() {
        list(
                "@400000000000000000000003.s",
                "@400000000000000000000001.u",
                "@400000000000000000000001.s",
                "@400000000000000000000002.s");
        assertEquals("@400000000000000000000001.s", text(old.oldest()));
        list("@400000000000000000000003.s", "@4000000000000000000000010", "@400000000000000000000001.s");
        assertEquals("@400000000000000000000001.s", text(old.oldest()));
        list();
        assertEquals(0, old.oldest().length);
    }

    @Test
    void theLabelIsTheTime() {
        list();
        assertEquals("@400000006553f10a00000000.s", next(NOW));
        assertEquals("@400000006553f10a00000001.u", text(old.nextName(NOW + 1, 'u')));
    }

    @Test
    void aClockSetBackDoesNotMakeTheNewestSortFirst() {
        String newest = "@400000006553f10a00000005.s";
        list("@400000006553f10900000000.s", newest);
        String next = next(NOW - 3_600_000_000_000L);
        assertEquals("@400000006553f10a00000006.s", next);
        assertTrue(next.compareTo(newest) > 0);
    }

    @Test
    void theSameTimeTwiceMakesTwoNames() {
        list();
        String first = next(NOW);
        assertTrue(next(NOW).compareTo(first) > 0);
        list("@400000006553f10a3b9ac9ff.u");
        assertEquals("@400000006553f10b00000000.s", next(NOW));
    }

    @Test
    void whatIsNoTimeDoesNotCount() {
        list(
                "@zzzzzzzzzzzzzzzzzzzzzzzzz",
                "@ffffffffffffffffffffffff.s",
                "@7fffffffffffffff00000000.s",
                "@400000006553F10A00000005.s");
        assertEquals("@400000006553f10a00000000.s", next(NOW));
        assertEquals(4, old.count());
    }

    @Test
    void theOneThatWasMadeIsNeverTheOneToGo() {
        list("@zzzzzzzzzzzzzzzzzzzzzzzzz");
        String made = next(NOW);
        list(made, "@zzzzzzzzzzzzzzzzzzzzzzzzz");
        assertEquals("@zzzzzzzzzzzzzzzzzzzzzzzzz", text(old.oldest()));
        old.clearForName();
        offer(made);
        assertEquals(made, text(old.oldest()));
    }
}
