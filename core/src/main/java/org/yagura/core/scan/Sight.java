package org.yagura.core.scan;

/** What seeing an entry has changed. */
public enum Sight {
    /** It leads where it led before. */
    SAME,
    /** It leads to another service than before, or is new. */
    CHANGED,
    /** The table has no room for another service; said once for each entry. */
    REFUSED,
    /** As {@link #REFUSED}, and said before. */
    REFUSED_BEFORE
}
