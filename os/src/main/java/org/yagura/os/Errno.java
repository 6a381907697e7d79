package org.yagura.os;

/** Error numbers of Linux (x86-64 and arm64), and the words in which daemontools has always reported them; scripts look for these words. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int E2BIG = 7;
    public static final int ENOEXEC = 8;
    public static final int EBADF = 9;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int ENOTBLK = 15;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int EXDEV = 18;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOTTY = 25;
    public static final int ETXTBSY = 26;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int ESPIPE = 29;
    public static final int EROFS = 30;
    public static final int EMLINK = 31;
    public static final int EPIPE = 32;
    public static final int EDOM = 33;
    public static final int ERANGE = 34;
    public static final int EDEADLK = 35;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOLCK = 37;
    public static final int ENOSYS = 38;
    public static final int ENOTEMPTY = 39;
    public static final int ELOOP = 40;
    public static final int ENOMSG = 42;
    public static final int EIDRM = 43;
    public static final int ENOSTR = 60;
    public static final int ETIME = 62;
    public static final int ENOSR = 63;
    public static final int ENONET = 64;
    public static final int EREMOTE = 66;
    public static final int ENOLINK = 67;
    public static final int EADV = 68;
    public static final int ESRMNT = 69;
    public static final int ECOMM = 70;
    public static final int EPROTO = 71;
    public static final int EMULTIHOP = 72;
    public static final int EBADMSG = 74;
    public static final int EREMCHG = 78;
    public static final int EUSERS = 87;
    public static final int ENOTSOCK = 88;
    public static final int EDESTADDRREQ = 89;
    public static final int EMSGSIZE = 90;
    public static final int EPROTOTYPE = 91;
    public static final int ENOPROTOOPT = 92;
    public static final int EPROTONOSUPPORT = 93;
    public static final int ESOCKTNOSUPPORT = 94;
    public static final int EOPNOTSUPP = 95;
    public static final int EPFNOSUPPORT = 96;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ENETRESET = 102;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int EISCONN = 106;
    public static final int ENOTCONN = 107;
    public static final int ESHUTDOWN = 108;
    public static final int ETOOMANYREFS = 109;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTDOWN = 112;
    public static final int EHOSTUNREACH = 113;
    public static final int EALREADY = 114;
    public static final int EINPROGRESS = 115;
    public static final int ESTALE = 116;
    public static final int EDQUOT = 122;

    private Errno() {}

    /** Whether a negated errno says that there was too little of what may be free again soon: descriptors or memory. */
    public static boolean isShortage(int result) {
        return result == -EMFILE || result == -ENFILE || result == -ENOMEM;
    }

    /** The same of all that may do well a little later: of disks too, which get room again, or are mounted for writing. */
    public static boolean mayPass(int result) {
        return isShortage(result)
                || result == -ENOLCK
                || result == -ENOSPC
                || result == -EDQUOT
                || result == -EROFS
                || result == -EIO;
    }

    /** The words for an error number above 0, in lower case, as ASCII. */
    public static byte[] phrase(int errno) {
        String words = words(errno);
        byte[] phrase = new byte[words.length()];
        for (int i = 0; i < phrase.length; i++) {
            phrase[i] = (byte) words.charAt(i);
        }
        return phrase;
    }

    private static String words(int errno) {
        return switch (errno) {
            case 0 -> "no error";
            case EPERM -> "permission denied";
            case ENOENT -> "file does not exist";
            case ESRCH -> "no such process";
            case EINTR -> "interrupted system call";
            case EIO -> "input/output error";
            case ENXIO -> "device not configured";
            case E2BIG -> "argument list too long";
            case ENOEXEC -> "exec format error";
            case EBADF -> "file descriptor not open";
            case ECHILD -> "no child processes";
            case EAGAIN -> "temporary failure";
            case ENOMEM -> "out of memory";
            case EACCES -> "access denied";
            case EFAULT -> "bad address";
            case ENOTBLK -> "not a block device";
            case EBUSY -> "device busy";
            case EEXIST -> "file already exists";
            case EXDEV -> "cross-device link";
            case ENODEV -> "device does not support operation";
            case ENOTDIR -> "not a directory";
            case EISDIR -> "is a directory";
            case EINVAL -> "invalid argument";
            case ENFILE -> "system cannot open more files";
            case EMFILE -> "process cannot open more files";
            case ENOTTY -> "not a tty";
            case ETXTBSY -> "text busy";
            case EFBIG -> "file too big";
            case ENOSPC -> "out of disk space";
            case ESPIPE -> "unseekable descriptor";
            case EROFS -> "read-only file system";
            case EMLINK -> "too many links";
            case EPIPE -> "broken pipe";
            case EDOM -> "input out of range";
            case ERANGE -> "output out of range";
            case EDEADLK -> "operation would cause deadlock";
            case ENAMETOOLONG -> "file name too long";
            case ENOLCK -> "no locks available";
            case ENOSYS -> "system call not available";
            case ENOTEMPTY -> "directory not empty";
            case ELOOP -> "symbolic link loop";
            case ENOMSG -> "no message of desired type";
            case EIDRM -> "identifier removed";
            case ENOSTR -> "not a stream device";
            case ETIME -> "timer expired";
            case ENOSR -> "out of stream resources";
            case ENONET -> "machine not on network";
            case EREMOTE -> "too many levels of remote in path";
            case ENOLINK -> "link severed";
            case EADV -> "advertise error";
            case ESRMNT -> "srmount error";
            case ECOMM -> "communication error";
            case EPROTO -> "protocol error";
            case EMULTIHOP -> "multihop attempted";
            case EBADMSG -> "bad message type";
            case EREMCHG -> "remote address changed";
            case EUSERS -> "too many users";
            case ENOTSOCK -> "not a socket";
            case EDESTADDRREQ -> "destination address required";
            case EMSGSIZE -> "message too long";
            case EPROTOTYPE -> "incorrect protocol type";
            case ENOPROTOOPT -> "protocol not available";
            case EPROTONOSUPPORT -> "protocol not supported";
            case ESOCKTNOSUPPORT -> "socket type not supported";
            case EOPNOTSUPP -> "operation not supported";
            case EPFNOSUPPORT -> "protocol family not supported";
            case EAFNOSUPPORT -> "address family not supported";
            case EADDRINUSE -> "address already used";
            case EADDRNOTAVAIL -> "address not available";
            case ENETDOWN -> "network down";
            case ENETUNREACH -> "network unreachable";
            case ENETRESET -> "network reset";
            case ECONNABORTED -> "connection aborted";
            case ECONNRESET -> "connection reset";
            case ENOBUFS -> "out of buffer space";
            case EISCONN -> "already connected";
            case ENOTCONN -> "not connected";
            case ESHUTDOWN -> "socket shut down";
            case ETOOMANYREFS -> "too many references";
            case ETIMEDOUT -> "timed out";
            case ECONNREFUSED -> "connection refused";
            case EHOSTDOWN -> "host down";
            case EHOSTUNREACH -> "host unreachable";
            case EALREADY -> "operation already in progress";
            case EINPROGRESS -> "operation in progress";
            case ESTALE -> "stale NFS file handle";
            case EDQUOT -> "disk quota exceeded";
            default -> "unknown error";
        };
    }
}
