package org.yagura.os;

/** How to open a file: bits of our own, because Linux gives some of them different values on different processors. */
public final class OpenFlag {
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int READ_WRITE = 2;
    public static final int CREATE = 1 << 2;
    public static final int TRUNCATE = 1 << 3;
    public static final int APPEND = 1 << 4;
    public static final int NONBLOCK = 1 << 5;
    public static final int DIRECTORY = 1 << 6;
    /** Fails with ELOOP where the last part of the name is a symbolic link. */
    public static final int NOFOLLOW = 1 << 7;
    /** With CREATE: fails with EEXIST where the name is taken. */
    public static final int EXCLUSIVE = 1 << 8;
    /** The descriptor goes to programs that are exec'd, and takes the lowest free number, even 0 to 2. */
    public static final int INHERIT = 1 << 9;
    /** Only a handle on the name: for FileInfo and as a directory's descriptor. */
    public static final int PATH = 1 << 10;

    private OpenFlag() {}
}
