package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yagura.core.text.Ascii;

/** Files of sections with names and values, as systemd and supervisord have them. */
final class IniFile {
    /** A value, with the section that it is in and the line where it begins. */
    record Entry(int line, byte[] section, byte[] name, byte[] value) {
        boolean is(String wantedSection, String wantedName) {
            return Ascii.equal(section, wantedSection) && Ascii.equal(name, wantedName);
        }
    }

    private final byte[] text;
    private final boolean indented;
    private final List<Entry> entries = new ArrayList<>();
    private byte[] section = Bytes.NONE;
    private int at;
    private int line;

    private IniFile(byte[] text, boolean indented) {
        this.text = text;
        this.indented = indented;
    }

    /**
     * Reads a file.
     *
     * @param indented whether a line that begins with a blank goes on with the value before it, and a semicolon behind a blank begins a
     *     comment; else a backslash at its end joins a line with the next
     */
    static List<Entry> read(byte[] text, boolean indented) {
        IniFile file = new IniFile(text, indented);
        while (file.at < text.length) {
            file.take(file.nextLine());
        }
        return file.entries;
    }

    private byte[] nextLine() {
        int end = Bytes.indexOf(text, '\n', at);
        end = end < 0 ? text.length : end;
        byte[] next = Arrays.copyOfRange(text, at, end);
        at = end + 1;
        line++;
        return next;
    }

    private void take(byte[] raw) {
        int first = line;
        byte[] row = Bytes.trimmed(raw);
        if (row.length == 0 || row[0] == '#' || row[0] == ';') {
            return;
        }
        if (indented && Bytes.isBlank(raw[0]) && !entries.isEmpty()) {
            Entry last = entries.get(entries.size() - 1);
            byte[] more = Ascii.concat(last.value, new byte[] {'\n'}, withoutComment(row));
            entries.set(entries.size() - 1, new Entry(last.line, last.section, last.name, more));
            return;
        }
        while (!indented && Bytes.endsWith(row, "\\") && at < text.length) {
            byte[] next = Bytes.trimmed(nextLine());
            boolean comment = next.length > 0 && (next[0] == '#' || next[0] == ';');
            row = comment ? row : Ascii.concat(Arrays.copyOf(row, row.length - 1), new byte[] {' '}, next);
        }
        if (row[0] == '[' && row[row.length - 1] == ']') {
            section = Arrays.copyOfRange(row, 1, row.length - 1);
            return;
        }
        int equals = Bytes.indexOf(row, '=');
        int colon = indented ? Bytes.indexOf(row, ':') : -1;
        int split = equals < 0 || colon >= 0 && colon < equals ? colon : equals;
        if (split > 0) {
            byte[] value = Bytes.trimmed(Bytes.from(row, split + 1));
            entries.add(new Entry(
                    first,
                    section,
                    Bytes.trimmed(Arrays.copyOf(row, split)),
                    indented ? withoutComment(value) : value));
        }
    }

    private static byte[] withoutComment(byte[] value) {
        for (int i = 1; i < value.length; i++) {
            if (value[i] == ';' && Bytes.isBlank(value[i - 1])) {
                return Bytes.trimmed(Arrays.copyOf(value, i));
            }
        }
        return value;
    }
}
