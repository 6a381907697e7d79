package org.yagura.core.rules;

import org.yagura.core.net.IpText;
import org.yagura.core.text.ByteBuilder;

/**
 * A line of rules, {@code ADDRESS:deny} or {@code ADDRESS:allow}, followed by any number of {@code ,NAME="VALUE"}, where any byte may
 * stand for the quotation mark. Used again for each line.
 *
 * <p>The address ends at the first colon, so that it cannot be an IPv6 address as such. One in brackets is an addition of ours:
 * {@code [2001:db8::1]}, {@code INFO@[2001:db8::1]} and {@code [2001:db8::]/32}. What would have been left of such a line behind its
 * first colon was never {@code deny} or {@code allow}, so no line that was good before means anything else now.
 */
public final class RuleLine {
    /** What a line turned out to be. */
    public enum Kind {
        /** Empty, or a comment. */
        COMMENT,
        /** A rule: for the keys that {@link #nextKey} gives. */
        RULE,
        /** A rule for an address that no client can have; a rule all the same. */
        NEVER_MATCHES,
        /** Not a rule, and dropped without a word: there is no colon. */
        NO_COLON,
        /** A rule for nobody: the range's end is before its start. */
        EMPTY_RANGE,
        /** Not to be understood. */
        BAD
    }

    private static final int COMPONENT_MAX = 255;
    /** Stands for every number that is too large to be compared with a component of an address. */
    private static final int NUMBER_MAX = 1_000_000_000;

    private static final int BAD_NUMBER = -1;

    private byte[] line = new byte[0];
    private final ByteBuilder data = new ByteBuilder(64);
    /** The only key, or what stands before a range's number. */
    private final ByteBuilder head = new ByteBuilder(64);
    /** What stands behind a range's number. */
    private final ByteBuilder tail = new ByteBuilder(64);

    private boolean range;
    private int next;
    private int last;

    /** Takes a line. @param text without the newline; not changed, and kept while keys are asked for */
    public Kind take(byte[] text, int length) {
        int end = length;
        while (end > 0 && isBlank(text[end - 1])) {
            end--;
        }
        line = text;
        data.clear();
        next = 1;
        last = 0;
        if (end == 0 || text[0] == '#') {
            return Kind.COMMENT;
        }
        int bracket = openingBracket(end);
        int addressEnd = bracket >= 0 ? bracketedEnd(bracket, end) : BAD_NUMBER;
        if (addressEnd >= 0) {
            return takeInstructions(addressEnd + 1, end) ? single() : Kind.BAD;
        }
        addressEnd = indexOf(':', 0, end);
        if (addressEnd == end) {
            return Kind.NO_COLON;
        }
        if (!takeInstructions(addressEnd + 1, end)) {
            return Kind.BAD;
        }
        return takeAddress(addressEnd);
    }

    /** The data that the line's keys get: {@code D} for deny, then {@code +NAME=VALUE} for each variable, each ended by a NUL. */
    public ByteBuilder data() {
        return data;
    }

    /** Gives the next key of the line. @return false where there are no more */
    public boolean nextKey(ByteBuilder key) {
        if (next > last) {
            return false;
        }
        key.clear().append(head.array(), 0, head.length());
        if (range) {
            key.appendDecimal(next).append(tail.array(), 0, tail.length());
        }
        next++;
        return true;
    }

    // ---- the address

    private Kind single() {
        range = false;
        next = 1;
        last = 1;
        return Kind.RULE;
    }

    private Kind takeAddress(int end) {
        int dash = indexOf('-', 0, end);
        if (dash < end && indexOf('=', 0, end) == end && indexOf('@', 0, end) == end) {
            return takeRange(dash, end);
        }
        head.clear().append(line, 0, end);
        single();
        return canMatch(line, end) ? Kind.RULE : Kind.NEVER_MATCHES;
    }

