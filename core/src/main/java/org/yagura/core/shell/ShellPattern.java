package org.yagura.core.shell;

/** Patterns of {@code case} and of {@code ${x#…}}: {@code *}, {@code ?}, {@code […]}, and a backslash before what stands for itself. */
public final class ShellPattern {
    private ShellPattern() {}

    /** Whether a pattern is that of all of a text's bytes from {@code from} up to {@code to}. */
    public static boolean matches(byte[] pattern, byte[] text, int from, int to) {
        int p = 0;
        int t = from;
        int star = -1;
        int starText = 0;
        while (t < to) {
            int end = p < pattern.length && pattern[p] != '*' ? matchOne(pattern, p, text[t]) : -1;
            if (end >= 0) {
                p = end;
                t++;
            } else if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                starText = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    /** Matches one byte. @return where the pattern goes on, or -1 */
    private static int matchOne(byte[] pattern, int p, byte b) {
        switch (pattern[p]) {
            case '?' -> {
                return p + 1;
            }
            case '\\' -> {
                if (p + 1 < pattern.length) {
                    return pattern[p + 1] == b ? p + 2 : -1;
                }
            }
            case '[' -> {
                int end = endOfSet(pattern, p);
                if (end > 0) {
                    return inSet(pattern, p + 1, end, b & 0xff) ? end + 1 : -1;
                }
            }
            default -> {}
        }
        return pattern[p] == b ? p + 1 : -1;
    }

    private static int endOfSet(byte[] pattern, int open) {
        int p = open + 1;
        if (p < pattern.length && (pattern[p] == '!' || pattern[p] == '^')) {
            p++;
        }
        for (p++; p < pattern.length; p++) {
            if (pattern[p] == ']') {
                return p;
            }
        }
        return -1;
    }

    private static boolean inSet(byte[] pattern, int from, int end, int b) {
        boolean negated = pattern[from] == '!' || pattern[from] == '^';
        boolean found = false;
        int p = negated ? from + 1 : from;
        while (p < end) {
            int low = pattern[p] & 0xff;
            int high = low;
            if (p + 2 < end && pattern[p + 1] == '-') {
                high = pattern[p + 2] & 0xff;
                p += 2;
            }
            found |= b >= low && b <= high;
            p++;
        }
        return found != negated;
    }
}
