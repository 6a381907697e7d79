package org.yagura.core.log;

/**
 * A file of a script that holds the last selected line.
 *
 * @param path as the user gave it
 * @param branch where its line comes from
 */
public record StatusSpec(byte[] path, Branch branch) {}
