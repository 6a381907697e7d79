package org.yagura.core.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ControlCommandTest {
    @Test
    void theLettersAreThoseOfDaemontools() {
        assertEquals("udoxpchaitk", new String(ControlCommand.letters(), StandardCharsets.US_ASCII));
    }

    @Test
    void eachCommandIsFoundByItsLetterAndNothingByAnyOther() {
        int found = 0;
        for (int b = Byte.MIN_VALUE; b <= Byte.MAX_VALUE; b++) {
            ControlCommand command = ControlCommand.of((byte) b);
            if (command != null) {
                assertEquals(b, command.letter);
                found++;
            }
        }
        assertEquals(ControlCommand.values().length, found);
        for (ControlCommand command : ControlCommand.values()) {
            assertSame(command, ControlCommand.of(command.letter));
        }
        assertNull(ControlCommand.of((byte) 'T'));
    }

    @Test
    void theSignalsAreThoseOfLinux() {
        int[] signals = new int[ControlCommand.values().length];
        for (ControlCommand command : ControlCommand.values()) {
            signals[command.ordinal()] = command.signal;
        }
        assertArrayEquals(new int[] {0, 15, 0, 0, 19, 18, 1, 14, 2, 15, 9}, signals);
    }
}
