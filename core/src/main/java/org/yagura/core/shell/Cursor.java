package org.yagura.core.shell;

import java.util.List;

/** How far a script has been read, and what was found on the way. All readers of one script share it. */
final class Cursor {
    /** What follows the last byte. */
    static final int END = -1;
    /** Commands, substitutions and quotes within each other. */
    static final int DEPTH_MAX = 200;

    private static final int REMARKS_MAX = 200;

    final byte[] source;
    final List<Remark> remarks;
    int at;
    int line = 1;
    private int depth;
    private boolean failed;

    Cursor(byte[] source, int line, int depth, List<Remark> remarks) {
        this.source = source;
        this.line = line;
        this.depth = depth;
        this.remarks = remarks;
    }

    /** The next byte, or {@link #END}; once something was wrong there is nothing more, which ends all loops. */
    int peek() {
        return peek(0);
    }

    int peek(int further) {
        return failed || at + further >= source.length ? END : source[at + further] & 0xff;
    }

    void skip() {
        if (at < source.length && source[at++] == '\n') {
            line++;
        }
    }

    /** Skips the next byte if it is this one. */
    boolean take(char b) {
        if (peek() != b) {
            return false;
        }
        skip();
        return true;
    }

    /** Skips backslashes that continue a line. */
    void joinLines() {
        while (peek() == '\\' && peek(1) == '\n') {
            skip();
            skip();
        }
    }

    /** Goes one level deeper, if that is not too deep; {@link #leave} follows in any case. */
    void enter() {
        if (++depth > DEPTH_MAX) {
            fail("nested too deeply");
        }
    }

    void leave() {
        depth--;
    }

    int depth() {
        return depth;
    }

    /** Something that is stepped over. */
    void remark(String text) {
        add(text, false);
    }

    /** Something that only bash has, and that is read as bash would. */
    void remarkHarmless(String text) {
        add(text, true);
    }

    private void add(String text, boolean harmless) {
        if (remarks.size() < REMARKS_MAX) {
            remarks.add(new Remark(line, text, harmless));
        }
    }

    /** Something is wrong here. Nothing more is read until {@link #recover}. */
    void fail(String text) {
        fail(line, text);
    }

    /** The same, where what is wrong began on an earlier line. */
    void fail(int lineBefore, String text) {
        if (!failed) {
            int here = line;
            line = lineBefore;
            remark(text);
            line = here;
            failed = true;
        }
    }

    boolean failed() {
        return failed;
    }

    /** Goes on with the next line, at this depth. */
    void recover(int depth) {
        this.depth = depth;
        failed = false;
        while (at < source.length && source[at] != '\n') {
            at++;
        }
        skip();
    }

    Place since(int line, int start) {
        return new Place(source, line, start, at);
    }
}
