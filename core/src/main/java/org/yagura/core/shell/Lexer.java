package org.yagura.core.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a script into words, operators and ends of lines. One token is looked at in advance, never more: here-documents begin below the line. */
final class Lexer {
    private final Cursor cursor;
    private final WordReader words;
    private final Token[] tokens = Token.values();
    private final List<HereDocument> awaited = new ArrayList<>();

    private boolean looked;
    private Token token = Token.END;
    private @Nullable Word word;
    private int number;
    private int line;
    private int start;

    Lexer(Cursor cursor) {
        this.cursor = cursor;
        words = new WordReader(cursor);
    }

    /** What comes next. */
    Token peek() {
        if (cursor.failed()) {
            return Token.END;
        }
        if (!looked) {
            looked = true;
            look();
        }
        return cursor.failed() ? Token.END : token;
    }

    /** Takes what {@link #peek} told of. */
    void skip() {
        peek();
        looked = false;
    }

    /** The word that comes next, or null where something else does. */
    @Nullable
    Word peekWord() {
        return peek() == Token.WORD ? word : null;
    }

    /** Whether this reserved word comes next. */
    boolean at(String reserved) {
        Word next = peekWord();
        byte[] plain = next == null ? null : next.plain();
        return plain != null && org.yagura.core.text.Ascii.equal(plain, reserved);
    }

    boolean take(String reserved) {
        boolean here = at(reserved);
        if (here) {
            skip();
        }
        return here;
    }

    /** The number before a redirection, after {@link Token#NUMBER}. */
    int number() {
        return number;
    }

    /** Where the next token begins. */
    int line() {
        peek();
        return line;
    }

    int start() {
        peek();
        return start;
    }

    /** Whether the byte behind the token that was taken last is an opening parenthesis: a list, in bash. */
    boolean listFollows() {
        return !looked && cursor.peek() == '(';
    }

    /** Goes on here after the cursor was moved by others. */
    void forget() {
        looked = false;
        awaited.clear();
    }

    /** A here-document begins behind the end of this line. To be called before anything else is looked at. */
    void await(HereDocument document) {
        awaited.add(document);
    }

    private void look() {
        skipBlanks();
        line = cursor.line;
        start = cursor.at;
        int b = cursor.peek();
        if (b == Cursor.END) {
            token = Token.END;
        } else if (b == '\n') {
            cursor.skip();
            token = Token.NEWLINE;
            readDocuments();
        } else if (WordReader.endsWord(b)) {
            token = operator();
        } else if (!isNumber()) {
            word = words.read();
            token = Token.WORD;
        }
    }

    private void skipBlanks() {
        while (true) {
            cursor.joinLines();
            int b = cursor.peek();
            if (b == '#') {
                while (cursor.peek() != '\n' && cursor.peek() != Cursor.END) {
                    cursor.skip();
                }
            } else if (b == ' ' || b == '\t' || b == '\r') {
                cursor.skip();
            } else {
                return;
            }
        }
    }

    private Token operator() {
        for (Token candidate : tokens) {
            int length = candidate.text.length();
            boolean same = length > 0;
            for (int i = 0; same && i < length; i++) {
                same = cursor.peek(i) == candidate.text.charAt(i);
            }
            if (same) {
                if (candidate.foreign()) {
                    cursor.remarkHarmless("an operator that only bash has");
                }
                cursor.at += length;
                return candidate;
            }
        }
        cursor.fail("a character that means nothing here");
        return Token.END;
    }

    private boolean isNumber() {
        int digits = 0;
        int value = 0;
        while (WordReader.isDigit(cursor.peek(digits)) && digits < 4) {
            value = value * 10 + cursor.peek(digits++) - '0';
        }
        int next = cursor.peek(digits);
        if (digits == 0 || next != '<' && next != '>') {
            return false;
        }
        cursor.at += digits;
        number = value;
        token = Token.NUMBER;
        return true;
    }

    private void readDocuments() {
        for (HereDocument document : awaited) {
            readDocument(document);
        }
        awaited.clear();
    }

    private void readDocument(HereDocument document) {
        int first = cursor.at;
        while (cursor.peek() != Cursor.END) {
            int lineStart = cursor.at;
            while (document.tabsStripped && cursor.peek() == '\t') {
                cursor.skip();
            }
            int from = cursor.at;
            while (cursor.peek() != '\n' && cursor.peek() != Cursor.END) {
                cursor.skip();
            }
            boolean last =
                    Arrays.equals(cursor.source, from, cursor.at, document.delimiter, 0, document.delimiter.length);
            cursor.skip();
            if (last) {
                document.fill(Arrays.copyOfRange(cursor.source, first, lineStart));
                return;
            }
        }
        cursor.remark("a here-document without its end");
        document.fill(Arrays.copyOfRange(cursor.source, first, cursor.at));
    }
}
