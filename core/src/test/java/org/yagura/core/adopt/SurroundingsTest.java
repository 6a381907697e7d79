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
        byte[] told = Surroundings.tell(id(), 4_026_531_836L, 4_194_303);
        assertEquals(BOOT + " 4026531836 4194303", new String(told, StandardCharsets.ISO_8859_1));
        heard.hear(told);
        assertArrayEquals(id(), heard.bootId);
        assertEquals(4_026_531_836L, heard.pidNamespace);
        assertEquals(4_194_303, heard.svscanPid);
    }

    @Test
    void whoTellsIsHeardWhereAllElseIsUnknown() {
        heard.hear(Surroundings.tell(new byte[16], 0, 12));
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
            BOOT.replace('f', 'g') + " 12 3",
            "4026531836"
        };
        for (String text : bad) {
            heard.hear(bytes(text));
            assertArrayEquals(new byte[16], heard.bootId, text);
            assertEquals(0, heard.pidNamespace, text);
            assertEquals(0, heard.svscanPid, text);
        }
    }

    private static byte[] id() {
        return HexFormat.of().parseHex(BOOT.replace("-", ""));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
