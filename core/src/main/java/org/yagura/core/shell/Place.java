package org.yagura.core.shell;

import java.util.Arrays;

/**
 * Where something stands in a script.
 *
 * @param source the whole script
 * @param line its first line, counted from 1
 * @param start its first byte
 * @param end the byte behind its last
 */
public record Place(byte[] source, int line, int start, int end) {
    /** The script's own words. */
    public byte[] text() {
        return Arrays.copyOfRange(source, start, Math.max(start, end));
    }
}
