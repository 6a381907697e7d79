package org.yagura.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinePatternTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean matches(String pattern, String line) {
        LinePattern automaton = new LinePattern(bytes(pattern));
        byte[] all = bytes(line);
        return automaton.accepts(automaton.advance(LineLoops.PLAIN, LinePattern.START, all, 0, all.length));
    }

    /** As Debian's multilog 0.76 answered. */
    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'', a, false",
        "*, '', true",
        "*, anything, true",
        "a, a, true",
        "a, ab, false",
        "ab, a, false",
        "a*, a, true",
        "a*, abc, true",
        "a*, ba, false",
        "*x, x, true",
        "*x, xx, false",
        "*xax, xax, true",
        "a*b, ab, true",
        "a*b, aab, true",
        "a*b, aabb, false",
        "a*b*, ab, true",
        "*END, xxEND, true",
        "*END, xExEND, false",
        "**, ab, false",
        "**, a*b, true",
        "**b, a*b, true",
        "x**, x*, true",
        "x**, x, false",
        "?, ?, true",
        "?, a, false",
        "[ab], a, false",
        "[ab], [ab], true",
        "\\*, \\anything, true",
    })
    void matchesAsEver(String pattern, String line, boolean expected) {
        assertEquals(expected, matches(pattern, line));
    }

    @Test
    void takesNulsAndHighBytes() {
        assertEquals(true, matches("a*\u00ffb", "a\0\0\u00ffb"));
    }

    /** The rule as the manual has it, written down once more, going over the whole line. */
    private static boolean reference(String pattern, String line) {
        int at = 0;
        for (int p = 0; p < pattern.length(); p++) {
            char wanted = pattern.charAt(p);
            if (wanted == '*') {
                if (p + 1 == pattern.length()) {
                    return true;
                }
                at = line.indexOf(pattern.charAt(p + 1), at);
                if (at < 0) {
                    return false;
                }
            } else if (at == line.length() || line.charAt(at++) != wanted) {
                return false;
            }
        }
        return at == line.length();
    }

    @Test
    void aLineInPiecesIsTheSameLine() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            String pattern = word(random, "ab*", 6);
            String line = word(random, "ab*", 10);
            LinePattern automaton = new LinePattern(bytes(pattern));
            byte[] all = bytes(line);
            int cut = random.nextInt(all.length + 1);
            int state = automaton.advance(LineLoops.PLAIN, LinePattern.START, all, 0, cut);
            state = automaton.advance(LineLoops.PLAIN, state, all, cut, all.length);
            assertEquals(reference(pattern, line), automaton.accepts(state), () -> pattern + " on " + line);
        }
    }

    private static String word(Random random, String letters, int lengthMax) {
        StringBuilder word = new StringBuilder();
        for (int n = random.nextInt(lengthMax + 1); n > 0; n--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}
