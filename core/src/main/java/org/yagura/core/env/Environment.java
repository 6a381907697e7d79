package org.yagura.core.env;

import java.util.Arrays;
import org.yagura.core.text.Ascii;

/**
 * An environment that is being changed. The order is what daemontools leaves: what is removed is replaced by the last entry, what is set
 * goes to the end.
 */
public final class Environment {
    private static final byte[] EQUALS = {'='};

    private byte[][] entries;
    private int count;

    /** @param initial entries {@code NAME=value}; the array is not changed */
    public Environment(byte[][] initial) {
        entries = Arrays.copyOf(initial, initial.length + 4);
        count = initial.length;
    }

    /** Sets a variable, whatever it was. */
    public void set(byte[] name, byte[] value) {
        remove(name);
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, count * 2);
        }
        entries[count++] = Ascii.concat(name, EQUALS, value);
    }

    /** Removes a variable, if it is there. */
    public void remove(byte[] name) {
        for (int i = 0; i < count; i++) {
            if (isOf(entries[i], name)) {
                entries[i] = entries[--count];
                return;
            }
        }
    }

    /** The entries as they stand. */
    public byte[][] entries() {
        return Arrays.copyOf(entries, count);
    }

    private static boolean isOf(byte[] entry, byte[] name) {
        return entry.length > name.length
                && entry[name.length] == '='
                && Arrays.equals(entry, 0, name.length, name, 0, name.length);
    }
}
