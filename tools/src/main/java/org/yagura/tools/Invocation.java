package org.yagura.tools;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;

/** How a tool was called. The environment is fetched when it is first asked for: most tools give it on as they got it. */
public final class Invocation {
    private final byte @Nullable [] executable;
    private final byte[][] arguments;
    private final Variables variables;
    private byte @Nullable [][] environment;

    /** Whoever knows the environment, {@code NAME=value} each, as raw bytes. */
    @FunctionalInterface
    public interface Variables {
        byte[][] fetch();
    }

    /**
     * @param executable absolute path of this program's file, noted at start; null where it could not be found out
     * @param arguments the arguments after the tool's name, as raw bytes
     * @param variables is asked once at most
     */
    public Invocation(byte @Nullable [] executable, byte[][] arguments, Variables variables) {
        this.executable = executable;
        this.arguments = arguments;
        this.variables = variables;
    }

    /** Absolute path of this program's file, noted at start; null where it could not be found out. */
    public byte @Nullable [] executable() {
        return executable;
    }

    /** The arguments after the tool's name, as raw bytes. */
    public byte[][] arguments() {
        return arguments;
    }

    /** The environment, {@code NAME=value} each, as raw bytes. */
    public byte[][] environment() {
        byte[][] all = environment;
        if (all == null) {
            all = variables.fetch();
            environment = all;
        }
        return all;
    }

    /** The value of an environment variable, or null where it is not set. */
    public byte @Nullable [] variable(String name) {
        for (byte[] entry : environment()) {
            int length = name.length();
            if (entry.length > length && entry[length] == '=' && Ascii.startsWith(entry, name)) {
                return Arrays.copyOfRange(entry, length + 1, entry.length);
            }
        }
        return null;
    }
}
