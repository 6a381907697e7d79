package org.yagura.core.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ControlCommandTest {
    @Test
    void theLettersAreThoseOfDaemontoolsAndThenThoseOfEncore() {
        assertEquals("udoxpchaitk12qw", new String(ControlCommand.letters(), StandardCharsets.US_ASCII));
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
        StringBuilder table = new StringBuilder();
        for (ControlCommand command : ControlCommand.values()) {
            table.append((char) command.letter).append(command.signal).append(' ');
        }
        assertEquals("u0 d15 o0 x0 p19 c18 h1 a14 i2 t15 k9 110 212 q3 w28 ", table.toString());
    }
}
