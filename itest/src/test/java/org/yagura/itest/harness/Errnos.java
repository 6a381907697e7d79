package org.yagura.itest.harness;

import java.util.List;
import java.util.Map;

/** Which errors each system call may give, by its manual page, without that the program asked for something that makes no sense. */
public final class Errnos {
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("EPERM", 1),
            Map.entry("ENOENT", 2),
            Map.entry("ESRCH", 3),
            Map.entry("EINTR", 4),
            Map.entry("EIO", 5),
            Map.entry("ENXIO", 6),
            Map.entry("E2BIG", 7),
            Map.entry("ENOEXEC", 8),
            Map.entry("EBADF", 9),
            Map.entry("ECHILD", 10),
            Map.entry("EAGAIN", 11),
            Map.entry("ENOMEM", 12),
            Map.entry("EACCES", 13),
            Map.entry("EBUSY", 16),
            Map.entry("EEXIST", 17),
            Map.entry("EXDEV", 18),
            Map.entry("ENODEV", 19),
            Map.entry("ENOTDIR", 20),
            Map.entry("EISDIR", 21),
            Map.entry("EINVAL", 22),
            Map.entry("ENFILE", 23),
            Map.entry("EMFILE", 24),
            Map.entry("ENOTTY", 25),
            Map.entry("ETXTBSY", 26),
            Map.entry("ENOSPC", 28),
            Map.entry("ESPIPE", 29),
            Map.entry("EROFS", 30),
            Map.entry("EPIPE", 32),
            Map.entry("ENOLCK", 37),
            Map.entry("ENOSYS", 38),
            Map.entry("ELOOP", 40),
            Map.entry("ENOPROTOOPT", 92),
            Map.entry("EOPNOTSUPP", 95),
            Map.entry("EAFNOSUPPORT", 97),
            Map.entry("EADDRINUSE", 98),
            Map.entry("ENETUNREACH", 101),
            Map.entry("ECONNABORTED", 103),
            Map.entry("ECONNRESET", 104),
            Map.entry("ENOBUFS", 105),
            Map.entry("ENOTCONN", 107),
            Map.entry("ETIMEDOUT", 110),
            Map.entry("ECONNREFUSED", 111),
            Map.entry("EDQUOT", 122));

    private static final Map<String, String> PHRASES = Map.ofEntries(
            Map.entry("EPERM", "permission denied"),
            Map.entry("ENOENT", "file does not exist"),
            Map.entry("ESRCH", "no such process"),
            Map.entry("EINTR", "interrupted system call"),
            Map.entry("EIO", "input/output error"),
            Map.entry("ENXIO", "device not configured"),
            Map.entry("E2BIG", "argument list too long"),
            Map.entry("ENOEXEC", "exec format error"),
            Map.entry("EBADF", "file descriptor not open"),
            Map.entry("ECHILD", "no child processes"),
            Map.entry("EAGAIN", "temporary failure"),
            Map.entry("ENOMEM", "out of memory"),
            Map.entry("EACCES", "access denied"),
            Map.entry("EBUSY", "device busy"),
            Map.entry("EEXIST", "file already exists"),
            Map.entry("EXDEV", "cross-device link"),
            Map.entry("ENODEV", "device does not support operation"),
            Map.entry("ENOTDIR", "not a directory"),
            Map.entry("EISDIR", "is a directory"),
            Map.entry("EINVAL", "invalid argument"),
            Map.entry("ENFILE", "system cannot open more files"),
            Map.entry("EMFILE", "process cannot open more files"),
            Map.entry("ENOTTY", "not a tty"),
            Map.entry("ETXTBSY", "text busy"),
            Map.entry("ENOSPC", "out of disk space"),
            Map.entry("ESPIPE", "unseekable descriptor"),
            Map.entry("EROFS", "read-only file system"),
            Map.entry("EPIPE", "broken pipe"),
            Map.entry("ENOLCK", "no locks available"),
            Map.entry("ENOSYS", "system call not available"),
            Map.entry("ELOOP", "symbolic link loop"),
            Map.entry("ENOPROTOOPT", "protocol not available"),
            Map.entry("EOPNOTSUPP", "operation not supported"),
            Map.entry("EAFNOSUPPORT", "address family not supported"),
            Map.entry("EADDRINUSE", "address already used"),
            Map.entry("ENETUNREACH", "network unreachable"),
            Map.entry("ECONNABORTED", "connection aborted"),
            Map.entry("ECONNRESET", "connection reset"),
            Map.entry("ENOBUFS", "out of buffer space"),
            Map.entry("ENOTCONN", "not connected"),
            Map.entry("ETIMEDOUT", "timed out"),
            Map.entry("ECONNREFUSED", "connection refused"),
            Map.entry("EDQUOT", "disk quota exceeded"));

    private Errnos() {}

    public static int number(String errno) {
        return NUMBERS.get(errno);
    }

    /** The words for it in a message. */
    public static String phrase(String errno) {
        return PHRASES.get(errno);
    }

    /** The errors of a call, the likeliest first; none where it cannot fail, or where the C library makes it before the program begins. */
    public static List<String> of(String call) {
        return switch (call) {
            case "read", "pread64", "readv" -> List.of("EIO", "EINTR", "EAGAIN", "EISDIR");
            case "write", "pwrite64", "writev" -> List.of("ENOSPC", "EIO", "EINTR", "EAGAIN", "EPIPE", "EDQUOT");
            case "open", "openat" ->
                List.of("EACCES", "ENOENT", "EMFILE", "ENFILE", "ENOSPC", "EIO", "EINTR", "ELOOP", "ENOMEM", "EROFS");
            case "close" -> List.of("EIO", "EINTR");
            case "fsync", "fdatasync", "msync" -> List.of("EIO", "ENOSPC", "EDQUOT");
            case "rename", "renameat", "renameat2" -> List.of("EACCES", "ENOSPC", "EIO", "EROFS", "EXDEV");
            case "unlink", "unlinkat", "rmdir" -> List.of("EACCES", "ENOENT", "EIO", "EROFS", "EBUSY");
            case "mkdir", "mkdirat", "mknod", "mknodat", "symlink", "symlinkat", "link", "linkat" ->
                List.of("EACCES", "EEXIST", "ENOSPC", "EROFS", "EIO");
            case "chdir", "fchdir" -> List.of("EACCES", "ENOENT", "EIO");
            case "fchmod", "fchmodat", "chmod", "fchown", "fchownat", "utimensat" -> List.of("EPERM", "EROFS", "EIO");
            case "stat", "lstat", "fstat", "newfstatat", "statx", "access", "faccessat" ->
                List.of("EACCES", "ENOENT", "EIO", "ENOMEM");
            case "lseek" -> List.of("ESPIPE");
            case "mmap", "mprotect", "brk", "mremap" -> List.of("ENOMEM");
            case "fcntl", "dup", "dup2", "dup3" -> List.of("EMFILE", "EBADF");
            case "flock" -> List.of("EAGAIN", "EINTR", "ENOLCK");
            case "ioctl" -> List.of("ENOTTY", "EINVAL", "EIO");
            case "pipe", "pipe2", "eventfd2", "timerfd_create", "memfd_create" -> List.of("EMFILE", "ENFILE", "ENOMEM");
            case "fork", "vfork", "clone", "clone3" -> List.of("EAGAIN", "ENOMEM");
            case "execve" -> List.of("EACCES", "ENOENT", "ENOMEM", "EIO", "E2BIG", "ETXTBSY", "ENOEXEC");
            case "kill", "tkill" -> List.of("EPERM", "ESRCH");
            case "pidfd_open", "pidfd_send_signal" -> List.of("ENOSYS", "ESRCH", "EPERM", "EMFILE", "ENOMEM");
            case "epoll_create", "epoll_create1", "signalfd", "signalfd4", "inotify_init1" ->
                List.of("EMFILE", "ENFILE", "ENOMEM");
            case "epoll_ctl" -> List.of("ENOMEM", "ENOSPC");
            case "inotify_add_watch" -> List.of("ENOSPC", "ENOMEM", "EACCES");
            case "inotify_rm_watch" -> List.of("EINVAL");
            case "epoll_wait", "epoll_pwait", "poll", "ppoll" -> List.of("EINTR", "ENOMEM");
            case "setuid", "setgid", "setgroups" -> List.of("EPERM", "EAGAIN", "EINVAL");
            case "setsid", "prlimit64", "setrlimit", "getrlimit" -> List.of("EPERM");
            case "prctl" -> List.of("EINVAL");
            case "getrandom" -> List.of("ENOSYS", "EINTR");
            case "statfs", "fstatfs" -> List.of("EIO", "ENOSYS", "EACCES");
            case "fallocate" -> List.of("ENOSPC", "EOPNOTSUPP", "EINTR", "EIO");
            case "ftruncate", "truncate" -> List.of("EIO", "EINTR", "EROFS");
            case "socket", "socketpair" -> List.of("EMFILE", "ENFILE", "ENOBUFS", "EAFNOSUPPORT");
            case "bind", "listen" -> List.of("EADDRINUSE", "EACCES");
            case "accept", "accept4" ->
                List.of("ECONNABORTED", "EMFILE", "ENFILE", "ENOBUFS", "EAGAIN", "EINTR", "EPERM");
            // after EINTR the connection is on its way: a call that was not made at all cannot pretend that
            case "connect" -> List.of("ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH");
            case "getsockname", "getpeername", "shutdown" -> List.of("ENOTCONN", "ENOBUFS");
            case "setsockopt", "getsockopt" -> List.of("ENOPROTOOPT", "ENOMEM");
            case "sendto", "sendmsg" -> List.of("ECONNRESET", "ENOBUFS", "EINTR", "EAGAIN");
            case "recvfrom", "recvmsg" -> List.of("ECONNREFUSED", "ENOMEM", "EINTR", "EAGAIN");
            case "getdents64", "getdents" -> List.of("EIO", "ENOENT");
            case "readlink", "readlinkat" -> List.of("EACCES", "ENOENT", "EIO", "EINVAL");
            case "tee", "splice" -> List.of("ENOMEM", "EINTR", "EAGAIN", "EINVAL");
            case "arch_prctl", "set_tid_address", "rt_sigprocmask", "rt_sigaction", "rt_sigtimedwait" -> List.of();
            // never waits here
            case "wait4", "waitid" -> List.of();
            case "gettid", "getpid", "getppid", "getuid", "getgid", "geteuid", "getegid", "getgroups" -> List.of();
            case "exit_group", "exit", "umask", "clock_gettime", "munmap", "madvise", "rt_sigreturn", "getcwd" ->
                List.of();
            default -> throw new IllegalArgumentException("which errors has " + call + "? Add it here.");
        };
    }
}
