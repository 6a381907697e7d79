package org.yagura.os;

/** Resource limits of this process. */
public interface Limits {
    /** No limit. */
    long UNLIMITED = Long.MAX_VALUE;

    /**
     * Reads a limit.
     *
     * @param resource one of {@link Resource}
     * @param softAndHard gets the soft limit at 0, the hard one at 1
     * @return 0 or a negated errno
     */
    int get(int resource, long[] softAndHard);

    /** Sets a limit. @return 0 or a negated errno */
    int set(int resource, long soft, long hard);
}
