package org.yagura.bench;

/**
 * One thing that is measured.
 *
 * @param id name in the machine-readable file
 * @param title what it is, for people
 * @param unit unit of the values
 * @param better which way is better
 * @param note how it was measured, a sentence or two
 */
public record Figure(String id, String title, String unit, Better better, String note) {
    /** Which way is better. */
    public enum Better {
        LESS,
        MORE
    }
}
