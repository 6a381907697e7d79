package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.shell.ShellQuote;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/**
 * A word of a command.
 *
 * @param text as it goes into a script
 * @param value what it is, where that is known
 * @param soft whether a file that was not read may change it
 * @param lines what has to stand before it in a script, definitions of variables first to last
 */
record Piece(byte[] text, byte @Nullable [] value, boolean soft, List<byte[]> lines) {
    /** A word that is known. */
    static Piece of(byte[] value) {
        return new Piece(quoted(value), value, false, List.of());
    }

    static Piece of(String value) {
        return of(Ascii.bytes(value));
    }

    /** The same word, taken for what it most likely is. */
    Piece settled() {
        return value == null ? this : of(value);
    }

    boolean is(String literal) {
        return value != null && Ascii.equal(value, literal);
    }

    boolean startsWith(String literal) {
        return value != null && Ascii.startsWith(value, literal);
    }

    /** What it is, or its text where that is not known. */
    byte[] shown() {
        return value == null ? text : value;
    }

    static byte[] quoted(byte[] value) {
        ByteBuilder quoted = new ByteBuilder(value.length + 2);
        ShellQuote.append(value, quoted);
        return quoted.toBytes();
    }

    /** Adds lines that are not there yet. */
    static void union(List<byte[]> to, List<byte[]> lines) {
        for (byte[] line : lines) {
            boolean there = false;
            for (byte[] other : to) {
                there |= Arrays.equals(line, other);
            }
            if (!there) {
                to.add(line);
            }
        }
    }

    static List<Piece> from(List<Piece> pieces, int index) {
        return index >= pieces.size() ? new ArrayList<>() : new ArrayList<>(pieces.subList(index, pieces.size()));
    }
}
