package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.shell.Command.Simple;
import org.yagura.core.shell.Word;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** Commands that change the shell itself. */
final class Builtins {
    private final Walk walk;
    private final List<RcImport.Given> given;
    private int reading;

    Builtins(Walk walk, List<RcImport.Given> given) {
        this.walk = walk;
        this.given = given;
    }

    /** Does what a built-in command does. @return how it ends, or null where it is none */
    @Nullable
    Truth run(List<Piece> words, Simple simple) {
        Piece first = words.get(0);
        byte[] name = first.shown();
        if (NameSet.has(": true", name)) {
            return Truth.YES;
        }
        if (first.is("false")) {
            return Truth.NO;
        }
        if (NameSet.has("test [", name)) {
            boolean bracket = first.is("[") && words.get(words.size() - 1).is("]");
            return Tests.of(words.subList(1, words.size() - (bracket ? 1 : 0)));
        }
        if (NameSet.has("exit return break continue rc_exit", name)) {
            walk.flow = NameSet.has("exit rc_exit", name)
                    ? Walk.Flow.END
                    : first.is("return") ? Walk.Flow.OUT_OF_FUNCTION : Walk.Flow.OUT_OF_LOOP;
            return Truth.YES;
        }
        if (NameSet.has("export readonly local declare typeset", name)) {
            declare(first.is("export"), simple);
            return Truth.YES;
        }
        if (NameSet.has(". source", name) && words.size() > 1) {
            read(words, simple.place().line());
            return Truth.UNKNOWN;
        }
        return change(name, words, simple);
    }

    private @Nullable Truth change(byte[] name, List<Piece> words, Simple simple) {
        Surroundings around = walk.around;
        int count = words.size();
        if (NameSet.has("cd chdir", name)) {
            if (count > 1) {
                around.directory = within(around.directory, words.get(count - 1));
            }
        } else if (NameSet.has("umask", name)) {
            around.umask = count > 1 ? words.get(1) : around.umask;
        } else if (NameSet.has("ulimit", name)) {
            around.limits.add(line(words));
        } else if (NameSet.has("unset", name)) {
            for (Piece word : words.subList(1, count)) {
                around.variables.remove(word.shown());
            }
        } else if (NameSet.has("shift", name)) {
            int shift = count > 1 ? Bytes.number(words.get(1).shown(), 0) : 1;
            around.positional = Piece.from(around.positional, shift);
        } else if (NameSet.has("set", name)) {
            if (count > 1 && words.get(1).is("--")) {
                around.positional = Piece.from(words, 2);
            }
        } else if (NameSet.has("eval", name)) {
            walk.report.decide(
                    simple.place().line(),
                    Bytes.NONE,
                    "eval is not followed: ",
                    simple.place().text());
        } else if (NameSet.has("exec", name) && count == 1) {
            walk.report.understood(
                    simple.place().line(), Bytes.NONE, "where the script itself writes concerns no service");
        } else {
            return null;
        }
        return Truth.YES;
    }

    private static Piece within(@Nullable Piece directory, Piece to) {
        boolean relative = to.value() != null && !to.startsWith("/");
        if (directory == null || !relative || to.value() == null) {
            return to;
        }
        byte[] slash = {'/'};
        if (directory.value() != null && !directory.soft() && !to.soft()) {
            return Piece.of(Ascii.concat(directory.value(), slash, to.value()));
        }
        List<byte[]> lines = new ArrayList<>(directory.lines());
        Piece.union(lines, to.lines());
        return new Piece(Ascii.concat(directory.text(), slash, to.text()), null, true, lines);
    }

    private static byte[] line(List<Piece> words) {
        ByteBuilder line = new ByteBuilder(32);
        for (Piece word : words) {
            if (line.length() > 0) {
                line.append((byte) ' ');
            }
            line.append(word.text());
        }
        return line.toBytes();
    }

    private void declare(boolean export, Simple simple) {
        for (Word word : simple.words().subList(1, simple.words().size())) {
            Piece piece = walk.expansion().one(word);
            byte[] whole = piece.value() == null ? piece.text() : piece.value();
            int equals = Bytes.indexOf(whole, '=');
            byte[] name = equals < 0 ? whole : Arrays.copyOf(whole, equals);
            boolean plain = name.length > 0;
            for (byte b : name) {
                plain &= Bytes.isNameByte(b);
            }
            if (!plain) {
                continue;
            }
            if (equals >= 0) {
                byte[] value = piece.value() == null ? null : Bytes.from(piece.value(), equals + 1);
                byte[] text = Bytes.from(piece.text(), Bytes.indexOf(piece.text(), '=') + 1);
                walk.around.variables.set(
                        name,
                        value != null && !piece.soft()
                                ? Piece.of(value)
                                : new Piece(text, value, piece.soft(), piece.lines()));
            }
            if (export) {
                walk.around.variables.export(name);
            }
        }
    }

    /** {@code . FILE}. */
    private void read(List<Piece> words, int line) {
        Piece file = words.get(1);
        byte[] path = file.shown();
        if (Ordinary.isLibrary(path)) {
            walk.report.understood(line, Bytes.NONE, path, " holds functions, which are known");
            return;
        }
        if (words.size() > 2 || Starts.isStartScript(path)) {
            walk.starts.otherScript(line, path);
            return;
        }
        for (RcImport.Given one : given) {
            if (Arrays.equals(Bytes.base(one.path()), Bytes.base(path)) && reading < 8) {
                reading++;
                walk.report.understood(line, Bytes.NONE, "reads ", path, ", taken as it is now");
                walk.script(one.content(), 1, false);
                reading--;
                walk.flow = Walk.Flow.ON;
                return;
            }
        }
        byte[] text = file.value() == null || file.soft() ? file.text() : Piece.quoted(path);
        walk.around.variables.readUnknown(Ascii.concat(Ascii.bytes("[ ! -r "), text, Ascii.bytes(" ] || . "), text));
        walk.report.guessed(
                line,
                Bytes.NONE,
                "reads ",
                path,
                ": what it sets is read again when a service starts (--given takes it in now)");
    }
}
