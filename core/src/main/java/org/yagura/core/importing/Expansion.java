package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.importing.Variables.Variable;
import org.yagura.core.shell.Command;
import org.yagura.core.shell.Part;
import org.yagura.core.shell.ShellPattern;
import org.yagura.core.shell.Word;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/**
 * What words stand for, as far as that can be known without running anything. A word that cannot be known stays as it is, together with
 * the lines of the script that it needs.
 */
final class Expansion {
    /** Stands between fields that a shell would split; no word contains it. */
    private static final byte SPLIT = 0;

    private static final int VALUE_BYTES_MAX = 65_536;

    private final Variables variables;
    private final List<Piece> positional;
    private final byte[] scriptName;

    /** Names that are set nowhere, and so are empty, are added here. */
    final List<byte[]> unset = new ArrayList<>();

    // Of the word at hand.
    private boolean known;
    private boolean soft;
    private boolean pattern;
    private boolean rebuilt;
    private boolean empty;
    private List<byte[]> lines = new ArrayList<>();
    private ByteBuilder shell = new ByteBuilder(32);

    Expansion(Variables variables, List<Piece> positional, byte[] scriptName) {
        this.variables = variables;
        this.positional = positional;
        this.scriptName = scriptName;
    }

    /** The fields that words become. */
    List<Piece> fields(List<Word> words) {
        List<Piece> all = new ArrayList<>();
        for (Word word : words) {
            addFields(word, all);
        }
        return all;
    }

    /** A word that is not split: the value of an assignment, a file, the subject of case. */
    Piece one(Word word) {
        byte[] value = expand(word);
        byte[] joined = known ? joined(value) : null;
        if (joined != null && !soft && !pattern) {
            return Piece.of(joined);
        }
        return new Piece(rebuilt ? shell.toBytes() : word.place().text(), joined, soft, lines);
    }

    private void addFields(Word word, List<Piece> all) {
        if (word.parts().size() == 1
                && word.parts().get(0) instanceof Part.Parameter parameter
                && parameter.operator().length == 0
                && (Ascii.equal(parameter.name(), "@") || Ascii.equal(parameter.name(), "*"))) {
            all.addAll(positional);
            return;
        }
        byte[] value = expand(word);
        if (!known || soft || pattern) {
            byte[] text = rebuilt ? shell.toBytes() : word.place().text();
            all.add(new Piece(text, known ? joined(value) : null, soft, lines));
            return;
        }
        int start = 0;
        boolean some = empty;
        for (int i = 0; i <= value.length; i++) {
            if (i == value.length || value[i] == SPLIT) {
                if (i > start || some && value.length == 0) {
                    all.add(Piece.of(Arrays.copyOfRange(value, start, i)));
                }
                start = i + 1;
            }
        }
    }

    private static byte[] joined(byte[] value) {
        byte[] joined = Arrays.copyOf(value, value.length);
        for (int i = 0; i < joined.length; i++) {
            if (joined[i] == SPLIT) {
                joined[i] = ' ';
            }
        }
        return joined;
    }

    private byte[] expand(Word word) {
        known = true;
        soft = false;
        pattern = false;
        rebuilt = false;
        empty = false;
        lines = new ArrayList<>();
        shell = new ByteBuilder(32);
        ByteBuilder value = new ByteBuilder(32);
        expand(word, value);
        return value.toBytes();
    }

    private void expand(Word word, ByteBuilder value) {
        for (Part part : word.parts()) {
            empty |= part.quoted();
            switch (part) {
                case Part.Literal literal -> {
                    value.append(literal.text());
                    pattern |= !literal.quoted() && hasPattern(literal.text());
                    shell.append(literal.quoted() ? Piece.quoted(literal.text()) : literal.text());
                }
                case Part.Parameter parameter -> parameter(parameter, value);
                case Part.Substitution substitution -> substitution(substitution, value);
                case Part.Arithmetic arithmetic ->
                    unknown("$((", arithmetic.expression().place().text(), "))", false);
            }
        }
    }

