package org.yagura.sim.kernel;

import org.yagura.os.Errno;

/** What a process can ask of the kernel, with the error numbers that a fault plan may answer. */
public enum Call {
    OPEN(Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.EIO),
    MAKE_DIRECTORY(Errno.ENOSPC, Errno.EIO, Errno.ENOMEM),
    MAKE_FIFO(Errno.ENOSPC, Errno.EIO, Errno.ENOMEM),
    RENAME(Errno.ENOSPC, Errno.EIO, Errno.ENOMEM),
    LINK(Errno.ENOSPC, Errno.EIO, Errno.ENOMEM),
    SYMLINK(Errno.ENOSPC, Errno.EIO),
    UNLINK(Errno.EIO, Errno.ENOMEM),
    REMOVE_DIRECTORY(Errno.EIO),
    READ_LINK(Errno.EIO),
    STAT(Errno.EIO, Errno.ENOMEM),
    LIST_DIRECTORY(Errno.EIO, Errno.ENOMEM),
    CHANGE_DIRECTORY(Errno.EIO),
    READ(Errno.EIO),
    WRITE(Errno.EIO, Errno.ENOSPC),
    READ_AT(Errno.EIO),
    WRITE_AT(Errno.EIO, Errno.ENOSPC),
    CLOSE,
    SYNC(Errno.EIO, Errno.ENOSPC),
    TRUNCATE(Errno.EIO),
    ALLOCATE(Errno.ENOSPC, Errno.EIO),
    CHANGE_MODE(Errno.EIO),
    INFO(Errno.ENOMEM),
    SEEK,
    LOCK(Errno.ENOLCK),
    READABLE_BYTES,
    SET_FLAG,
    MAP(Errno.ENOMEM, Errno.ENODEV),
    READ_MAPPED(Errno.EIO),
    PEEK(Errno.EMFILE, Errno.ENFILE),
    /** Nothing that is called: a put to a mapping, and the copying of a page by a read. For kills only. */
    STORE,
    COPY_PAGE,
    PIPE(Errno.EMFILE, Errno.ENFILE),
    SOCKET(Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM),
    FORK(Errno.EAGAIN, Errno.ENOMEM),
    CHILD_DIRECTORY(Errno.EIO),
    CHILD_MOVE,
    CHILD_LIMIT,
    CHILD_RECORD(Errno.EIO, Errno.ENOSPC),
    EXEC(Errno.ENOMEM, Errno.EIO, Errno.ETXTBSY),
    REAP,
    KILL,
    OPEN_PROCESS(Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM),
    PROCESS,
    SIGNALS_OPEN(Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM),
    SIGNAL_NEXT,
    POLL_CHANGE(Errno.ENOMEM),
    AWAIT,
    WATCH_OPEN(Errno.EMFILE, Errno.ENFILE),
    WATCH(Errno.ENOSPC, Errno.ENOMEM),
    WATCH_NEXT,
    IDENTITY,
    LIMIT,
    EXIT,
    PAUSE;

    private final int[] errnos;

    Call(int... errnos) {
        this.errnos = errnos;
    }

    /** How many error numbers {@link #errno} knows. */
    public int errnos() {
        return errnos.length;
    }

    public int errno(int index) {
        return errnos[index];
    }

    /** Whether a result shows that something was really done, so that the process is not spinning. */
    boolean isEffect(int result) {
        return switch (this) {
            case AWAIT,
                    STAT,
                    INFO,
                    SEEK,
                    READABLE_BYTES,
                    PEEK,
                    IDENTITY,
                    LIMIT,
                    READ_LINK,
                    PROCESS,
                    CLOSE,
                    OPEN,
                    POLL_CHANGE -> false;
            case READ, READ_MAPPED, READ_AT, REAP, LIST_DIRECTORY, SIGNAL_NEXT, WATCH_NEXT -> result > 0;
            default -> result >= 0;
        };
    }
}
