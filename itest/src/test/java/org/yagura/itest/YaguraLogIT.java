package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.yagura.core.tai.TaiTime;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;

/** {@code yagura log}. */
class YaguraLogIT {
    private static final long SECOND = 1_000_000_000L;
    /** 2026-11-28 03:00:00 UTC. */
    private static final long THREE = Instant.parse("2026-11-28T03:00:00Z").getEpochSecond() * SECOND;

    private static String label(long seconds) {
        byte[] label = new byte[TaiTime.LABEL_LENGTH];
        TaiTime.formatLabel(label, 0, THREE + seconds * SECOND);
        return new String(label, StandardCharsets.US_ASCII);
    }

    private static String line(long seconds, String message) {
        return label(seconds) + " " + message + "\n";
    }

    /** A log that is not written to: the files of {@code log/main} of a service, each a name and a content. */
    private static void log(Sandbox box, String service, String... files) {
        box.mkdir("scan/" + service + "/log/main");
        box.script("scan/" + service + "/run", "exec sleep 98765");
        box.script("scan/" + service + "/log/run", "exec multilog t ./main");
        for (int i = 0; i < files.length; i += 2) {
            box.write("scan/" + service + "/log/main/" + files[i], files[i + 1]);
        }
    }

    private static String[] command(String... words) {
        String[] command = new String[words.length + 5];
        System.arraycopy(new String[] {"yagura", "log", "--utc", "-s", "scan"}, 0, command, 0, 5);
        System.arraycopy(words, 0, command, 5, words.length);
        return command;
    }

    private static void shows(Sandbox box, String expected, String... words) {
        box.run(command(words)).is(0, expected, "");
    }

    private static void twoLogs(Sandbox box) {
        log(
                box,
                "web",
                label(10) + ".s",
                line(1, "first") + line(9, "second"),
                label(20) + ".u",
                line(11, "third") + line(12, "cut o"),
                "current",
                line(30, "fourth"));
        log(box, "mail", "current", line(2, "one") + line(11, "two") + line(31, "three"));
    }

    @OnOurs
    void linesOfServicesAreMergedByTime(Sandbox box) {
        twoLogs(box);
        shows(box, """
                2026-11-28 03:00:01.000000 web: first
                2026-11-28 03:00:02.000000 mail: one
                2026-11-28 03:00:09.000000 web: second
                2026-11-28 03:00:11.000000 mail: two
                2026-11-28 03:00:11.000000 web: third
                2026-11-28 03:00:12.000000 web: cut o
                2026-11-28 03:00:30.000000 web: fourth
                2026-11-28 03:00:31.000000 mail: three
                """);
        shows(box, "2026-11-28 03:00:31.000000 three\n", "mail", "-n1");
        box.variable("TZ", "XYZ-5:30");
        box.run("yagura", "log", "-s", "scan", "-n1").is(0, "2026-11-28 08:30:31.000000 mail: three\n", "");
    }

