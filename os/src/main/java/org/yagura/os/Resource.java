package org.yagura.os;

/** Resources that can be limited: Linux's numbers on x86-64 and arm64. */
public final class Resource {
    public static final int CPU_SECONDS = 0;
    public static final int FILE_SIZE = 1;
    public static final int DATA = 2;
    public static final int STACK = 3;
    public static final int CORE = 4;
    public static final int RESIDENT = 5;
    public static final int PROCESSES = 6;
    public static final int OPEN_FILES = 7;
    public static final int LOCKED_MEMORY = 8;
    public static final int ADDRESS_SPACE = 9;

    private Resource() {}
}
