package org.yagura.core.adopt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    private static final String BOOT = "0f4e19c2-83a7-4b5d-9e60-fedcba987654";

    private final Surroundings heard = new Surroundings();

    @Test
    void whatIsToldIsHeard() {
        byte[] told = Surroundings.tell(bytes(BOOT + "\n"), 4_026_531_836L);
        assertEquals(BOOT + " 4026531836", new String(told, StandardCharsets.ISO_8859_1));
        assertTrue(heard.hear(told));
        assertEquals("0f4e19c283a74b5d9e60fedcba987654", HexFormat.of().formatHex(heard.bootId));
        assertEquals(4_026_531_836L, heard.pidNamespace);
    }

    @Test
    void anythingElseIsNot() {
        String[] bad = {
            "",
            BOOT,
            BOOT + " ",
            BOOT + " 0",
            BOOT + " 12x",
            BOOT + " -1",
            BOOT + "\n12",
            BOOT + " 1234567890123456789",
            BOOT.replace('f', 'g') + " 12",
            "4026531836"
        };
        for (String text : bad) {
            assertFalse(heard.hear(bytes(text)), text);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
