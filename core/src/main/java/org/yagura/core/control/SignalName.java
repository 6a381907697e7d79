package org.yagura.core.control;

import org.yagura.core.text.ByteBuilder;

/** Names of signals, as Linux numbers them on x86-64 and arm64. */
public final class SignalName {
    private static final String[] NAMES = {
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };
    private static final int HIGHEST = 64;

    private SignalName() {}

    /** Names in the order of their numbers, from 1 on, without SIG. */
    public static String[] all() {
        return java.util.Arrays.copyOf(NAMES, NAMES.length);
    }

    /** The number that a name, with or without SIG and in any case, or a decimal number stands for; 0 where it is none. */
    public static int number(byte[] text) {
        int number = 0;
        boolean digits = text.length > 0 && text.length <= 2;
        for (byte b : text) {
            digits &= b >= '0' && b <= '9';
            number = number * 10 + b - '0';
        }
        if (digits) {
            return number <= HIGHEST ? number : 0;
        }
        for (int i = 0; i < NAMES.length; i++) {
            if (matches(text, 0, NAMES[i])
                    || text.length > 3 && matches(text, 0, "SIG", 3) && matches(text, 3, NAMES[i])) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Appends a name with SIG; the number where it has none. */
    public static ByteBuilder append(int signal, ByteBuilder out) {
        if (signal < 1 || signal > NAMES.length) {
            return out.append("signal ").appendDecimal(signal);
        }
        return out.append("SIG").append(NAMES[signal - 1]);
    }

    private static boolean matches(byte[] text, int from, String name) {
        return text.length - from == name.length() && matches(text, from, name, name.length());
    }

    private static boolean matches(byte[] text, int from, String name, int length) {
        for (int i = 0; i < length; i++) {
            int b = text[from + i];
            if ((b >= 'a' && b <= 'z' ? b - 'a' + 'A' : b) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
