package org.yagura.core.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yagura.core.tai.TaiTime;

class LineFeederTest {
    /** Everything that a script's outputs get. */
    private static final class Rig {
        final Script script;
        final LineFeeder feeder;
        final List<ByteArrayOutputStream> directories = new ArrayList<>();
        final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        final List<byte[]> records = new ArrayList<>();
        int feeds;

        Rig(String... actions) {
            this(LineLoops.PLAIN, actions);
        }

        Rig(LineLoops loops, String... actions) {
            script = ScriptTest.script(actions);
            feeder = new LineFeeder(script, loops);
            script.directories().forEach(each -> directories.add(new ByteArrayOutputStream()));
            script.statusFiles().forEach(each -> records.add(new byte[0]));
        }

        Rig read(byte[] all, int from, int length, long wallNs) {
            feeder.compact();
            System.arraycopy(all, from, feeder.input(), feeder.readOffset(), length);
            feeder.begin(length, wallNs);
            drain();
            return this;
        }

        /** The same, where the bytes are in another memory. */
        Rig readFar(byte[] all, int from, int length, long wallNs) {
            feeder.compact();
            ArrayMemory memory = new ArrayMemory(new byte[77 + length]);
            memory.put(77, all, from, length);
            feeder.begin(memory, 77, length, wallNs);
            drain();
            return this;
        }

        Rig read(String text, long wallNs) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            return read(bytes, 0, bytes.length, wallNs);
        }

        Rig read(String text) {
            return read(text, 0);
        }

        Rig end() {
            feeder.compact();
            feeder.beginEnd();
            drain();
            return this;
        }

        private void drain() {
            while (feeder.more()) {
                feeds++;
                feeder.feed();
                for (int i = 0; i < directories.size(); i++) {
                    Branch branch = script.directories().get(i).branch();
                    directories.get(i).write(branch.data(), branch.from(), branch.to() - branch.from());
                }
                errors.write(feeder.errors().bytes(), 0, feeder.errors().length());
                for (int i = 0; i < records.size(); i++) {
                    Branch branch = script.statusFiles().get(i).branch();
                    if (branch.recordIsNew()) {
                        records.set(i, branch.record().clone());
                    }
                }
            }
        }

