package org.yagura.core.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** Reads words: quotes, and what follows a dollar sign or stands between backquotes. */
final class WordReader {
    /** A word ends before a byte that has a meaning between words. */
    private static final int AT_SPACE = -2;

    private final Cursor cursor;

    WordReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Reads a word that begins here. */
    Word read() {
        int line = cursor.line;
        int start = cursor.at;
        List<Part> parts = new ArrayList<>();
        read(parts, false, AT_SPACE);
        return new Word(cursor.since(line, start), parts);
    }

    static boolean endsWord(int b) {
        return switch (b) {
            case Cursor.END, ' ', '\t', '\n', '\r', ';', '&', '|', '<', '>', '(', ')' -> true;
            default -> false;
        };
    }

    /** Reads parts up to an ending byte, which is skipped, or to where a word ends. */
    private void read(List<Part> to, boolean quoted, int ending) {
        cursor.enter();
        ByteBuilder literal = new ByteBuilder(16);
        int parentheses = 0;
        int line = cursor.line;
        while (true) {
            int b = cursor.peek();
            if (b == Cursor.END && ending != AT_SPACE) {
                cursor.fail(line, "something is opened that is not closed");
            }
            if (b == Cursor.END || ending == AT_SPACE && endsWord(b)) {
                break;
            }
            if (b == ending && parentheses == 0) {
                cursor.skip();
                break;
            }
            if (ending == ')') {
                parentheses += b == '(' ? 1 : b == ')' ? -1 : 0;
            }
            if (b == '\\') {
                backslash(to, literal, quoted);
            } else if (b == '\'' && !quoted) {
                flush(to, literal, false);
                cursor.skip();
                to.add(new Part.Literal(upTo('\''), true));
            } else if (b == '"') {
                flush(to, literal, quoted);
                cursor.skip();
                int before = to.size();
                read(to, true, '"');
                if (to.size() == before) {
                    to.add(new Part.Literal(new byte[0], true));
                }
            } else if (b == '$') {
                dollar(to, literal, quoted);
            } else if (b == '`') {
                flush(to, literal, quoted);
                cursor.skip();
                backquoted(to, quoted);
            } else {
                literal.append((byte) b);
                cursor.skip();
            }
        }
        flush(to, literal, quoted);
        cursor.leave();
    }

    private static void flush(List<Part> to, ByteBuilder literal, boolean quoted) {
        if (literal.length() > 0) {
            to.add(new Part.Literal(literal.toBytes(), quoted));
            literal.clear();
        }
    }

    private void backslash(List<Part> to, ByteBuilder literal, boolean quoted) {
        cursor.skip();
        int b = cursor.peek();
        if (b == '\n') {
            cursor.skip();
        } else if (b == Cursor.END) {
            literal.append((byte) '\\');
        } else if (quoted) {
            if (b != '$' && b != '`' && b != '"' && b != '\\' && b != '}') {
                literal.append((byte) '\\');
            }
            literal.append((byte) b);
            cursor.skip();
        } else {
            flush(to, literal, false);
            to.add(new Part.Literal(new byte[] {(byte) b}, true));
            cursor.skip();
        }
    }

    /** Text up to a byte that ends it whatever is before it. */
    private byte[] upTo(char ending) {
        int start = cursor.at;
        int line = cursor.line;
        while (cursor.peek() != ending) {
            if (cursor.peek() == Cursor.END) {
                cursor.fail(line, "a quote is opened that is not closed");
                return new byte[0];
            }
            cursor.skip();
        }
        byte[] text = Arrays.copyOfRange(cursor.source, start, cursor.at);
        cursor.skip();
        return text;
    }

    private void dollar(List<Part> to, ByteBuilder literal, boolean quoted) {
        int next = cursor.peek(1);
        boolean bashQuote = !quoted && (next == '\'' || next == '"');
        boolean starts = next == '(' || next == '{' || bashQuote || isNameByte(next) || isSpecial(next);
        cursor.skip();
        if (!starts) {
            literal.append((byte) '$');
            return;
        }
        flush(to, literal, quoted);
        if (bashQuote) {
            cursor.remarkHarmless("$' and $\" are no quotes in a POSIX shell");
        } else if (next == '(' && cursor.peek(1) == '(') {
            arithmetic(to, quoted);
        } else if (next == '(') {
            cursor.skip();
            to.add(new Part.Substitution(new ShellParser(cursor).substituted(), quoted));
        } else if (next == '{') {
            cursor.skip();
            braces(to, quoted);
        } else {
            to.add(new Part.Parameter(name(), new byte[0], null, quoted));
        }
    }

