package org.yagura.core.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a directory means that asks for the habits of encore or runit. */
class CompatTest {
    private static final int EXIT_0 = 0;
    private static final int EXIT_1 = 1 << 8;
    private static final int EXIT_100 = 100 << 8;
    private static final int KILLED = 9;

    private static String words(String content) {
        Compat compat = new Compat(content.getBytes(StandardCharsets.ISO_8859_1));
        StringJoiner found = new StringJoiner(" ");
        for (byte[] word = compat.next(); word != null; word = compat.next()) {
            found.add(new String(word, StandardCharsets.ISO_8859_1) + "=" + Compat.of(word));
        }
        return found.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            encore                  | encore=1
            runit\\n                | runit=2
            ' encore\\trunit '      | encore=1 runit=2
            daemontools             | daemontools=0
            '# encore\\nrunit # no'  | runit=2
            Encore                  | Encore=-1
            s6\\nencore             | s6=-1 encore=1
            '#'                     | ''
            ''                      | ''
            """)
    void readsWords(String content, String found) {
        assertEquals(found, words(content.replace("\\n", "\n").replace("\\t", "\t")));
    }

    private static Bench encore(Program... scripts) {
        Bench bench = new Bench();
        bench.scripts.addAll(java.util.List.of(scripts));
        return bench.begin(true, Compat.ENCORE);
    }

    private static Bench runit(Program... scripts) {
        Bench bench = new Bench();
        bench.scripts.addAll(java.util.List.of(scripts));
        return bench.begin(true, Compat.RUNIT);
    }

    private static void expect(Bench bench, String askedFor, String then) {
        assertEquals(askedFor, bench.seen());
        assertEquals(then, bench.state());
    }

    @Test
    void withoutScriptsEncoreOnlyNotifies() {
        Bench bench = encore();
        bench.seen();
        expect(bench.command("u"), "start:start publish start notify:run:-1 publish", "up running");
        bench.milliseconds(1500);
        expect(bench.childExits(KILLED), "notify:run:9 publish start notify:run:-1 publish", "up running");
        expect(bench.command("d"), "15 18 publish", "down running term");
        expect(bench.childExits(15), "notify:run:15 publish start:stop", "down");
    }

    @Test
    void startComesOnceBeforeRunAndStopOnceAfterIt() {
        Bench bench = encore(Program.START, Program.STOP);
        bench.command("u").seen();
        assertEquals("up running start", bench.state());
        expect(bench.childExits(EXIT_0), "notify:start:0 publish start notify:run:-1 publish", "up running");
        bench.milliseconds(300).childExits(EXIT_1);
        expect(bench, "notify:run:256 publish", "up due+700");
        bench.milliseconds(1000).seen();
        bench.command("d").seen();
        expect(bench.childExits(15), "notify:run:15 publish start:stop notify:stop:-1 publish", "down running stop");
        expect(bench.command("t"), "publish", "down running stop");
        expect(bench.command("d"), "publish", "down running stop");
        expect(bench.command("k"), "9 publish", "down running stop");
        expect(bench.childExits(EXIT_0), "notify:stop:0 publish", "down");
    }

    @Test
    void downWhileItWaitsForARestartRunsStopAtOnce() {
        Bench bench = encore(Program.STOP);
        bench.command("u").milliseconds(300).childExits(EXIT_1).seen();
        expect(bench.command("d"), "start:stop publish notify:stop:-1 publish", "down running stop");
    }

    @Test
    void aStartThatFailsIsTriedAgainAfterASecond() {
        Bench bench = encore(Program.START);
        bench.command("u").milliseconds(300).seen();
        expect(bench.childExits(EXIT_1), "notify:start:256 publish", "up due+700");
        bench.milliseconds(700);
        expect(bench, "start:start notify:start:-1 publish", "up running start");
    }

    @Test
    void aStartThatFailsForOnceIsNotTriedAgain() {
        Bench bench = encore(Program.START, Program.STOP);
        bench.command("o").seen();
        expect(bench.childExits(EXIT_1), "notify:start:256 publish", "once");
    }

    @Test
    void downDuringStartEndsWithStop() {
        Bench bench = encore(Program.START, Program.STOP);
        bench.command("u").seen();
        expect(bench.command("d"), "15 18 publish", "down running start term");
        expect(
                bench.childExits(EXIT_0),
                "notify:start:0 publish start:stop notify:stop:-1 publish",
                "down running stop");
    }

    @Test
    void oneHundredMeansNotAgainUntilAskedFor() {
        Bench bench = encore();
        bench.command("u").milliseconds(5000).seen();
        expect(bench.childExits(EXIT_100), "notify:run:25600 publish start:stop", "down failed");
        bench.milliseconds(5000);
        expect(bench.command("u"), "start:start publish start notify:run:-1 publish", "up running");
    }

    @Test
    void oneHundredFromStartCountsToo() {
        Bench bench = encore(Program.START, Program.STOP);
        bench.command("u").seen();
        expect(bench.childExits(EXIT_100), "notify:start:25600 publish", "down failed");
    }

    @Test
    void oneHundredIsAnEndLikeAnyOtherElsewhere() {
        Bench bench = new Bench().begin(false).milliseconds(1500);
        bench.seen();
        expect(bench.childExits(EXIT_100), "publish start publish", "up running");
    }

    @Test
    void finishFollowsEachRun() {
        Bench bench = runit(Program.FINISH);
        bench.command("u").milliseconds(300).seen();
        expect(bench.childExits(KILLED), "publish start:finish publish", "up running finish");
        expect(bench.childExits(EXIT_1), "publish", "up due+700");
        bench.milliseconds(700);
        expect(bench, "start publish", "up running");
    }

    @Test
    void upDuringFinishStartsAfterIt() {
        Bench bench = runit(Program.FINISH);
        bench.command("o").milliseconds(1500).childExits(EXIT_0).seen();
        expect(bench.command("o"), "publish", "once running finish");
        expect(bench.childExits(EXIT_0), "publish start publish", "once running");
        bench.childExits(EXIT_0).childExits(EXIT_0).seen();
        assertEquals("once", bench.state());
    }

    @Test
    void anExitWaitsForFinishAndStop() {
        Bench bench = new Bench();
        bench.scripts.add(Program.FINISH);
        bench.scripts.add(Program.STOP);
        bench.begin(false, Compat.ENCORE | Compat.RUNIT).milliseconds(1500).seen();
        expect(bench.terminate(), "15 18 publish", "down running term exiting");
        bench.childExits(15);
        assertEquals("down running finish exiting", bench.state());
        bench.childExits(EXIT_0);
        assertEquals("down running stop exiting", bench.state());
        bench.seen();
        expect(bench.childExits(EXIT_0), "notify:stop:0 publish end", "down ended");
    }

    @Test
    void terminatingWhileItWaitsRunsStopOnce() {
        Bench bench = encore(Program.STOP);
        bench.command("u").milliseconds(300).childExits(EXIT_1).seen();
        expect(bench.terminate(), "start:stop publish notify:stop:-1 publish", "down running stop exiting");
        expect(bench.childExits(EXIT_0), "notify:stop:0 publish end", "down ended");
    }

    @Test
    void exitWithoutAChildAndWithoutAStopEndsAtOnce() {
        Bench bench = encore();
        bench.command("u").milliseconds(300).childExits(EXIT_1).seen();
        expect(bench.command("x"), "start:stop publish end", "up ended");
    }

    @Test
    void plusSendsTheNextSignalToTheGroup() {
        Bench bench = new Bench().begin(false).milliseconds(300);
        bench.seen();
        expect(bench.command("+t"), "publish -15 publish", "up running term");
        expect(bench.command("h"), "1 publish", "up running term");
        expect(bench.command("+d"), "publish -15 -18 publish", "down running term");
    }
}
