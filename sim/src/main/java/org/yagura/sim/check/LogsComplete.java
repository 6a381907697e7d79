package org.yagura.sim.check;

import java.util.HashSet;
import java.util.Set;
import org.yagura.sim.stage.Ledger;

/** Every line that a writer wrote is in its log once and in order, but for those that may be missing. */
public final class LogsComplete {
    private static final String GAP = "multilog: gap: ";
    private static final int LABEL_LENGTH = 26;

    /**
     * What may be missing.
     *
     * @param linesSaid how many lines were reported lost, beside those that the log itself tells of
     * @param taken lines that a power cut may have taken
     * @param damaged what a power cut has left that is no whole line
     * @param oldestRemoved whether old files were removed, with all that was in them
     * @param pieces whether a logger gave up within a line, so that there may be pieces of one
     */
    public record Allowance(
            long linesSaid, Set<String> taken, Set<String> damaged, boolean oldestRemoved, boolean pieces) {}

    private LogsComplete() {}

    /** A line without its label, if it has one. */
    public static String withoutLabel(String line) {
        boolean labelled =
                line.length() >= LABEL_LENGTH && line.startsWith("@") && line.charAt(LABEL_LENGTH - 1) == ' ';
        return labelled ? line.substring(LABEL_LENGTH) : line;
    }

    /** What a power cut has left without its end may be taken for finished, and go on with the next line. */
    private static String withoutLostEnd(String line, Allowance allowance) {
        if (allowance.damaged.contains(line)) {
            return line;
        }
        String lost = "";
        for (String damaged : allowance.damaged) {
            if (damaged.endsWith("\0") && damaged.length() > lost.length() && line.startsWith(damaged)) {
                lost = damaged;
            }
        }
        return withoutLabel(line.substring(lost.length()));
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && word.length() < 10 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** How many lines the log itself says are missing; the piece of a line before each may be one more. */
    private static long gaps(String log) {
        long lines = 0;
        for (int at = log.indexOf(GAP); at >= 0; at = log.indexOf(GAP, at + 1)) {
            int from = at + GAP.length();
            String number = log.substring(from, Math.max(from, log.indexOf(' ', from)));
            // A power cut may have left a part of it.
            lines += isNumber(number) ? Long.parseLong(number) + 1 : 0;
        }
        return lines;
    }

    /** @param log the whole log */
    public static void check(String writer, String log, Ledger ledger, Allowance allowance) {
        Set<String> logged = new HashSet<>();
        long said = allowance.linesSaid + gaps(log);
        long first = Long.MAX_VALUE;
        long last = 0;
        for (String labelled : log.split("\n", -1)) {
            String line = withoutLostEnd(withoutLabel(labelled), allowance);
            if (line.isEmpty() || line.startsWith(GAP) || allowance.damaged.contains(line)) {
                continue;
            }
            String[] words = line.split(" ", -1);
            if (!words[0].equals(writer) || words.length < 3 || !isNumber(words[1])) {
                boolean piece = (writer + " ").startsWith(words[0]) || words[0].startsWith("@");
                if (said > 0 && piece || allowance.pieces) {
                    continue;
                }
                throw new AssertionError("damaged line in the log of " + writer + ": " + line);
            }
            long number = Long.parseLong(words[1]);
            if (number <= last) {
                throw new AssertionError("line " + number + " of " + writer + " comes after " + last);
            }
            first = Math.min(first, number);
            last = number;
            logged.add(line + "\n");
        }
        long missing = 0;
        String firstMissing = "";
        for (String line : ledger.accepted(writer)) {
            boolean removed = allowance.oldestRemoved && Long.parseLong(line.split(" ", -1)[1]) < first;
            if (!logged.contains(line) && !removed && !allowance.taken.contains(line)) {
                firstMissing = missing == 0 ? line : firstMissing;
                missing++;
            }
        }
        if (missing > said) {
            throw new AssertionError(missing + " lines of " + writer + " are not logged, the first: " + firstMissing);
        }
    }
}
