package org.yagura.core.init;

import java.util.Arrays;
import org.yagura.core.control.SignalName;

/** Signals that stand for others: {@code TERM:QUIT}, or {@code WINCH:0} for one that is dropped. */
public final class Rewrites {
    /** In place of a signal: none. */
    public static final int DROPPED = 0;

    private static final int HIGHEST = 64;

    private final int[] to = new int[HIGHEST + 1];

    public Rewrites() {
        for (int i = 0; i <= HIGHEST; i++) {
            to[i] = i;
        }
    }

    /**
     * Adds what a text says.
     *
     * @param text {@code FROM:TO}, names or numbers; several with commas between
     * @return whether it was understood
     */
    public boolean add(byte[] text) {
        int start = 0;
        while (true) {
            int end = start;
            while (end < text.length && text[end] != ',') {
                end++;
            }
            if (!addOne(text, start, end)) {
                return false;
            }
            if (end == text.length) {
                return true;
            }
            start = end + 1;
        }
    }

    private boolean addOne(byte[] text, int start, int end) {
        int colon = start;
        while (colon < end && text[colon] != ':') {
            colon++;
        }
        if (colon == end) {
            return false;
        }
        int from = SignalName.number(Arrays.copyOfRange(text, start, colon));
        byte[] target = Arrays.copyOfRange(text, colon + 1, end);
        int signal = SignalName.number(target);
        boolean dropped = target.length == 1 && target[0] == '0';
        if (from == 0 || (signal == 0 && !dropped)) {
            return false;
        }
        to[from] = signal;
        return true;
    }

    /** What a signal stands for: itself, another, or {@link #DROPPED}. */
    public int of(int signal) {
        return signal > 0 && signal <= HIGHEST ? to[signal] : signal;
    }
}
