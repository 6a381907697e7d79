package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** Command lines that no shell reads: words with quotes and backslashes, and, if asked for, variables. */
final class CommandLine {
    private final byte[] line;
    private final boolean variables;
    private final List<Piece> words = new ArrayList<>();
    /** The word as text of a script, and what is literal at its end. */
    private final ByteBuilder text = new ByteBuilder(32);

    private final ByteBuilder literal = new ByteBuilder(32);
    private boolean known;
    private boolean begun;
    private int at;

    private CommandLine(byte[] line, boolean variables) {
        this.line = line;
        this.variables = variables;
    }

    /** Splits a line. @param variables whether {@code ${NAME}}, and {@code $NAME} as a whole word, are variables */
    static List<Piece> split(byte[] line, boolean variables) {
        CommandLine reader = new CommandLine(line, variables);
        while (reader.at < line.length) {
            reader.word();
        }
        return reader.words;
    }

    private void word() {
        text.clear();
        literal.clear();
        known = true;
        begun = false;
        int quote = 0;
        int start = at;
        while (at < line.length && (quote != 0 || !Bytes.isBlank(line[at]))) {
            byte b = line[at++];
            if (quote == 0 && (b == '"' || b == '\'')) {
                quote = b;
                begun = true;
            } else if (b == quote) {
                quote = 0;
            } else if (b == '\\' && at < line.length && quote != '\'') {
                literal.append(escaped(line[at++]));
            } else if (b == '$' && variables) {
                variable(at - 1 == start);
            } else {
                literal.append(b);
            }
        }
        if (known && (begun || literal.length() > 0)) {
            words.add(Piece.of(literal.toBytes()));
        } else if (!known) {
            flush();
            words.add(new Piece(text.toBytes(), null, false, List.of()));
        }
        at++;
    }

    private static byte escaped(byte b) {
        return switch (b) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 's' -> ' ';
            default -> b;
        };
    }

    private void flush() {
        if (literal.length() > 0) {
            text.append(Piece.quoted(literal.toBytes()));
            literal.clear();
        }
    }

    private void variable(boolean atStart) {
        boolean braces = at < line.length && line[at] == '{';
        int from = braces ? at + 1 : at;
        int end = from;
        while (end < line.length && Bytes.isNameByte(line[end])) {
            end++;
        }
        boolean closed =
                braces ? end < line.length && line[end] == '}' : end == line.length || Bytes.isBlank(line[end]);
        if (at < line.length && line[at] == '$') {
            literal.append((byte) '$');
            at++;
        } else if (end == from || !closed || !braces && !atStart) {
            literal.append((byte) '$');
        } else {
            flush();
            known = false;
            byte[] name = Arrays.copyOfRange(line, from, end);
            text.append(
                    braces
                            ? Ascii.concat(Ascii.bytes("\"$"), name, Ascii.bytes("\""))
                            : Ascii.concat(Ascii.bytes("$"), name));
            at = braces ? end + 1 : end;
        }
    }
}
