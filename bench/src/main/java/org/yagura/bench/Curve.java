package org.yagura.bench;

/**
 * How something grows with a number: a table, and a plot of it.
 *
 * @param id name in the machine-readable file, and of the plot
 * @param title what it is, for people
 * @param unit unit of the values
 * @param across what the number counts
 * @param better which way is better
 * @param logarithmic whether the values are plotted so; the numbers always are
 * @param note how it was measured, a sentence or two
 */
public record Curve(
        String id, String title, String unit, String across, Figure.Better better, boolean logarithmic, String note) {}
