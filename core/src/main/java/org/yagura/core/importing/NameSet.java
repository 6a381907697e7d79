package org.yagura.core.importing;

/** Sets of names, written as one text with a space between them. */
final class NameSet {
    private NameSet() {}

    /** Whether a name is one of these. */
    static boolean has(String names, byte[] name) {
        int at = 0;
        while (at < names.length() && name.length > 0) {
            int end = names.indexOf(' ', at);
            if (end < 0) {
                end = names.length();
            }
            int same = 0;
            while (same < name.length && at + same < end && names.charAt(at + same) == name[same]) {
                same++;
            }
            if (same == name.length && at + same == end) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }
}
