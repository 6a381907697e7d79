package org.yagura.os;

/** The terminal behind a descriptor, for what people look at. */
public interface Terminal {
    /**
     * How large it is; that also tells whether there is a terminal at all.
     *
     * @param columnsAndRows gets the columns at 0, the rows at 1; 0 each where the terminal does not know
     * @return 0, or a negated errno (ENOTTY where the descriptor is none)
     */
    int size(int fd, int[] columnsAndRows);

    /**
     * Makes it give each key at once and show none by itself; what it did before is kept for {@link #restore}. Keys that send signals go on
     * doing so.
     *
     * @return 0 or a negated errno
     */
    int takeKeys(int fd);

    /** Makes it do what it did before {@link #takeKeys}. @return 0 or a negated errno */
    int restore(int fd);

    /**
     * Makes this process the leader of a process group of its own. A terminal that was in the hands of the group that it leaves goes along:
     * the new group reads from it, and gets the signals of its keys.
     *
     * @return 0 or a negated errno
     */
    int leadGroup(int fd);

    /** Takes the terminal back for our process group, if that group has it. @return 0 or a negated errno */
    int takeBack(int fd, int group);
}
