package org.yagura.sim.kernel;

import org.yagura.os.Errno;

/** What a process can ask of the kernel, with the error numbers that a fault plan may answer. */
public enum Call {
    OPEN(Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.EIO, Errno.ENOSPC, Errno.EROFS),
    MAKE_DIRECTORY(Errno.ENOSPC, Errno.EDQUOT, Errno.EIO, Errno.ENOMEM, Errno.EROFS),
    MAKE_FIFO(Errno.ENOSPC, Errno.EDQUOT, Errno.EIO, Errno.ENOMEM, Errno.EROFS),
    RENAME(Errno.ENOSPC, Errno.EDQUOT, Errno.EIO, Errno.ENOMEM, Errno.EROFS),
    LINK(Errno.ENOSPC, Errno.EDQUOT, Errno.EIO, Errno.ENOMEM, Errno.EROFS),
    SYMLINK(Errno.ENOSPC, Errno.EDQUOT, Errno.EIO, Errno.ENOMEM, Errno.EROFS),
    UNLINK(Errno.EIO, Errno.ENOMEM, Errno.EROFS, Errno.EBUSY),
    REMOVE_DIRECTORY(Errno.EIO, Errno.ENOMEM, Errno.EROFS, Errno.EBUSY),
    READ_LINK(Errno.EIO, Errno.ENOMEM),
    STAT(Errno.EIO, Errno.ENOMEM),
    LIST_DIRECTORY(Errno.EIO, Errno.ENOMEM),
    CHANGE_DIRECTORY(Errno.EIO),
    READ(Errno.EIO),
    WRITE(Errno.EIO, Errno.ENOSPC, Errno.EDQUOT),
    READ_AT(Errno.EIO),
    WRITE_AT(Errno.EIO, Errno.ENOSPC, Errno.EDQUOT),
    CLOSE,
    SYNC(Errno.EIO, Errno.ENOSPC, Errno.EDQUOT),
    TRUNCATE(Errno.EIO, Errno.EROFS),
    ALLOCATE(Errno.ENOSPC, Errno.EDQUOT, Errno.EIO, Errno.EOPNOTSUPP),
    CHANGE_MODE(Errno.EIO, Errno.ENOMEM, Errno.EROFS),
    INFO(Errno.ENOMEM, Errno.EIO),
    SEEK,
    LOCK(Errno.ENOLCK, Errno.ENOMEM),
    CLAIM(Errno.ENOLCK, Errno.ENOMEM),
    READABLE_BYTES,
    SET_FLAG,
    MAP(Errno.ENOMEM, Errno.ENODEV, Errno.ENFILE),
    READ_MAPPED(Errno.EIO),
    PEEK(Errno.EMFILE, Errno.ENFILE),
    /** Nothing that is called: a put to a mapping, and the copying of a page by a read. For kills only. */
    STORE,
    COPY_PAGE,
    PIPE(Errno.EMFILE, Errno.ENFILE),
    MEMORY_FILE(Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM),
    SOCKET(Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.ENOBUFS),
    BIND(Errno.ENOMEM, Errno.ENOBUFS),
    LISTEN,
    ACCEPT(
            Errno.EMFILE,
            Errno.ENFILE,
            Errno.ENOMEM,
            Errno.ENOBUFS,
            Errno.ECONNABORTED,
            Errno.EPROTO,
            Errno.EPERM,
            Errno.EINTR,
            Errno.EAGAIN),
    CONNECT(Errno.ENOMEM, Errno.ETIMEDOUT),
    FORK(Errno.EAGAIN, Errno.ENOMEM),
    CHILD_DIRECTORY(Errno.EIO, Errno.EACCES),
    CHILD_MOVE,
    CHILD_LIMIT,
    CHILD_RECORD(Errno.EIO, Errno.ENOSPC),
    EXEC(Errno.ENOMEM, Errno.EIO, Errno.ETXTBSY, Errno.EACCES, Errno.EAGAIN, Errno.ENFILE),
    REAP,
    KILL,
    OPEN_PROCESS(Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM),
    PROCESS,
    SIGNALS_OPEN(Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM),
    SIGNAL_NEXT,
    POLL_CHANGE(Errno.ENOMEM, Errno.ENOSPC),
    AWAIT,
    WATCH_OPEN(Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM),
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

    boolean mayFail(int errno) {
        for (int each : errnos) {
            if (each == errno) {
                return true;
            }
        }
        return false;
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
