package org.yagura.tools;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;

/** How a tool was called. The environment is fetched when it is first asked for: most tools give it on as they got it. */
public final class Invocation {
    private final byte @Nullable [] executable;
    private final byte[][] arguments;
    private final Supplier<byte[][]> fetch;
    private byte @Nullable [][] environment;

    /**
     * @param executable absolute path of this program's file, noted at start; null where it could not be found out
     * @param arguments the arguments after the tool's name, as raw bytes
     * @param fetch gives the environment, {@code NAME=value} each, as raw bytes
     */
    public Invocation(byte @Nullable [] executable, byte[][] arguments, Supplier<byte[][]> fetch) {
        this.executable = executable;
        this.arguments = arguments;
        this.fetch = fetch;
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
            all = fetch.get();
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