        String directory(int number) {
            return directories.get(number).toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static String label(long wallNs) {
        byte[] label = new byte[TaiTime.LABEL_LENGTH];
        TaiTime.formatLabel(label, 0, wallNs);
        return new String(label, StandardCharsets.US_ASCII) + " ";
    }

    @Test
    void holdsALineBackUntilItHasEnded() {
        Rig rig = new Rig("./d").read("one\ntw");
        assertEquals("one\n", rig.directory(0));
        assertTrue(rig.feeder.inLine());
        rig.read("o\n");
        assertEquals("one\ntwo\n", rig.directory(0));
        assertFalse(rig.feeder.inLine());
    }

    @Test
    void aLineOfAThousandBytesIsHeldAndALongerOneFlows() {
        String text = "x".repeat(1000);
        Rig rig = new Rig("./d").read(text);
        assertEquals("", rig.directory(0));
        rig.read("y");
        assertEquals(text + "y", rig.directory(0));
        rig.read("z").end();
        assertEquals(text + "yz\n", rig.directory(0));
    }

    @Test
    void theLabelCountsAsPartOfTheLine() {
        Rig rig = new Rig("t", "./d").read("x".repeat(974));
        assertEquals("", rig.directory(0));
        assertEquals(26 + 975, rig.read("y").directory(0).length());
    }

    @Test
    void aPartialLastLineGetsItsNewlineAndAnEmptyOneIsNone() {
        assertEquals("a\nb\n", new Rig("./d").read("a\nb").end().directory(0));
        assertEquals("a\n", new Rig("./d").read("a\n").end().directory(0));
        assertEquals("", new Rig("t", "./d").end().directory(0));
    }

    @Test
    void theLabelIsThatOfTheReadInWhichTheLineBegan() {
        Rig rig = new Rig("t", "./d").read("a\nb", 1000).read("b", 2000).read("b\nc\n", 3000);
        assertEquals(label(1000) + "a\n" + label(1000) + "bbb\n" + label(3000) + "c\n", rig.directory(0));
    }

    @Test
    void thereIsALabelBeforeAnythingIsReadIfItIsSet() {
        Rig rig = new Rig("t", "./a");
        rig.feeder.setLabel(1_700_000_000_000_000_000L);
        byte[] set = rig.script.branches()[0].label();
        assertEquals(label(1_700_000_000_000_000_000L), new String(set, StandardCharsets.ISO_8859_1));
    }

    @Test
    void patternsSeeTheLabel() {
        Rig rig = new Rig("t", "-*", "+@40000000*:x", "./d").read("a:x\nb:y\n", 0);
        assertEquals(label(0) + "a:x\n", rig.directory(0));
    }

    @Test
    void patternsSeeAThousandBytesOnly() {
        String line = "x".repeat(999);
        Rig rig = new Rig("-*", "+*y", "./d").read(line + "y\n" + line + "xy\n" + line + "yz\n");
        assertEquals(line + "y\n" + line + "yz\n", rig.directory(0));
    }

    @Test
    void aTestThatChangesNothingIsNotMade() {
        Rig rig = new Rig("+a", "./all", "-*b", "-a*", "+*b", "./some").read("ab\na\ncb\nc\n");
        assertEquals("ab\na\ncb\nc\n", rig.directory(0));
        assertEquals("ab\ncb\nc\n", rig.directory(1));
    }

    @Test
    void errorsAreCutAtTwoHundredBytes() {
        Rig rig = new Rig("e")
                .read("x".repeat(200) + "\n" + "y".repeat(201) + "\n\nz")
                .end();
        assertEquals(
                "x".repeat(200) + "\n" + "y".repeat(200) + "...\n\nz\n",
                rig.errors.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void eachActionEWritesTheLine() {
        Rig rig = new Rig("e", "e", "-b*", "e").read("a\nb\n");
        assertEquals("a\na\na\nb\nb\n", rig.errors.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void aRecordIsTheLastSelectedLineWithNewlinesAfterIt() {
        Rig rig = new Rig("-no*", "=f").read("one\n" + "x".repeat(1500) + "\n");
        assertEquals("x".repeat(1000) + "\n", new String(rig.records.get(0), StandardCharsets.US_ASCII));
        rig.read("two\nno\n");
        assertEquals("two" + "\n".repeat(998), new String(rig.records.get(0), StandardCharsets.US_ASCII));
    }

    @Test
    void aReadOfNothingButNewlinesFitsInPortions() {
        byte[] newlines = new byte[LineFeeder.READ_MAX];
        Arrays.fill(newlines, (byte) '\n');
        Rig rig = new Rig("t", "./d").read(newlines, 0, newlines.length, 5);
        assertEquals((label(5) + "\n").repeat(newlines.length), rig.directory(0));
        assertTrue(rig.feeds > 10);
    }

    /** What 0.76 does, said as plainly as possible: line by line, byte by byte. */
    private static List<ByteArrayOutputStream> reference(String[] actions, byte[] input, long wallNs) {
        List<ByteArrayOutputStream> out = new ArrayList<>();
        boolean stamped = actions[0].startsWith("t");
        for (int from = 0; from < input.length; ) {
            int to = from;
            while (to < input.length && input[to] != '\n') {
                to++;
            }
            String body = new String(input, from, to - from, StandardCharsets.ISO_8859_1);
            String line = (stamped ? label(wallNs) : "") + body;
            byte[] seen = line.substring(0, Math.min(1000, line.length())).getBytes(StandardCharsets.ISO_8859_1);
            boolean selected = true;
            int directory = 0;
            for (String action : actions) {
                char first = action.charAt(0);
                if (first == '+' || first == '-') {
                    LinePattern pattern = new LinePattern(action.substring(1).getBytes(StandardCharsets.ISO_8859_1));
                    if (selected != (first == '+')
                            && pattern.accepts(
                                    pattern.advance(LineLoops.PLAIN, LinePattern.START, seen, 0, seen.length))) {
                        selected = !selected;
                    }
                } else if (first == '.') {
                    while (out.size() <= directory) {
                        out.add(new ByteArrayOutputStream());
                    }
                    if (selected) {
                        out.get(directory).writeBytes((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
                    }
                    directory++;
                }
            }
            from = to + 1;
        }
        return out;
    }

    private static final String[][] SCRIPTS = {
        {"./a"},
        {"t", "./a"},
        {"./a", "-*b", "./b"},
        {"-*", "+*a", "./a", "+b*", "./b", "e"},
        {"t", "-*", "+@* a*", "./a", "./b", "-*b", "./c"},
        {"t", "e", "./a", "=f"},
        {"-a*", "./a", "+*", "./b"},
    };

    private static byte[] lines(Random random) {
        byte[] input = new byte[1 + random.nextInt(200_000)];
        int shortest = random.nextInt(4) == 0 ? 1 : 20;
        for (int at = 0; at < input.length; ) {
            int length = random.nextInt(50) == 0 ? random.nextInt(3000) : random.nextInt(shortest * 3);
            if (random.nextInt(2000) == 0) {
                length = random.nextInt(100_000);
            }
            int end = Math.min(input.length, at + length);
            while (at < end) {
                input[at++] = (byte) "abc\0".charAt(random.nextInt(4));
            }
            if (at < input.length) {
                input[at++] = '\n';
            }
        }
        return input;
    }

    @Test
    void howTheInputIsCutMakesNoDifference() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            String[] actions = SCRIPTS[random.nextInt(SCRIPTS.length)];
            byte[] input = lines(random);
            Rig rig = new Rig(actions);
            int readMax = 1 + random.nextInt(random.nextBoolean() ? 300 : LineFeeder.READ_MAX);
            for (int from = 0; from < input.length; ) {
                int length = Math.min(input.length - from, 1 + random.nextInt(readMax));
                if (random.nextBoolean()) {
                    rig.read(input, from, length, 77);
                } else {
                    rig.readFar(input, from, length, 77);
                }
                from += length;
            }
            rig.end();
            List<ByteArrayOutputStream> expected = reference(actions, input, 77);
            for (int d = 0; d < expected.size(); d++) {
                assertArrayEquals(
                        expected.get(d).toByteArray(), rig.directories.get(d).toByteArray(), String.join(" ", actions));
            }
        }
    }

    /** What is not in use is overwritten between reads, as if its memory had been given back. */
    @Test
    void nothingIsMissedOfWhatIsForgottenBetweenReads() {
        LineLoops forgetful = new LineLoops() {
            @Override
            public void forget(byte[] bytes, int from, int to) {
                Arrays.fill(bytes, from, to, (byte) 'Z');
            }
        };
        for (String[] actions : new String[][] {{"t", "./d"}, {"./d"}, {"t", "-*", "+* b*", "e", "./d", "=s", "./e"}}) {
            Rig kept = new Rig(actions);
            Rig forgotten = new Rig(forgetful, actions);
            Random random = new Random(11);
            for (int i = 0; i < 300; i++) {
                String text = (random.nextBoolean() ? "a" : "b").repeat(random.nextInt(40) * random.nextInt(40))
                        + (random.nextInt(3) > 0 ? "\n" : "");
                kept.read(text, i);
                forgotten.read(text, i);
                forgotten.feeder.compact();
                forgotten.feeder.forget();
            }
            assertEquals(kept.end().directory(0), forgotten.end().directory(0));
            assertArrayEquals(kept.errors.toByteArray(), forgotten.errors.toByteArray());
            assertFalse(kept.directory(0).contains("Z"));
        }
    }
}
