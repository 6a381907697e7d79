package org.yagura.core.supervise;

/** What is to be done, in order. Of fixed capacity; one event never asks for more. */
public final class Effects {
    /** TERM, CONT and PUBLISH twice, PUBLISH and END are the most that one event asks for, and the answer to START asks for a PUBLISH. */
    public static final int MAX = 8;

    private final Effect[] kinds = new Effect[MAX];
    private final int[] signals = new int[MAX];
    private int count;

    public void clear() {
        count = 0;
    }

    public int count() {
        return count;
    }

    public Effect kind(int index) {
        return kinds[index];
    }

    /** The signal of a {@link Effect#SIGNAL}. */
    public int signal(int index) {
        return signals[index];
    }

    void add(Effect kind) {
        add(kind, 0);
    }

    void addSignal(int signal) {
        add(Effect.SIGNAL, signal);
    }

    private void add(Effect kind, int signal) {
        if (count == MAX) {
            throw new IllegalStateException("effects overflow");
        }
        kinds[count] = kind;
        signals[count] = signal;
        count++;
    }
}
