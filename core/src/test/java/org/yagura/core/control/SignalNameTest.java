package org.yagura.core.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yagura.core.text.ByteBuilder;

class SignalNameTest {
    @ParameterizedTest
    @CsvSource({
        "HUP, 1",
        "SIGHUP, 1",
        "hup, 1",
        "sigusr1, 10",
        "9, 9",
        "64, 64",
        "65, 0",
        "0, 0",
        "SIG, 0",
        "'', 0",
        "TERMX, 0",
        "WINCH, 28",
        "SYS, 31"
    })
    void namesAndNumbers(String name, int number) {
        assertEquals(number, SignalName.number(name.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @CsvSource({"9, SIGKILL", "31, SIGSYS", "34, signal 34", "0, signal 0"})
    void shown(int number, String name) {
        assertEquals(
                name, new String(SignalName.append(number, new ByteBuilder(8)).toBytes(), StandardCharsets.ISO_8859_1));
    }
}
