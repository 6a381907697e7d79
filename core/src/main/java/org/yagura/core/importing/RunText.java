package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.importing.Variables.Variable;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** Writes {@code run} and {@code log/run}. */
final class RunText {
    private static final int COLUMN_MAX = 100;
    private static final byte[] MAIN = Ascii.bytes("./main");
    private static final byte[] SHELL = Ascii.bytes("#!/bin/sh\n");

    private RunText() {}

    /** The service directory of a draft. */
    static ServicePlan plan(Draft draft, Settings settings, byte[] file) {
        ServicePlan plan = new ServicePlan(draft.name);
        byte[] run = run(draft, file);
        if (draft.secret) {
            plan.secretProgram("run", run);
        } else {
            plan.program("run", run);
        }
        if (draft.killAfter.length > 0) {
            plan.file("kill-after", Ascii.concat(draft.killAfter, new byte[] {'\n'}));
        }
        if (draft.down) {
            plan.file("down", Bytes.NONE);
        }
        for (int i = 1; i < draft.before.size(); i++) {
            byte[] user = draft.before.get(i).value();
            if (draft.before.get(i - 1).is("setuidgid") && user != null) {
                plan.user(user);
            }
        }
        logger(plan, draft.log, settings);
        return plan;
    }

    static ByteBuilder begin(byte[] file, int line) {
        ByteBuilder text = new ByteBuilder(256).append(SHELL).append("# from ");
        for (byte b : file) {
            text.append(b == '\n' ? (byte) '?' : b);
        }
        if (line > 0) {
            text.append(", line ").appendDecimal(line);
        }
        return text.append("\nexec 2>&1\n");
    }

    private static byte[] run(Draft draft, byte[] file) {
        ByteBuilder text = begin(file, draft.line);
        List<byte[]> lines = new ArrayList<>();
        exports(draft, lines);
        for (Piece piece : draft.before) {
            Piece.union(lines, piece.lines());
        }
        for (Piece piece : draft.program) {
            Piece.union(lines, piece.lines());
        }
        Surroundings around = draft.around;
        if (around.directory != null) {
            Piece.union(lines, around.directory.lines());
        }
        lines.addAll(around.limits);
        if (around.umask != null) {
            lines.add(Ascii.concat(Ascii.bytes("umask "), around.umask.text()));
        }
        for (byte[] line : lines) {
            text.append(line).append((byte) '\n');
        }
        for (byte[] line : draft.preparations) {
            text.append(line).append((byte) '\n');
        }
        if (around.directory != null) {
            text.append("cd ").append(around.directory.text()).append(" || exit 111\n");
        }
        if (draft.script != null) {
            return text.append(draft.script).append((byte) '\n').toBytes();
        }
        List<byte[]> words = new ArrayList<>();
        words.add(Ascii.bytes("exec"));
        addTexts(draft.before, words);
        addTexts(draft.program, words);
        words.addAll(draft.redirections);
        appendWords(words, text);
        return text.toBytes();
    }

    private static void addTexts(List<Piece> pieces, List<byte[]> to) {
        for (Piece piece : pieces) {
            to.add(piece.text());
        }
    }

    /** Appends a command, on several lines where it is long. */
    static void appendWords(List<byte[]> words, ByteBuilder text) {
        int column = 0;
        for (byte[] word : words) {
            if (column > 0 && column + word.length > COLUMN_MAX) {
                text.append(" \\\n   ");
                column = 3;
            }
            if (column > 0) {
                text.append((byte) ' ');
            }
            text.append(word);
            column += word.length + 1;
        }
        text.append((byte) '\n');
    }

    /** What the script exports. Its PATH comes before ours, on which the tools are found. */
    private static void exports(Draft draft, List<byte[]> lines) {
        for (Variable variable : draft.around.variables.all()) {
            if (!variable.exported() || variable.lines().isEmpty()) {
                continue;
            }
            boolean path = Ascii.equal(variable.name(), "PATH");
            if (path) {
                for (byte[] line : variable.lines()) {
                    boolean sets = Ascii.startsWith(line, "PATH=")
                            && !Bytes.contains(line, "$PATH")
                            && !Bytes.contains(line, "${PATH");
                    byte[] kept = sets ? Ascii.concat(line, Ascii.bytes(":$PATH")) : line;
                    Piece.union(lines, List.of(kept));
                }
            } else {
                Piece.union(lines, variable.lines());
            }
            lines.add(Ascii.concat(Ascii.bytes("export "), variable.name()));
        }
    }

    /** The logger, which takes the place of whatever took the lines. */
    static void logger(ServicePlan plan, LogPlan log, Settings settings) {
        ByteBuilder text = new ByteBuilder(128).append(SHELL);
        List<Piece> actions = new ArrayList<>(log.actions);
        Piece directory = LogPlan.directory(actions);
        if (directory == null || directory.value() == null) {
            byte[] where = settings.logDirectory().length == 0
                    ? MAIN
                    : Ascii.concat(settings.logDirectory(), Ascii.bytes("/"), plan.name());
            directory = Piece.of(where);
            actions = new ArrayList<>(List.of(Piece.of("t"), directory));
        }
        Piece user = log.user == null || log.user.value() == null ? Piece.of(settings.logUser()) : log.user;
        List<byte[]> words = new ArrayList<>();
        words.add(Ascii.bytes("exec"));
        if (user.shown().length > 0) {
            words.add(Ascii.bytes("setuidgid"));
            words.add(user.settled().text());
        }
        words.add(Ascii.bytes("multilog"));
        List<byte[]> lines = new ArrayList<>();
        for (Piece action : actions) {
            Piece.union(lines, action.lines());
            words.add(action.text());
        }
        for (byte[] line : lines) {
            text.append(line).append((byte) '\n');
        }
        appendWords(words, text);
        plan.program("log/run", text.toBytes());
        plan.log(directory.shown(), user.shown());
    }
}