    private static boolean hasPattern(byte[] text) {
        boolean has = text.length > 0 && text[0] == '~';
        for (byte b : text) {
            has |= b == '*' || b == '?';
        }
        return has;
    }

    // ---- parameters

    private void parameter(Part.Parameter parameter, ByteBuilder value) {
        int unsetBefore = unset.size();
        Piece found = lookUp(parameter.name());
        byte[] operator = parameter.operator();
        Word argument = parameter.argument();
        if (argument != null) {
            while (unset.size() > unsetBefore) {
                unset.remove(unset.size() - 1);
            }
            found = applied(parameter, argument, found);
        } else if (operator.length > 0 && found.value() != null) {
            found = new Piece(found.text(), decimal(found.value().length), found.soft(), found.lines());
        }
        Piece.union(lines, found.lines());
        soft |= found.soft();
        if (found.value() == null) {
            known = false;
            shell.append(found.text());
        } else if (value.length() < VALUE_BYTES_MAX) {
            append(found.value(), parameter.quoted(), value);
            shell.append(parameter.quoted() ? Piece.quoted(found.value()) : found.value());
        }
    }

    private static void append(byte[] found, boolean quoted, ByteBuilder to) {
        for (byte b : found) {
            boolean blank = b == ' ' || b == '\t' || b == '\n';
            to.append(blank && !quoted ? SPLIT : b);
        }
    }

    private Piece lookUp(byte[] name) {
        int first = name[0];
        if (first == '0') {
            rebuilt = true;
            return Piece.of(scriptName);
        }
        if (first >= '1' && first <= '9') {
            rebuilt = true;
            int index = Bytes.number(name, 0);
            return index <= positional.size() ? positional.get(index - 1) : Piece.of(Bytes.NONE);
        }
        if (first == '#') {
            rebuilt = true;
            return Piece.of(decimal(positional.size()));
        }
        if (first == '@' || first == '*') {
            rebuilt = true;
            return joinedPositional();
        }
        byte[] text = Ascii.concat(Ascii.bytes("\"$"), name, Ascii.bytes("\""));
        if (!Bytes.isNameByte(first)) {
            return new Piece(text, null, false, List.of());
        }
        Variable variable = variables.find(name);
        if (variable != null) {
            return new Piece(text, variable.value(), variable.soft(), variable.lines());
        }
        if (!variables.sources().isEmpty() || Variables.isGiven(name)) {
            return new Piece(text, null, false, Variables.isGiven(name) ? List.of() : variables.sources());
        }
        unset.add(name);
        return Piece.of(Bytes.NONE);
    }

    private Piece joinedPositional() {
        ByteBuilder text = new ByteBuilder(32);
        ByteBuilder value = new ByteBuilder(32);
        List<byte[]> needed = new ArrayList<>();
        boolean all = true;
        boolean any = false;
        for (Piece piece : positional) {
            if (text.length() > 0) {
                text.append((byte) ' ');
                value.append((byte) ' ');
            }
            text.append(piece.text());
            value.append(piece.shown());
            Piece.union(needed, piece.lines());
            all &= piece.value() != null;
            any |= piece.soft();
        }
        return new Piece(text.toBytes(), all ? value.toBytes() : null, any, needed);
    }

