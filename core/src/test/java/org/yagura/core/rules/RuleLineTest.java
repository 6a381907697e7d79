package org.yagura.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yagura.core.rules.RuleLine.Kind;
import org.yagura.core.text.ByteBuilder;

class RuleLineTest {
    /** Keys, and data with NULs shown as a slash; what 0.88 makes of each line was observed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "1.2.3.4:allow; RULE; 1.2.3.4; ~~",
                "1.2.:deny; RULE; 1.2.; D/",
                ":deny; RULE; ~~; D/",
                "=:allow; RULE; =; ~~",
                "=a-b.c:deny; RULE; =a-b.c; D/",
                "a-b@1.2.3.4:deny; RULE; a-b@1.2.3.4; D/",
                "joe user@=x.y:deny; RULE; joe user@=x.y; D/",
                "1:deny,A=/x/,B=\"y=\"; NEVER_MATCHES; 1; D/+A=x/+B=y=/",
                "1.:allow,B,A=~x y~  ; RULE; 1.; +B,A=x y/",
                "1.:allow,=/x/; RULE; 1.; +=x/",
                "1.2-4.:allow; RULE; 1.2.|1.3.|1.4.; ~~",
                "1.2.3.4-5:allow; RULE; 1.2.3.4|1.2.3.5; ~~",
                "1-2.3-4.:allow; NEVER_MATCHES; 1.3-4.|2.3-4.; ~~",
                "1.-.:allow; RULE; 1.0.; ~~",
                "-1.:allow; RULE; 0.|1.; ~~",
                "01-03.:allow; RULE; 1.|2.|3.; ~~",
                "253-99999999999999999999.:deny; RULE; 253.|254.|255.; D/",
                "3-2.:deny; EMPTY_RANGE; ~~; D/",
                "1-.:deny; EMPTY_RANGE; ~~; D/",
                "1.2.3:deny; NEVER_MATCHES; 1.2.3; D/",
                "1.2-3:deny; NEVER_MATCHES; 1.2|1.3; D/",
                "10.0.0.0/8:deny; NEVER_MATCHES; 10.0.0.0/8; D/",
                "~ 1.2.3.4:allow~; NEVER_MATCHES; ~ 1.2.3.4~; ~~",
                "1.2.3.4 :allow; NEVER_MATCHES; ~1.2.3.4 ~; ~~",
                "a@1.2.:allow; NEVER_MATCHES; a@1.2.; ~~",
                "[1:allow; NEVER_MATCHES; [1; ~~",
                "[2001:DB8::1]:deny; RULE; [2001:db8::1]; D/",
                "joe@[::1]:allow,A=/x/; RULE; joe@[::1]; +A=x/",
                "[2001:db8::ff]/32:deny; RULE; [2001:db8::]/32; D/",
                "[::]/0:deny; RULE; [::]/0; D/",
                "[fe80::1]/128:deny; RULE; [fe80::1]/128; D/",
            })
    void lines(String text, Kind kind, String keys, String data) {
        RuleLine line = new RuleLine();
        assertEquals(kind, take(line, text));
        assertEquals(data, Rules.text(line.data().toBytes()).replace('\0', '/'));
        assertEquals(keys, String.join("|", keys(line)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "~~; COMMENT",
                "~ \t ~; COMMENT",
                "#1:allow; COMMENT",
                "1.2.3.4 deny; NO_COLON",
                "[::1]; BAD",
                "1:; BAD",
                "1:DENY; BAD",
                "1:denyx; BAD",
                "1: allow; BAD",
                "1:allow,; BAD",
                "1:allow,A; BAD",
                "1:allow,A=; BAD",
                "1:allow,A=/; BAD",
                "1:allow,A=/x; BAD",
                "1:allow,A=/x/y; BAD",
                "1:allow,A=/x/ ,B=/x/; BAD",
                "1:allow ,A=/x/; BAD",
                "1-2-3.:allow; BAD",
                "a-b:allow; BAD",
                "mail-1.example.com:deny; BAD",
                "1-2x.:deny; BAD",
                "3-2.:bogus; BAD",
                "[::1]/129:deny; BAD",
                "[::1]/:deny; BAD",
                "[::1]x:deny; BAD",
                "a@[::1]/64:deny; BAD",
                "[::1:deny; BAD",
                "[1.2.3.4]/8:deny; NEVER_MATCHES",
                "[::ffff:1.2.3.4]:deny; BAD",
            })
    void whatIsNoRule(String text, Kind kind) {
        assertEquals(kind, take(new RuleLine(), text));
    }

    @Test
    void aCarriageReturnIsNoBlank() {
        assertEquals(Kind.BAD, take(new RuleLine(), "1.2.3.4:allow\r"));
    }

    @Test
    void noLineDoesHarm() {
        Random random = new Random(3);
        String alphabet = "[]/@:=.,-#\" 1290abdenylow\0\r\t";
        RuleLine line = new RuleLine();
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text =
                    new StringBuilder(random.nextBoolean() ? "1.2-4.:deny,A=/x/" : "a@[2001:db8::]/32:allow");
            for (int edits = random.nextInt(6); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default ->
                        text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)))
                                .append(c);
                }
            }
            Kind kind = take(line, text.toString());
            int keys = keys(line).size();
            assertTrue(
                    kind == Kind.RULE || kind == Kind.NEVER_MATCHES ? keys > 0 && keys <= 256 : keys == 0,
                    text::toString);
        }
    }

    private static Kind take(RuleLine line, String text) {
        byte[] bytes = Rules.bytes(text);
        return line.take(bytes, bytes.length);
    }

    private static List<String> keys(RuleLine line) {
        List<String> keys = new ArrayList<>();
        ByteBuilder key = new ByteBuilder(4);
        while (line.nextKey(key)) {
            keys.add(Rules.text(key.toBytes()));
        }
        return keys;
    }
}
