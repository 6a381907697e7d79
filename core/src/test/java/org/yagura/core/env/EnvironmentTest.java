package org.yagura.core.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Environment of(String... entries) {
        return new Environment(
                Arrays.stream(entries).map(EnvironmentTest::bytes).toArray(byte[][]::new));
    }

    private static List<String> entries(Environment environment) {
        return Arrays.stream(environment.entries())
                .map(entry -> new String(entry, StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Test
    void whatIsSetGoesToTheEndAndTheLastFillsTheGap() {
        Environment environment = of("A=1", "B=2", "C=3", "D=4");
        environment.set(bytes("B"), bytes("new"));
        assertEquals(List.of("A=1", "D=4", "C=3", "B=new"), entries(environment));
    }

    @Test
    void namesThatOnlyStartAlikeAreOthers() {
        Environment environment = of("AB=1", "A=2", "A", "=x");
        environment.remove(bytes("A"));
        assertEquals(List.of("AB=1", "=x", "A"), entries(environment));
    }

    @Test
    void removingWhatIsNotThereChangesNothing() {
        Environment environment = of();
        environment.remove(bytes("A"));
        assertEquals(List.of(), entries(environment));
    }

    @Test
    void growsAsNeededAndLeavesTheArrayItWasGiven() {
        byte[][] given = {bytes("A=1")};
        Environment environment = new Environment(given);
        for (int i = 0; i < 100; i++) {
            environment.set(bytes("V" + i), bytes("" + i));
        }
        environment.remove(bytes("A"));
        assertEquals(100, environment.entries().length);
        assertArrayEquals(bytes("A=1"), given[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'v' | 'v'",
                "'v%' | 'v'",
                "'v%more%' | 'v'",
                "'v ~ %' | 'v'",
                "' v' | ' v'",
                "'%' | ''",
                "'  %' | ''",
                "'a0b%' | 'a%b'",
                "'v 0 %' | 'v %'",
            })
    void theFirstLineLessItsLastBlanksWithNulsMadeNewlines(String content, String value) {
        byte[] file = bytes(content.replace('%', '\n').replace('~', '\t').replace('0', '\0'));
        assertArrayEquals(bytes(value.replace('%', '\n')), EnvFile.value(file));
    }
}