    private void arithmetic(List<Part> to, boolean quoted) {
        cursor.skip();
        cursor.skip();
        int line = cursor.line;
        int start = cursor.at;
        List<Part> parts = new ArrayList<>();
        read(parts, true, ')');
        to.add(new Part.Arithmetic(new Word(cursor.since(line, start), parts), quoted));
        if (!cursor.take(')')) {
            cursor.fail("expected )) at the end of arithmetic");
        }
    }

    /** A parameter's name, of which there is at least a byte: letters, digits, or a special one. */
    private byte[] name() {
        int start = cursor.at;
        int first = cursor.peek();
        cursor.skip();
        if (isNameByte(first) && !isDigit(first)) {
            while (isNameByte(cursor.peek())) {
                cursor.skip();
            }
        }
        return Arrays.copyOfRange(cursor.source, start, cursor.at);
    }

    /** What stands between braces behind a dollar sign. */
    private void braces(List<Part> to, boolean quoted) {
        boolean length = cursor.peek() == '#' && isNameByte(cursor.peek(1));
        if (length) {
            cursor.skip();
        }
        int first = cursor.peek();
        if (!isNameByte(first) && !isSpecial(first)) {
            cursor.fail("expected a name after ${");
            return;
        }
        byte[] name = name();
        while (isDigit(first) && isDigit(cursor.peek())) {
            name = Ascii.concat(name, new byte[] {(byte) cursor.peek()});
            cursor.skip();
        }
        if (cursor.take('}')) {
            to.add(new Part.Parameter(name, Ascii.bytes(length ? "#length" : ""), null, quoted));
            return;
        }
        byte[] operator = operator();
        int line = cursor.line;
        int start = cursor.at;
        List<Part> parts = new ArrayList<>();
        read(parts, quoted, '}');
        Place place = new Place(cursor.source, line, start, Math.max(start, cursor.at - 1));
        to.add(new Part.Parameter(name, operator, new Word(place, parts), quoted));
    }

    private byte[] operator() {
        int start = cursor.at;
        int first = cursor.peek();
        cursor.skip();
        int second = cursor.peek();
        boolean known = switch (first) {
            case ':' -> isDefault(second);
            case '%', '#' -> true;
            default -> isDefault(first);
        };
        if (!known) {
            cursor.remark("a ${...} that only bash has");
        }
        if (first == ':' && known || (first == '%' || first == '#') && second == first) {
            cursor.skip();
        }
        return Arrays.copyOfRange(cursor.source, start, cursor.at);
    }

    private static boolean isDefault(int b) {
        return b == '-' || b == '=' || b == '?' || b == '+';
    }

    /** The command between backquotes: backslashes before a dollar sign, a backquote or a backslash go. */
    private void backquoted(List<Part> to, boolean quoted) {
        int line = cursor.line;
        ByteBuilder script = new ByteBuilder(32);
        while (cursor.peek() != '`') {
            int b = cursor.peek();
            if (b == Cursor.END) {
                cursor.fail(line, "a backquote is opened that is not closed");
                return;
            }
            int next = cursor.peek(1);
            if (b == '\\' && (next == '$' || next == '`' || next == '\\' || quoted && next == '"')) {
                cursor.skip();
                b = next;
            }
            script.append((byte) b);
            cursor.skip();
        }
        cursor.skip();
        Cursor inner = new Cursor(script.toBytes(), line, cursor.depth() + 1, cursor.remarks);
        to.add(new Part.Substitution(new ShellParser(inner).whole(), quoted));
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    static boolean isNameByte(int b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || isDigit(b);
    }

    private static boolean isSpecial(int b) {
        return switch (b) {
            case '@', '*', '#', '?', '-', '$', '!' -> true;
            default -> false;
        };
    }
}
