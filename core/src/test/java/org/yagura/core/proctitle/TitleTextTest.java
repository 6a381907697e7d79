package org.yagura.core.proctitle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TitleTextTest {
    private static String show(int length, String... parts) {
        TitleText text = new TitleText(length);
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.ISO_8859_1);
            text.add(bytes, 0, bytes.length);
        }
        return new String(text.show(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void startsAsDots() {
        assertEquals(".....", show(5));
        assertEquals(".....", show(5, ""));
    }

    @Test
    void theNewestIsAtTheEndAndThreeDotsStay() {
        assertEquals(".......abc", show(10, "abc"));
        assertEquals("...abcdefg", show(10, "abc", "defg"));
        assertEquals("...bcdefgh", show(10, "abc", "defgh"));
        assertEquals("...yz", show(5, "abcdefghijklmnopqrstuvwxyz"));
    }

    @Test
    void linesFollowEachOther() {
        assertEquals(".....one two ", show(13, "one\ntwo\n"));
        assertEquals("...one two thr", show(14, "one\ntwo\nthr"));
        assertEquals("...e two three", show(14, "one\ntwo\nthree"));
        assertEquals("...two three ", show(13, "one\ntwo\nthree\n"));
        assertEquals("........a  b", show(12, "a\n\nb"));
    }

    @Test
    void aLineThatIsStillToBeSeenIsNotShownAgain() {
        String often = "again\n".repeat(1000);
        assertEquals("...........the cause again ", show(27, "the cause\n" + often));
        assertEquals("......the cause again other ", show(28, "the cause\n" + often + "other\n" + often));
    }

    @Test
    void aLineThatHasGoneIsShownAgain() {
        assertEquals("...first ", show(9, "first\nothers\nfirst\n"));
    }

    @Test
    void onlyWholeLinesAreTheSame() {
        assertEquals("......xa a ax ", show(14, "xa\na\nax\n"));
    }

    @Test
    void aLineLongerThanTheTextKeepsItsEnd() {
        assertEquals("...789 ", show(7, "123456789\n"));
        assertEquals("...789 ", show(7, "123456789\n", "123456789\n"));
    }

    @Test
    void noByteMovesTheCursor() {
        assertEquals("...a b c?[31md?", show(15, "a\tb\rc\u001b[31md\u007f"));
        assertEquals("....x", show(5, "\0\0x\0"));
    }

    @Test
    void utf8StaysAndHighControlsDoNot() {
        assertEquals("...\u00c3\u009c\u00e2\u0082\u00ac", show(8, "\u00c3\u009c\u00e2\u0082\u00ac"));
        assertEquals("....?[2J", show(8, "\u009b[2J"));
        assertEquals("...\u00c2?[J", show(7, "\u00c2\u009b[J"));
    }
}
