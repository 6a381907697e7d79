package org.yagura.os;

/** Signal numbers of Linux on x86-64 and arm64. */
public final class Signal {
    public static final int HUP = 1;
    public static final int INT = 2;
    public static final int QUIT = 3;
    public static final int KILL = 9;
    public static final int USR1 = 10;
    public static final int USR2 = 12;
    public static final int PIPE = 13;
    public static final int ALRM = 14;
    public static final int TERM = 15;
    public static final int CHLD = 17;
    public static final int CONT = 18;
    public static final int STOP = 19;
    public static final int TSTP = 20;
    public static final int WINCH = 28;

    private Signal() {}

    /** The bit of one signal in a set: bit 0 is signal 1. */
    public static long bit(int signal) {
        return 1L << (signal - 1);
    }
}
