package org.yagura.core.adopt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    private static final String BOOT = "0f4e19c2-83a7-4b5d-9e60-fedcba987654";

    private final Surroundings heard = new Surroundings();

    @Test
    void whatIsToldIsHeard() {
        byte[] told = Surroundings.tell(id(), 4_026_531_836L, 4_194_303, 42, 5_019_999_998L);
        assertEquals(BOOT + " 4026531836 4194303 42 5019999998", new String(told, StandardCharsets.ISO_8859_1));
        heard.hear(told);
        assertArrayEquals(id(), heard.bootId);
        assertEquals(4_026_531_836L, heard.pidNamespace);
        assertEquals(4_194_303, heard.svscanPid);
        assertEquals(42, heard.programInode);
        assertEquals(501, heard.startTicks(5_019_999_999L));
    }

    @Test
    void aStartThatTookIntoAnotherTickIsUnknown() {
        heard.hear(Surroundings.tell(id(), 1, 2, 3, 5_019_999_998L));
        assertEquals(501, heard.startTicks(5_019_999_998L));
        assertEquals(Surroundings.UNKNOWN, heard.startTicks(5_020_000_000L));
        assertEquals(Surroundings.UNKNOWN, heard.startTicks(5_019_999_997L));
        assertEquals(Surroundings.UNKNOWN, heard.startTicks(6_019_999_998L));
    }

    @Test
    void anInodeThatIsTooLongIsNotTold() {
        for (long inode : new long[] {1_000_000_000_000_000_000L, -1}) {
            heard.hear(Surroundings.tell(id(), 1, 2, inode, 5_019_999_998L));
            assertEquals(2, heard.svscanPid);
            assertEquals(0, heard.programInode);
        }
    }

    @Test
    void anEarlierSvscanTellsNothingOfTheStart() {
        heard.hear(bytes(BOOT + " 4026531836 4194303"));
        assertEquals(4_194_303, heard.svscanPid);
        assertEquals(0, heard.programInode);
        assertEquals(Surroundings.UNKNOWN, heard.startTicks(5_019_999_998L));
    }

    @Test
    void whoTellsIsHeardWhereAllElseIsUnknown() {
        heard.hear(Surroundings.tell(new byte[16], 0, 12, 0, 1));
        assertEquals(0, heard.pidNamespace);
        assertEquals(12, heard.svscanPid);
    }

    @Test
    void anEarlierSvscanDoesNotTellWhoItIs() {
        heard.hear(bytes(BOOT + " 4026531836"));
        assertArrayEquals(id(), heard.bootId);
        assertEquals(4_026_531_836L, heard.pidNamespace);
        assertEquals(0, heard.svscanPid);
    }

    @Test
    void anythingElseIsNot() {
        String[] bad = {
            "",
            BOOT,
            BOOT + " ",
            BOOT + " 12x",
            BOOT + " -1",
            BOOT + "\n12",
            BOOT + " 1234567890123456789",
            BOOT + " 12 ",
            BOOT + " 12 x",
            BOOT + " 12 -3",
            BOOT + " 12 2147483648",
            BOOT + " 12 12345678901",
            BOOT + " 12 3 4",
            BOOT + " 12 3 4 x",
            BOOT + " 12 3 -4 5",
            BOOT + " 12 3 4 1234567890123456789",
            BOOT + " 12 3 4 5 6",
            BOOT.replace('f', 'g') + " 12 3",
            "4026531836"
        };
        for (String text : bad) {
            heard.hear(bytes(text));
            assertArrayEquals(new byte[16], heard.bootId, text);
            assertEquals(0, heard.pidNamespace, text);
            assertEquals(0, heard.svscanPid, text);
            assertEquals(0, heard.programInode, text);
        }
    }

    private static byte[] id() {
        return HexFormat.of().parseHex(BOOT.replace("-", ""));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
