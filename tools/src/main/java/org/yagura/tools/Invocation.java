package org.yagura.tools;

import org.jspecify.annotations.Nullable;

/**
 * How a tool was called.
 *
 * @param executable absolute path of this program's file, noted at start; null where it could not be found out
 * @param arguments the arguments after the tool's name, as raw bytes
 * @param environment the environment, {@code NAME=value} each, as raw bytes
 */
public record Invocation(byte @Nullable [] executable, byte[][] arguments, byte[][] environment) {
    /** The value of an environment variable, or null where it is not set. */
    public byte @Nullable [] variable(String name) {
        for (byte[] entry : environment) {
            int length = name.length();
            if (entry.length > length && entry[length] == '=' && org.yagura.core.text.Ascii.startsWith(entry, name)) {
                return java.util.Arrays.copyOfRange(entry, length + 1, entry.length);
            }
        }
        return null;
    }
}
