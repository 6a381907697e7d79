package org.yagura.sim.check;

import java.util.HashSet;
import java.util.Set;
import org.yagura.sim.stage.Ledger;

/** Every line that a writer wrote is in its log once and in order; missing are at most those that were said to be lost. */
public final class LogsComplete {
    private LogsComplete() {}

    /**
     * @param log the whole log, without time stamps
     * @param lostLinesSaid how many lines were reported lost
     */
    public static void check(String writer, String log, Ledger ledger, long lostLinesSaid) {
        Set<String> logged = new HashSet<>();
        long last = 0;
        for (String line : log.split("\n", -1)) {
            if (line.isEmpty()) {
                continue;
            }
            String[] words = line.split(" ", -1);
            if (!words[0].equals(writer) || words.length < 3) {
                if (lostLinesSaid > 0 && (writer + " ").startsWith(words[0])) {
                    continue;
                }
                throw new AssertionError("damaged line in the log of " + writer + ": " + line);
            }
            long number = Long.parseLong(words[1]);
            if (number <= last) {
                throw new AssertionError("line " + number + " of " + writer + " comes after " + last);
            }
            last = number;
            logged.add(line + "\n");
        }
        long missing = 0;
        String first = "";
        for (String line : ledger.accepted(writer)) {
            if (!logged.contains(line)) {
                first = missing == 0 ? line : first;
                missing++;
            }
        }
        if (missing > lostLinesSaid) {
            throw new AssertionError(missing + " lines of " + writer + " are not logged, the first: " + first);
        }
    }
}
