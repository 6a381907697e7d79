package org.yagura.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The expectations are what Debian's svc does with the same words. */
class OptionsTest {
    @Test
    void lettersMayStandTogetherOrApart() {
        assertEquals("d x | svc", read("dxu", "-dx", "svc"));
        assertEquals("d x | svc", read("dxu", "-d", "-x", "svc"));
        assertEquals("d x u d |", read("dxu", "-dx", "-ud"));
    }

    @Test
    void theyEndAtTheFirstOtherWord() {
        assertEquals("d | svc -x", read("dxu", "-d", "svc", "-x"));
        assertEquals("|", read("dxu"));
        assertEquals("|  -d", read("dxu", "", "-d"), "an empty word is an operand");
    }

    @Test
    void aLoneDashIsAnOperandAndTwoAreDroppedWithTheRestOfTheirWord() {
        assertEquals("d | - -x", read("dxu", "-d", "-", "-x"));
        assertEquals("d | -x", read("dxu", "-d", "--", "-x"));
        assertEquals("d | -x", read("dxu", "-d", "--foo", "-x"));
        assertEquals("|", read("dxu", "--"));
    }

    @Test
    void aLetterThatIsNotKnownIsBad() {
        assertEquals("illegal option -- z", read("dxu", "-z", "svc"));
        assertEquals("d illegal option -- z", read("dxu", "-dz"));
        assertEquals("d illegal option -- -", read("dxu", "-d-"));
        assertEquals("illegal option -- :", read("dx:", "-:"));
        assertEquals("illegal option -- \u00ff", read("dx", "-\u00ff"));
    }

    @Test
    void anArgumentIsTheRestOfTheWordOrTheNextWord() {
        assertEquals("d c=40 x | svc", read("c:dx", "-dc40", "-x", "svc"));
        assertEquals("d c=40 x | svc", read("c:dx", "-dc", "40", "-x", "svc"));
        assertEquals("c=-x | svc", read("c:dx", "-c", "-x", "svc"));
        assertEquals("c=-- |", read("c:dx", "-c", "--"));
        assertEquals("c= |", read("c:dx", "-c", ""));
    }

    @Test
    void aMissingArgumentIsBad() {
        assertEquals("d option requires an argument -- c", read("c:dx", "-dc"));
    }

    private static String read(String letters, String... words) {
        byte[][] raw = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            raw[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        Options options = new Options(raw, letters.getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder seen = new StringBuilder();
        for (int letter = options.next(); letter != Options.END; letter = options.next()) {
            if (letter == Options.BAD) {
                StandardError error = new StandardError();
                options.complain(new Messages(error.descriptors(), "svc"));
                return seen.append(error.text().substring("svc: ".length()).strip())
                        .toString();
            }
            seen.append((char) letter);
            int at = letters.indexOf(letter);
            if (at + 1 < letters.length() && letters.charAt(at + 1) == ':') {
                seen.append('=').append(new String(options.argument(), StandardCharsets.ISO_8859_1));
            }
            seen.append(' ');
        }
        seen.append('|');
        for (int i = options.operandsAt(); i < words.length; i++) {
            seen.append(' ').append(words[i]);
        }
        return seen.toString();
    }
}
