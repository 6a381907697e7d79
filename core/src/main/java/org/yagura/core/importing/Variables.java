package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;

/** The variables of a script at one place of it, as far as they are known. */
final class Variables {
    /** Variables that a process has been given already, so that they are exported once they are set. */
    private static final String[] GIVEN = {
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "SHELL",
        "LANG",
        "LC_ALL",
        "TERM",
        "TZ",
        "PWD",
        "HOSTNAME",
        "UID",
        "RANDOM",
        "PPID"
    };

    private static final int MAX = 2000;
    private static final int LINES_MAX = 200;
    /** Files that are not known, beyond which no more are kept: each concerns all variables. */
    private static final int SOURCES_MAX = 20;

    /**
     * A variable.
     *
     * @param value its value, where it is known
     * @param soft whether a file that was not read may have changed it
     * @param lines the lines that set it
     */
    record Variable(byte[] name, byte @Nullable [] value, boolean soft, boolean exported, List<byte[]> lines) {}

    private final List<Variable> all = new ArrayList<>();
    /** Lines that read files which were not there: what is set nowhere else is set by them. */
    private final List<byte[]> sources = new ArrayList<>();

    Variables() {}

    /** The same, for a subshell. */
    Variables(Variables other) {
        all.addAll(other.all);
        sources.addAll(other.sources);
    }

    @Nullable
    Variable find(byte[] name) {
        for (Variable variable : all) {
            if (Arrays.equals(variable.name, name)) {
                return variable;
            }
        }
        return null;
    }

    /** A variable's value where it is known, else null. */
    byte @Nullable [] value(byte[] name) {
        Variable variable = find(name);
        return variable == null ? null : variable.value;
    }

    byte @Nullable [] value(String name) {
        return value(Ascii.bytes(name));
    }

    List<Variable> all() {
        return all;
    }

    /** Lines that read what was not there. */
    List<byte[]> sources() {
        return sources;
    }

    static boolean isGiven(byte[] name) {
        boolean given = false;
        for (String one : GIVEN) {
            given |= Ascii.equal(name, one);
        }
        return given;
    }

    /** Sets a variable to something that is known. */
    void set(byte[] name, byte[] value) {
        List<byte[]> lines = new ArrayList<>();
        lines.add(Ascii.concat(name, new byte[] {'='}, Piece.quoted(value)));
        put(new Variable(name, value, false, isExported(name), lines));
    }

    /** Sets a variable to what a line makes of others. */
    void set(byte[] name, Piece piece) {
        if (piece.value() != null && !piece.soft()) {
            set(name, piece.value());
            return;
        }
        List<byte[]> lines = new ArrayList<>(piece.lines());
        lines.add(Ascii.concat(name, new byte[] {'='}, piece.text()));
        put(new Variable(name, piece.value(), piece.soft(), isExported(name), lines));
    }

    void export(byte[] name) {
        Variable variable = find(name);
        if (variable == null) {
            put(new Variable(name, sources.isEmpty() ? Bytes.NONE : null, false, true, new ArrayList<>(sources)));
        } else {
            put(new Variable(name, variable.value, variable.soft, true, variable.lines));
        }
    }

    void remove(byte[] name) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (Arrays.equals(all.get(i).name, name)) {
                all.remove(i);
            }
        }
    }

    /** A file is read here that is not known: all that was set may be something else behind it. */
    void readUnknown(byte[] line) {
        if (sources.size() >= SOURCES_MAX) {
            return;
        }
        List<byte[]> one = new ArrayList<>();
        one.add(line);
        for (int i = 0; i < all.size(); i++) {
            Variable variable = all.get(i);
            List<byte[]> lines = new ArrayList<>(variable.lines);
            Piece.union(lines, one);
            if (lines.size() <= LINES_MAX) {
                all.set(i, new Variable(variable.name, variable.value, true, variable.exported, lines));
            }
        }
        Piece.union(sources, one);
    }

    private boolean isExported(byte[] name) {
        Variable variable = find(name);
        return variable == null ? isGiven(name) : variable.exported;
    }

    private void put(Variable variable) {
        for (int i = 0; i < all.size(); i++) {
            if (Arrays.equals(all.get(i).name, variable.name)) {
                all.set(i, variable);
                return;
            }
        }
        if (all.size() < MAX && variable.lines.size() <= LINES_MAX) {
            all.add(variable);
        }
    }
}