    @OnOurs
    void theLastLinesOfAllTogetherAreCounted(Sandbox box) {
        twoLogs(box);
        shows(box, "", "-n0");
        shows(box, "2026-11-28 03:00:30.000000 web: fourth\n2026-11-28 03:00:31.000000 mail: three\n", "-n", "2");
        assertEquals(8, box.run(command("--lines=1000")).ok().lines().count());
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            many.append(line(i, "number " + i));
        }
        log(box, "many", "current", many.toString());
        shows(box, many.substring(many.indexOf(label(4990))), "many", "--raw");
        shows(box, many.substring(many.indexOf(label(1000))), "many", "--raw", "-n4000");
    }

    @OnOurs
    void aSpanOfTime(Sandbox box) {
        twoLogs(box);
        shows(
                box,
                "2026-11-28 03:00:09.000000 web: second\n2026-11-28 03:00:11.000000 mail: two\n"
                        + "2026-11-28 03:00:11.000000 web: third\n",
                "--since",
                "2026-11-28 03:00:09",
                "--until",
                "2026-11-28T03:00:11Z");
        shows(box, "2026-11-28 03:00:31.000000 mail: three\n", "--since", label(31));
        shows(box, "2026-11-28 03:00:30.000000 fourth\n", "--since", label(1), "-n1", "web");
        shows(box, "", "--since", "now");
        shows(box, "", "--until=2020-01-01");
    }

    @OnOurs
    void anHourIsFoundAmongManyLinesWithoutReadingThem(Sandbox box) {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            many.append(line(i, "number " + i));
        }
        log(box, "s", "current", many.toString());
        for (int at : List.of(0, 1, 4711, 50_000, 99_998, 99_999)) {
            String from = line(at, "number " + at);
            shows(box, from, "s", "--raw", "--since", label(at), "--until", label(at));
            assertTrue(
                    bytesRead(box, at) < many.length() / 10, "reads " + bytesRead(box, at) + " bytes for line " + at);
        }
        assertEquals(
                100_000,
                box.run(command("s", "--since", "2026-11-28 03:00"))
                        .ok()
                        .lines()
                        .count());
    }

    /** What the kernel counts for a shell and for what it has waited for. */
    private static long bytesRead(Sandbox box, int second) {
        String words = String.join(" ", command("s", "--since", label(second), "--until", label(second)));
        String counts = box.sh(words + " >shown; while read name count; do echo \"$name$count\"; done </proc/$$/io")
                .ok();
        String read = counts.lines()
                .filter(line -> line.startsWith("rchar:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(read.substring("rchar:".length()));
    }

    @OnOurs
    void aFollowedLogEndsWhereNothingMoreIsWanted(Sandbox box) {
        twoLogs(box);
        log(box, "late", "current", line(500, "late"));
        shows(box, "2026-11-28 03:00:31.000000 mail: three\n", "-f", "--since", label(31), "--until", label(40));
    }

    @OnOurs
    void whatIsFoundInLines(Sandbox box) {
        twoLogs(box);
        shows(box, "2026-11-28 03:00:11.000000 web: third\n", "--grep", "ird");
        shows(box, "2026-11-28 03:00:11.000000 web: third\n", "-i", "-g", "IRD");
        box.run(command("-g", "IRD")).is(1, "", "");
        shows(
                box,
                "2026-11-28 03:00:02.000000 mail: one\n2026-11-28 03:00:11.000000 mail: two\n",
                "--regex",
                "^(one|t.o)$");
        shows(box, "2026-11-28 03:00:11.000000 mail: two\n", "-e", "^(ONE|T.O)$", "-i", "-n1");
        box.run(command("-g", "40000000")).is(1, "", "");
        box.run(command("-e", "(")).is(100, "", "yagura: fatal: no regular expression: (\n" + USAGE);
    }

    private static final String USAGE = "yagura: usage: yagura log [OPTION...] [SERVICE...]\n";

    @OnOurs
    void asJson(Sandbox box) {
        log(box, "s", "current", line(1, "a \"word\"\t\\ and \u0001\u00ff") + "no label\n");
        box.run(command("--json"))
                .is(
                        0,
                        "{\"service\":\"s\",\"time\":\"2026-11-28T03:00:01.000000000Z\",\"label\":\"" + label(1)
                                + "\",\"message\":\"a \\\"word\\\"\\t\\\\ and \\u0001\\udcff\"}\n"
                                + "{\"service\":\"s\",\"time\":\"2026-11-28T03:00:01.000000000Z\",\"label\":null,"
                                + "\"message\":\"no label\"}\n",
                        "");
    }

    @OnOurs
    void logsWithoutLabels(Sandbox box) {
        log(box, "plain", label(5) + ".s", "old\n", "current", "young\n@400 no label\nhalf a line");
        log(box, "web", "current", line(3, "before") + line(8, "after"));
        shows(box, """
                plain: old
                2026-11-28 03:00:03.000000 web: before
                plain: young
                plain: @400 no label
                plain: half a line
                2026-11-28 03:00:08.000000 web: after
                """);
    }

    @OnOurs
    void aLineOfAnyLengthIsShown(Sandbox box) {
        String half = "x".repeat(200_000);
        // A line that is longer than a file goes on in the next one; one above 256 KiB is shown in pieces.
        log(box, "s", label(9) + ".s", line(1, "a") + label(2) + " " + half, "current", half + "\n" + line(3, "z"));
        shows(
                box,
                line(1, "a") + label(2) + " " + half + half.substring(0, 262_144 - 200_000 - 26) + "\n"
                        + half.substring(262_144 - 200_000 - 26) + "\n" + line(3, "z"),
                "s",
                "--raw");
    }

    @OnOurs
    void filesThatAProcessorHasPacked(Sandbox box) {
        log(box, "s", "plain", line(1, "first") + line(2, "second"), "current", line(11, "third"));
        String name = label(10) + ".s";
        for (String packer : List.of("gzip", "xz", "bzip2", "zstd", "lz4")) {
            if (box.sh("command -v " + packer).exit() != 0) {
                continue;
            }
            box.sh("cd scan/s/log/main; " + packer + " -c <plain >" + name).ok();
            assertEquals(
                    3, box.run(command("s", "--since", label(0))).ok().lines().count(), packer);
            shows(box, line(2, "second") + line(11, "third"), "-rn2", "s");
        }
        box.sh("cd scan/s/log/main; gzip -c <plain | head -c 30 >" + name).ok();
        assertTrue(
                box.run(command("s", "--since", label(0))).err().endsWith("main/" + name + "\n"),
                "what is damaged is said");
    }

    @OnOurs
    void whatIsFollowedComesOnceAndInOrderThroughRotations(Sandbox box) {
        Scan.service(box, "s", "until [ -e ../../go ]; do sleep 0.05; done; seq 1 20000; echo end; exec sleep 98765")
                .log("exec multilog t s4096 n2000 ./main");
        Scan.link(box, "s");
        Scan.service(box, "q", "echo quiet; exec sleep 98765").log("exec multilog t ./main");
        Scan.link(box, "q");
        Scan.start(box);
        Await.until("quiet", () -> box.run(command("q")).out().contains("quiet"));
        Await.until("the log of s", () -> box.exists("scan/s/log/main/current"));
        Running follower = box.start(command("-f", "-n0", "s"));
        Running all = box.start(command("-f"));
        all.awaitOut("q: quiet\n");
        Await.until(
                "follows",
                () -> box.sh("ls -l /proc/" + follower.pid() + "/fd").out().contains("/log/main"));
        box.write("go", "");
        follower.awaitOut(" end\n");
        all.awaitOut("s: end\n");
        List<String> lines = follower.out().lines().toList();
        assertEquals(20_001, lines.size());
        for (int i = 0; i < 20_000; i++) {
            assertTrue(lines.get(i).endsWith(" " + (i + 1)), lines.get(i));
        }
        assertEquals(20_002, all.out().lines().count());
        follower.signal("TERM").end();
        all.signal("INT").end();
    }

    @OnOurs
    void whatIsWrong(Sandbox box) {
        box.mkdir("scan");
        shows(box, "");
        box.run(command("nosuch")).is(111, "", "yagura: warning: no such service: nosuch\n");
        box.mkdir("scan/quiet");
        box.script("scan/quiet/run", "exec sleep 98765");
        box.run(command("quiet")).is(111, "", "yagura: warning: no log directory of quiet\n");
        shows(box, "");
        box.run("yagura", "log", "-s", "nowhere")
                .is(111, "", "yagura: fatal: unable to read nowhere: file does not exist\n");
        box.run(command("--since", "soon")).is(100, "", "yagura: fatal: no point in time: soon\n" + USAGE);
        box.run(command("--until", "2026-02-30")).is(100, "", "yagura: fatal: no point in time: 2026-02-30\n" + USAGE);
        box.run(command("-n", "x")).is(100, "", "yagura: fatal: no number of lines: x\n" + USAGE);
        box.run(command("-z")).is(100, "", "yagura: fatal: no such option: -z\n" + USAGE);
    }
}
