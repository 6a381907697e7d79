package org.yagura.core.shell;

/**
 * Something in a script that a POSIX shell does not have, or that cannot be read.
 *
 * @param harmless whether what it means is known all the same
 */
public record Remark(int line, String text, boolean harmless) {}
