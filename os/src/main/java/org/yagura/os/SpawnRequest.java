package org.yagura.os;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What to start and how. Made once and used again: only pids change from start to start.
 *
 * <p>The child acts in this order: session, directory, record, moves, limit, announcement, signals, exec. The record comes before the
 * moves, because one of these may close what the child is to hold until it is recorded.
 */
public final class SpawnRequest {
    /** Steps that can fail in the child, for {@link #failedStep}. */
    public static final int STEP_NONE = 0;

    public static final int STEP_DIRECTORY = 1;
    public static final int STEP_MOVE = 2;
    public static final int STEP_LIMIT = 3;
    public static final int STEP_RECORD = 4;
    public static final int STEP_EXEC = 5;
    /** Bytes of {@link #record}. */
    public static final int RECORD_LENGTH = 64;
    /** Bytes of {@link #told} at most. */
    public static final int TOLD_MAX = 104;
    /** Descriptor moves at most. */
    public static final int MOVES_MAX = 20;
    /** Bytes of an announcement at most. */
    public static final int ANNOUNCEMENT_MAX = 1024;
    /** Bytes for the value of {@link #pidVariable}. */
    public static final int PID_DIGITS_MAX = 10;

    /** Program, argument vector and environment; a null environment is this process's own. */
    public final byte[] program;

    public final byte[][] arguments;
    public final byte @Nullable [][] environment;

    /** Whether the child starts a session of its own. */
    public boolean newSession;
    /** Descriptor of the child's current directory, or -1 for ours. */
    public int directoryFd = -1;
    /** The child's soft limit of open files, or -1 to leave it. */
    public long openFilesSoft = -1;
    /**
     * Descriptor of the file that gets the child's record just before exec, or -1. See {@link #record}.
     */
    public int recordFd = -1;
    /**
     * The record, {@link #RECORD_LENGTH} bytes in the layout of core's ChildRecord, with the parent's part filled in; the child fills in
     * its own identity and the checksum, and writes it at position 0 with one call. If that fails the child does not exec.
     */
    public byte @Nullable [] record;
    /**
     * What a program of ours finds as {@link Processes#told}, {@link #TOLD_MAX} bytes at most without a NUL, or null. Another program finds
     * it as a variable of its environment. Only for a child with this process's own environment.
     */
    public byte @Nullable [] told;
    /**
     * What the child writes to its descriptor 2 just before exec, by one write: the first {@link #announcementLength} bytes, with its own
     * pid in decimal for each NUL among them. {@link #ANNOUNCEMENT_MAX} bytes at most; more are not written.
     */
    public byte[] announcement = {};

    public int announcementLength;
    /**
     * Index of the variable in {@link #environment} that the child sets to its own pid, in decimal, or -1. Its value has room for {@link
     * #PID_DIGITS_MAX} bytes.
     */
    public int pidVariable = -1;
    /** Signals that the child gets with their default disposition and unblocked, whatever we were given: a set. */
    public long defaultSignals;

    /** After a spawn: the step that failed, or {@link #STEP_NONE}, and its errno, above 0. */
    public int failedStep;

    public int failedErrno;

    private int[] moveFrom = new int[2];
    private int[] moveTo = new int[2];
    private int moves;

    public SpawnRequest(byte[] program, byte[][] arguments, byte @Nullable [][] environment) {
        this.program = program;
        this.arguments = arguments;
        this.environment = environment;
    }

    /** The child's descriptor {@code to} becomes a duplicate of our {@code from}, inherited over exec. Moves act as if at once. */
    public void move(int from, int to) {
        if (moves == moveFrom.length) {
            moveFrom = Arrays.copyOf(moveFrom, MOVES_MAX);
            moveTo = Arrays.copyOf(moveTo, MOVES_MAX);
        }
        moveFrom[moves] = from;
        moveTo[moves] = to;
        moves++;
    }

    public void clearMoves() {
        moves = 0;
    }

    public int moves() {
        return moves;
    }

    public int moveFrom(int index) {
        return moveFrom[index];
    }

    public int moveTo(int index) {
        return moveTo[index];
    }
}
