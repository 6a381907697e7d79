package org.yagura.core.log;

import org.jspecify.annotations.Nullable;

/** What a log directory does when the disk is full: the second character of an action {@code f}. */
public enum FullPolicy {
    /** Nothing is read until there is room. */
    BLOCK('b'),
    /** The oldest files go, one after another; when there are none, as {@link #DROP}. */
    OLDEST('o'),
    /** What comes is dropped, and counted. */
    DROP('d');

    private final char letter;

    FullPolicy(char letter) {
        this.letter = letter;
    }

    /** The policy of an action, or null where there is none of that letter. */
    static @Nullable FullPolicy of(byte[] action) {
        for (FullPolicy policy : values()) {
            if (action.length == 2 && action[1] == policy.letter) {
                return policy;
            }
        }
        return null;
    }
}
