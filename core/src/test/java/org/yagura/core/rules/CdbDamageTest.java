package org.yagura.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A damaged database must give an error, never a crash and never a way in. */
class CdbDamageTest {
    private static final String TEXT = """
            1.2.3.4:deny
            1.2.3.5:deny,WHY="that one, too"
            10.:allow,RELAYCLIENT=""
            =.example:deny
            [2001:db8::]/32:deny
            :allow""";
    private static final byte[] GOOD = Rules.compile(TEXT);
    private static final String[][] CLIENTS = {
        {"1.2.3.4", "a.org"}, {"1.2.3.5", "b.org"}, {"9.9.9.9", "c.example"}, {"2001:db8::7", "d.org"}
    };

    @Test
    void aGoodFileIsGood() {
        assertEquals(0, Rules.reader(GOOD).check());
        assertEquals(0, Rules.reader(Rules.compile("")).check());
        for (String[] client : CLIENTS) {
            assertTrue(Rules.decide(GOOD, client[0], client[1], "joe").endsWith(": deny"));
        }
    }

    @Test
    void everyCutIsSeen() {
        for (int length = 0; length < GOOD.length; length++) {
            assertEquals(
                    CdbReader.DAMAGED, Rules.reader(Arrays.copyOf(GOOD, length)).check(), "cut at " + length);
        }
    }

    @Test
    void noWrongBitLetsAnybodyIn() {
        for (int bit = 0; bit < GOOD.length * 8; bit++) {
            byte[] file = GOOD.clone();
            file[bit / 8] ^= (byte) (1 << bit % 8);
            judge(file, "bit " + bit);
        }
    }

    @Test
    void noRandomDamageLetsAnybodyIn() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] file = GOOD.clone();
            for (int edits = 1 + random.nextInt(8); edits > 0; edits--) {
                int at = random.nextInt(file.length);
                switch (random.nextInt(4)) {
                    case 0 -> file[at] = (byte) random.nextInt(256);
                    case 1 -> file[at] = (byte) (random.nextBoolean() ? 0 : 0xff);
                    case 2 -> file[at] ^= (byte) (1 << random.nextInt(8));
                    default -> Arrays.fill(file, at, Math.min(file.length, at + random.nextInt(32)), (byte) 0);
                }
            }
            if (!Arrays.equals(file, GOOD)) {
                judge(file, "round " + i);
            }
        }
    }

    @Test
    void noiseIsNoDatabaseAndDoesNoHarm() {
        Random random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            byte[] file = new byte[random.nextInt(6000)];
            random.nextBytes(file);
            for (int at = 0; at + 3 < file.length; at += 4) {
                if (random.nextInt(3) > 0) {
                    file[at + 3] = 0;
                    file[at + 2] = 0;
                }
            }
            assertEquals(CdbReader.DAMAGED, Rules.reader(file).check());
            Rules.decide(file, "1.2.3.4", "a.b.example", "joe");
        }
    }

    /** Either the check sees it, or all who were sent away are sent away still. */
    private static void judge(byte[] file, String what) {
        boolean seen = Rules.reader(file).check() < 0;
        for (String[] client : CLIENTS) {
            String answer = Rules.decide(file, client[0], client[1], "joe");
            assertTrue(seen || answer.endsWith(": deny") || answer.equals("damaged"), () -> what + ": " + answer);
        }
    }
}
