package org.yagura.core.status;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.yagura.core.text.ByteBuilder;

class BootIdTest {
    private static final String TEXT = "0f4e19c2-83a7-4b5d-9e60-fedcba987654";

    private final byte[] id = new byte[16];

    @Test
    void readsWhatLinuxSays() {
        assertTrue(parse(TEXT + "\n"));
        assertEquals("0f4e19c283a74b5d9e60fedcba987654", HexFormat.of().formatHex(id));
        assertTrue(parse(TEXT.toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void saysWhatLinuxSays() {
        assertTrue(parse(TEXT));
        byte[] text = BootId.append(id, new ByteBuilder(BootId.TEXT_LENGTH)).toBytes();
        assertEquals(TEXT, new String(text, StandardCharsets.ISO_8859_1));
    }

    @Test
    void refusesAnythingElseAndLeavesZeros() {
        String[] bad = {
            "", "\n", TEXT.substring(1), TEXT.replace('-', '0'), TEXT.replace('f', 'g'), "-" + TEXT, " " + TEXT
        };
        for (String text : bad) {
            id[3] = 9;
            assertFalse(parse(text), text);
            assertArrayEquals(new byte[16], id);
        }
        assertFalse(BootId.parse(new byte[64], -2, id), "a failed read");
    }

    private boolean parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return BootId.parse(bytes, bytes.length, id);
    }
}
