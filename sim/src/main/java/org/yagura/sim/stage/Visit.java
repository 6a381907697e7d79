package org.yagura.sim.stage;

/**
 * What a client does.
 *
 * @param number the last byte of its address, 127.0.0.x
 * @param header what a proxy says before, or nothing
 * @param way how it goes on
 * @param ms how long that takes, see {@link Way}
 * @param workMs how long the program works for it, once it has asked
 */
public record Visit(int number, String header, Way way, long ms, long workMs) {
    /** Ways of a client. */
    public enum Way {
        /** Asks after {@code ms}, and waits for the answer. */
        ASK,
        /** Asks byte by byte, {@code ms} apart, and waits for the answer. */
        SLOW,
        /** Says nothing, and closes after {@code ms}. */
        SILENT,
        /** Asks, does not wait for the answer, and closes after {@code ms}. */
        LEAVE,
        /** Asks, and resets the connection after {@code ms}. */
        RESET
    }

    /** A client that asks at once. */
    public static Visit ask(int number, long workMs) {
        return new Visit(number, "", Way.ASK, 0, workMs);
    }

    public Visit withHeader(String newHeader) {
        return new Visit(number, newHeader, way, ms, workMs);
    }

    @Override
    public String toString() {
        return way + " from " + number + ", " + ms + " ms, work " + workMs + " ms"
                + (header.isEmpty() ? "" : ", " + header.trim());
    }
}