    private Kind takeRange(int dash, int end) {
        int from = dash;
        while (from > 0 && line[from - 1] != '.') {
            from--;
        }
        int to = indexOf('.', dash + 1, end);
        int low = number(from, dash);
        int high = number(dash + 1, to);
        if (low == BAD_NUMBER || high == BAD_NUMBER) {
            return Kind.BAD;
        }
        range = true;
        head.clear().append(line, 0, from);
        tail.clear().append(line, to, end - to);
        next = low;
        last = Math.min(high, COMPONENT_MAX);
        if (next > last) {
            return Kind.EMPTY_RANGE;
        }
        ByteBuilder one = new ByteBuilder(end);
        nextKey(one);
        next = low;
        return canMatch(one.array(), one.length()) ? Kind.RULE : Kind.NEVER_MATCHES;
    }

    /** A number in decimal, 0 where there are no digits, or {@link #BAD_NUMBER}. */
    private int number(int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (line[i] < '0' || line[i] > '9') {
                return BAD_NUMBER;
            }
            number = (int) Math.min(number * 10L + line[i] - '0', NUMBER_MAX);
        }
        return number;
    }

    /** Where the bracket of an IPv6 address would be: at the start or behind an at sign, before any colon; or -1. */
    private int openingBracket(int end) {
        int colon = indexOf(':', 0, end);
        int at = colon;
        while (at > 0 && line[at - 1] != '[') {
            at--;
        }
        boolean here = at > 0 && (at == 1 || line[at - 2] == '@');
        return here ? at - 1 : -1;
    }

    /** Makes the key of an IPv6 address or prefix. @return where the address ends, at a colon; or {@link #BAD_NUMBER} */
    private int bracketedEnd(int bracket, int end) {
        int close = indexOf(']', bracket, end);
        byte[] ip = new byte[IpText.V6];
        if (close == end || IpText.parse(line, bracket + 1, close, ip) != IpText.V6 || IpText.isMapped(ip)) {
            return BAD_NUMBER;
        }
        int addressEnd = indexOf(':', close, end);
        if (addressEnd == end) {
            return BAD_NUMBER;
        }
        head.clear().append(line, 0, bracket);
        if (close + 1 == addressEnd) {
            RuleKeys.appendAddress(ip, head);
            return addressEnd;
        }
        int bits = number(close + 2, addressEnd);
        if (line[close + 1] != '/' || bracket != 0 || close + 2 == addressEnd || bits < 0 || bits > RuleKeys.BITS_MAX) {
            return BAD_NUMBER;
        }
        RuleKeys.appendPrefix(ip, bits, head);
        return addressEnd;
    }

    /**
     * Whether some client's address can be looked up under a key. No address has a blank or a slash in it; digits and dots are either
     * four numbers or end in a dot.
     */
    private static boolean canMatch(byte[] key, int length) {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (key[i] == '@') {
                from = i + 1;
            }
        }
        if (from == length || key[from] == '=') {
            return true;
        }
        int dots = 0;
        for (int i = from; i < length; i++) {
            if (key[i] == '.') {
                dots++;
            } else if (key[i] < '0' || key[i] > '9') {
                return false;
            }
        }
        return key[length - 1] == '.' ? from == 0 && dots <= 3 : dots == 3;
    }

    // ---- the instructions

    private boolean takeInstructions(int from, int end) {
        int at;
        if (hasWord("deny", from, end)) {
            data.append((byte) 'D').append((byte) 0);
            at = from + "deny".length();
        } else if (hasWord("allow", from, end)) {
            at = from + "allow".length();
        } else {
            return false;
        }
        while (at < end) {
            int equals = indexOf('=', at, end);
            if (line[at] != ',' || equals + 1 >= end) {
                return false;
            }
            byte quote = line[equals + 1];
            int close = indexOf((char) (quote & 0xff), equals + 2, end);
            if (close == end) {
                return false;
            }
            data.append((byte) '+').append(line, at + 1, equals - at);
            data.append(line, equals + 2, close - equals - 2).append((byte) 0);
            at = close + 1;
        }
        return true;
    }

    private boolean hasWord(String word, int from, int end) {
        if (end - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (line[from + i] != (byte) word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int indexOf(char wanted, int from, int end) {
        int at = from;
        while (at < end && line[at] != (byte) wanted) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n';
    }
}
