package org.yagura.core.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yagura.core.text.Ascii;

class RewritesTest {
    @Test
    void whatIsNotRewrittenStaysAsItIs() {
        Rewrites rewrites = new Rewrites();
        for (int signal = 0; signal <= 70; signal++) {
            assertEquals(signal, rewrites.of(signal));
        }
    }

    @Test
    void namesNumbersAndSeveralAtOnceAreUnderstood() {
        Rewrites rewrites = new Rewrites();
        assertTrue(rewrites.add(Ascii.bytes("TERM:QUIT")));
        assertTrue(rewrites.add(Ascii.bytes("sigint:15,28:0")));
        assertTrue(rewrites.add(Ascii.bytes("37:TERM")));
        assertEquals(3, rewrites.of(15));
        assertEquals(15, rewrites.of(2));
        assertEquals(Rewrites.DROPPED, rewrites.of(28));
        assertEquals(15, rewrites.of(37));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TERM", "TERM:", ":QUIT", "TERM:NOSUCH", "0:TERM", "TERM:QUIT,", "TERM:65", "99:TERM"})
    void whatIsNoPairIsRefused(String text) {
        assertFalse(new Rewrites().add(Ascii.bytes(text)));
    }
}
