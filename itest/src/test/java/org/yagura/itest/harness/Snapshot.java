package org.yagura.itest.harness;

/**
 * What a script did, in a form in which two suites can be compared: exit code, output and the files that it left, with labels, pids
 * and seconds replaced by words.
 */
public record Snapshot(int exit, String out, String err, String files) {
    // directories have no size or link count of interest; a status record differs by design and has tests of its own
    private static final String LIST = """
            find . -mindepth 1 -printf '%y %m %P %l\\n' | LC_ALL=C sort
            find . -type f ! -path '*/supervise/*' | LC_ALL=C sort | while read -r f; do echo "-- $f"; cat "$f"; done
            """;

    /** Runs a script to its end and looks at what it has left. */
    public static Snapshot of(Sandbox box, String script) {
        Result result = box.sh(script);
        return new Snapshot(
                result.exit(),
                plain(box, result.out()),
                plain(box, result.err()),
                plain(box, box.sh(LIST).out()));
    }

    private static String plain(Sandbox box, String text) {
        return text.replace(box.work.toString(), "WORK")
                .replaceAll("@[0-9a-f]{24}", "@LABEL")
                .replaceAll("pid \\d+", "pid N")
                .replaceAll("\\b\\d+ seconds", "S seconds");
    }

    @Override
    public String toString() {
        return "exit " + exit + "\n---- out\n" + out + "---- err\n" + err + "---- files\n" + files;
    }
}