    /** The value with what an operator makes of it. */
    private Piece applied(Part.Parameter parameter, Word word, Piece found) {
        byte[] operator = parameter.operator();
        byte kind = operator[operator.length - 1];
        Expansion inner = new Expansion(variables, positional, scriptName);
        byte[] value = found.value();
        if (kind == '?') {
            return found;
        }
        byte[] given = joined(inner.expand(word));
        List<byte[]> needed = new ArrayList<>(found.lines());
        Piece.union(needed, inner.lines);
        byte[] text = Ascii.concat(
                Ascii.bytes("\"${"), parameter.name(), operator, word.place().text(), Ascii.bytes("}\""));
        Piece unknown = new Piece(text, null, false, needed);
        if (value == null) {
            return unknown;
        }
        Piece other = new Piece(text, inner.known ? given : null, found.soft() || inner.soft, needed);
        boolean isSet =
                operator[0] == ':' ? value.length > 0 : value.length > 0 || variables.find(parameter.name()) != null;
        unset.addAll(inner.unset);
        return switch (kind) {
            case '-' -> isSet ? found : other;
            case '=' -> {
                if (!isSet) {
                    variables.set(parameter.name(), other);
                }
                yield isSet ? found : other;
            }
            case '+' -> isSet ? other : Piece.of(Bytes.NONE);
            case '%', '#' ->
                inner.known
                        ? new Piece(text, cut(value, given, kind == '#', operator.length == 2), found.soft(), needed)
                        : unknown;
            default -> unknown;
        };
    }

    private static byte[] cut(byte[] value, byte[] pattern, boolean front, boolean longest) {
        for (int i = 0; i <= value.length; i++) {
            int length = longest ? value.length - i : i;
            if (front && ShellPattern.matches(pattern, value, 0, length)) {
                return Bytes.from(value, length);
            }
            if (!front && ShellPattern.matches(pattern, value, value.length - length, value.length)) {
                return Arrays.copyOf(value, value.length - length);
            }
        }
        return value;
    }

    private static byte[] decimal(int number) {
        return new ByteBuilder(4).appendDecimal(number).toBytes();
    }

    // ---- commands within words

    private void substitution(Part.Substitution substitution, ByteBuilder value) {
        List<Command.Statement> statements = substitution.body().statements();
        if (statements.size() == 1
                && statements.get(0).command() instanceof Command.Simple simple
                && simple.redirections().isEmpty()) {
            Expansion inner = new Expansion(variables, positional, scriptName);
            byte @Nullable [] printed = printed(inner.fields(simple.words()));
            if (printed != null) {
                rebuilt = true;
                append(printed, substitution.quoted(), value);
                shell.append(substitution.quoted() ? Piece.quoted(printed) : printed);
                return;
            }
        }
        unknown("$(", substitution.body().place().text(), ")", substitution.quoted());
    }

    /** What a command prints, where that depends on its words alone. */
    private static byte @Nullable [] printed(List<Piece> words) {
        for (Piece word : words) {
            if (word.value() == null || word.soft()) {
                return null;
            }
        }
        if (words.size() < 2) {
            return null;
        }
        byte[] first = words.get(1).shown();
        if (words.get(0).is("basename")) {
            byte[] base = Bytes.base(first);
            if (words.size() < 3) {
                return base;
            }
            byte[] suffix = words.get(2).shown();
            int rest = base.length - suffix.length;
            return rest > 0 && Arrays.equals(Bytes.from(base, rest), suffix) ? Arrays.copyOf(base, rest) : base;
        }
        return words.get(0).is("dirname") ? Bytes.parent(first) : null;
    }

    /** What cannot be known needs what its text names. */
    private void unknown(String opening, byte[] text, String closing, boolean quoted) {
        known = false;
        String quote = quoted ? "\"" : "";
        shell.append(quote).append(opening).append(text).append(closing).append(quote);
        addNeeds(text);
    }

    /** The lines that a piece of a script needs before it. */
    List<byte[]> needs(byte[] text) {
        lines = new ArrayList<>();
        addNeeds(text);
        return lines;
    }

    private void addNeeds(byte[] text) {
        for (int at = Bytes.indexOf(text, '$'); at >= 0; at = Bytes.indexOf(text, '$', at + 1)) {
            int start = at + 1 < text.length && text[at + 1] == '{' ? at + 2 : at + 1;
            int end = start;
            while (end < text.length && Bytes.isNameByte(text[end])) {
                end++;
            }
            if (end > start) {
                Variable variable = variables.find(Arrays.copyOfRange(text, start, end));
                Piece.union(lines, variable == null ? variables.sources() : variable.lines());
            }
        }
    }
}
