package org.yagura.fuzz;

import org.yagura.core.log.LineLoops;
import org.yagura.core.log.LinePattern;

/** A pattern and a line, with a newline between them: pieces of any length give what the plain reading of the rule gives. */
public final class PatternFuzz {
    private PatternFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        byte[][] parts = Target.split(data, '\n');
        byte[] line = parts.length > 1 ? parts[1] : data;
        LinePattern pattern = new LinePattern(parts[0]);
        int state = LinePattern.START;
        for (int from = 0; from < line.length; ) {
            int to = Math.min(line.length, from + 1 + (line[from] & 7));
            state = pattern.advance(LineLoops.PLAIN, state, line, from, to);
            from = to;
        }
        boolean inPieces = pattern.accepts(state);
        boolean whole = pattern.accepts(pattern.advance(LineLoops.PLAIN, LinePattern.START, line, 0, line.length));
        boolean plain = matches(parts[0], 0, line, 0);
        Target.check(inPieces == plain && whole == plain, "matches " + inPieces + ", " + whole + " and " + plain);
    }

    /** The rule, read plainly. */
    private static boolean matches(byte[] pattern, int patternAt, byte[] line, int lineAt) {
        int p = patternAt;
        int at = lineAt;
        while (p < pattern.length) {
            if (pattern[p] != '*') {
                if (at == line.length || line[at] != pattern[p]) {
                    return false;
                }
                at++;
            } else if (p + 1 == pattern.length) {
                return true;
            } else {
                while (at < line.length && line[at] != pattern[p + 1]) {
                    at++;
                }
                if (at == line.length) {
                    return false;
                }
            }
            p++;
        }
        return at == line.length;
    }
}
