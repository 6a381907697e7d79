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

    @Test
    void longNamesStandAloneOrWithAnArgument() {
        assertEquals("256 257=5 258= |", readLong("--strict", "--drain", "5", "--to="));
        assertEquals("100 257=a=b | x --strict", readLong("-d", "--drain=a=b", "x", "--strict"));
        assertEquals("| --strict", readLong("--", "--strict"));
        assertEquals("option requires an argument -- drain", readLong("--drain"));
        assertEquals("illegal option -- strict", readLong("--strict=1"));
        assertEquals("illegal option -- drai", readLong("--drai", "5"));
    }

    private static String readLong(String... words) {
        Options options = new Options(bytes(words), new byte[] {'d'}, "strict", "drain:", "to:");
        StringBuilder seen = new StringBuilder();
        for (int name = options.next(); name != Options.END; name = options.next()) {
            if (name == Options.BAD) {
                return complaint(options);
            }
            seen.append(name);
            if (name > Options.LONG) {
                seen.append('=').append(new String(options.argument(), StandardCharsets.ISO_8859_1));
            }
            seen.append(' ');
        }
        return rest(options, seen.append('|'), words);
    }

    private static String complaint(Options options) {
        StandardError error = new StandardError();
        options.complain(new Messages(error.descriptors(), "svc"));
        return error.text().substring("svc: ".length()).strip();
    }

    private static String rest(Options options, StringBuilder seen, String... words) {
        for (int i = options.operandsAt(); i < words.length; i++) {
            seen.append(' ').append(words[i]);
        }
        return seen.toString();
    }

    private static byte[][] bytes(String... words) {
        byte[][] raw = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            raw[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return raw;
    }

    private static String read(String letters, String... words) {
        byte[][] raw = bytes(words);
        Options options = new Options(raw, letters.getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder seen = new StringBuilder();
        for (int letter = options.next(); letter != Options.END; letter = options.next()) {
            if (letter == Options.BAD) {
                return seen.append(complaint(options)).toString();
            }
            seen.append((char) letter);
            int at = letters.indexOf(letter);
            if (at + 1 < letters.length() && letters.charAt(at + 1) == ':') {
                seen.append('=').append(new String(options.argument(), StandardCharsets.ISO_8859_1));
            }
            seen.append(' ');
        }
        return rest(options, seen.append('|'), words);
    }
}
