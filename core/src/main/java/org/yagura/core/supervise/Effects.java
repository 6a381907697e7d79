package org.yagura.core.supervise;

/** What is to be done, in order. Of fixed capacity; one event never asks for more. */
public final class Effects {
    /**
     * An end asks for a NOTIFY, a PUBLISH and a START; each of the programs that are not there asks for the next instead, up to three
     * times; then come a NOTIFY and a PUBLISH, or a PUBLISH and an END.
     */
    public static final int MAX = 12;

    /** In place of a wait status: the child has just started. No wait status is negative. */
    public static final int STARTED = -1;

    private final Effect[] kinds = new Effect[MAX];
    private final Program[] programs = new Program[MAX];
    private final int[] signals = new int[MAX];
    private final int[] details = new int[MAX];
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

    /** Whether a {@link Effect#SIGNAL} is for the child's process group. */
    public boolean toGroup(int index) {
        return details[index] != 0;
    }

    /** Whom a {@link Effect#NOTIFY} tells of: the child's pid. */
    public int pid(int index) {
        return signals[index];
    }

    /** How the child of a {@link Effect#NOTIFY} has ended, or {@link #STARTED}. */
    public int waitStatus(int index) {
        return details[index];
    }

    /** What is to be started, or, with a {@link Effect#NOTIFY}, what was. */
    public Program program(int index) {
        return programs[index];
    }

    void add(Effect kind) {
        add(kind, 0, 0);
    }

    /** Asks for PUBLISH, unless that is what was asked for last. */
    void addPublish() {
        if (count == 0 || kinds[count - 1] != Effect.PUBLISH) {
            add(Effect.PUBLISH);
        }
    }

    void addStart(Program program) {
        programs[count] = program;
        add(Effect.START, 0, 0);
    }

    void addSignal(int signal, boolean toGroup) {
        add(Effect.SIGNAL, signal, toGroup ? 1 : 0);
    }

    void addNotify(Program program, int pid, int waitStatus) {
        programs[count] = program;
        add(Effect.NOTIFY, pid, waitStatus);
    }

    private void add(Effect kind, int signal, int detail) {
        if (count == MAX) {
            throw new IllegalStateException("effects overflow");
        }
        kinds[count] = kind;
        signals[count] = signal;
        details[count] = detail;
        count++;
    }
}
