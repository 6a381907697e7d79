package org.yagura.core.log;

/**
 * A pattern of multilog as an automaton: it takes a line in pieces and never goes back.
 *
 * <p>A {@code *} at the end takes all the rest. Any other {@code *} takes the shortest run without the character that follows it in
 * the pattern, so {@code *END} is not found in {@code xExEND}. That character may itself be a {@code *}: {@code **} first looks for a
 * star in the line. All other characters stand for themselves.
 */
public final class LinePattern {
    /** State of a line that cannot match any more. */
    public static final int DEAD = -1;
    /** State before the first byte. Other states are places in the pattern. */
    public static final int START = 0;

    private final byte[] pattern;

    public LinePattern(byte[] pattern) {
        this.pattern = pattern;
    }

    /** The state after more bytes of a line: {@code from} up to, not including, {@code to}. */
    public int advance(LineLoops loops, int state, byte[] in, int from, int to) {
        return loops.advance(pattern, state, in, from, to);
    }

    /** The same, byte by byte. */
    static int advance(byte[] pattern, int state, byte[] in, int from, int to) {
        int at = from;
        int p = state;
        while (at < to && p != DEAD) {
            if (p == pattern.length) {
                return DEAD;
            }
            byte wanted = pattern[p];
            if (wanted != '*') {
                p = in[at] == wanted ? p + 1 : DEAD;
                at++;
            } else if (p + 1 == pattern.length) {
                return p;
            } else {
                at = find(pattern[p + 1], in, at, to);
                if (at < to) {
                    p++;
                }
            }
        }
        return p;
    }

    /** Whether a line in this state matches whatever comes. */
    boolean takesTheRest(int state) {
        return state == pattern.length - 1 && state >= 0 && pattern[state] == '*';
    }

    /** Whether a line that ends in this state matches. */
    public boolean accepts(int state) {
        return state == pattern.length || takesTheRest(state);
    }

    private static int find(byte wanted, byte[] in, int from, int to) {
        int at = from;
        while (at < to && in[at] != wanted) {
            at++;
        }
        return at;
    }
}
