package org.yagura.core.importing;

/** How a command ends, as far as that can be known without running it. */
enum Truth {
    YES,
    NO,
    UNKNOWN;

    static Truth of(boolean holds) {
        return holds ? YES : NO;
    }

    Truth not() {
        return this == YES ? NO : this == NO ? YES : UNKNOWN;
    }
}
