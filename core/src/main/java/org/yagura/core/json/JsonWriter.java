package org.yagura.core.json;

import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Utf8;

/**
 * Writes JSON (RFC 8259) on one line. Strings come as bytes: UTF-8 stays as it is; a byte that is no part of a character becomes {@code
 * \udc80} to {@code \udcff}, 0xdc00 and the byte, which no character is, so that Python's {@code surrogateescape} gives the bytes back.
 */
public final class JsonWriter {
    private static final int DEPTH_MAX = 62;

    private final ByteBuilder out;
    /** A bit for each level: whether something stands there already. */
    private long begun;

    private int depth;
    private boolean named;

    public JsonWriter(ByteBuilder out) {
        this.out = out;
    }

    public JsonWriter beginObject() {
        return begin('{');
    }

    public JsonWriter endObject() {
        return end('}');
    }

    public JsonWriter beginArray() {
        return begin('[');
    }

    public JsonWriter endArray() {
        return end(']');
    }

    /** The name of what comes next in an object: an ASCII literal. */
    public JsonWriter name(String literal) {
        separate();
        quote(literal);
        out.append((byte) ':');
        named = true;
        return this;
    }

    public JsonWriter string(byte[] bytes) {
        return string(bytes, 0, bytes.length);
    }

    public JsonWriter string(byte[] bytes, int from, int to) {
        separate();
        out.append((byte) '"');
        int at = from;
        while (at < to) {
            int length = Utf8.length(bytes, at, to);
            if (length <= 1) {
                one(bytes[at], length == 1);
                at++;
            } else {
                out.append(bytes, at, length);
                at += length;
            }
        }
        out.append((byte) '"');
        return this;
    }

    /** An ASCII literal. */
    public JsonWriter string(String literal) {
        separate();
        quote(literal);
        return this;
    }

    public JsonWriter number(long number) {
        separate();
        out.appendDecimal(number);
        return this;
    }

    /** Nanoseconds as seconds, a decimal number with nine digits after the point. */
    public JsonWriter seconds(long ns) {
        separate();
        if (ns < 0) {
            out.append((byte) '-');
        }
        long size = Math.abs(ns);
        out.appendDecimal(size / 1_000_000_000L).append((byte) '.').appendDigits(size % 1_000_000_000L, 9);
        return this;
    }

    public JsonWriter bool(boolean value) {
        separate();
        out.append(value ? "true" : "false");
        return this;
    }

    public JsonWriter nothing() {
        separate();
        out.append("null");
        return this;
    }

    private JsonWriter begin(char bracket) {
        separate();
        if (depth == DEPTH_MAX) {
            throw new IllegalStateException("too deep");
        }
        depth++;
        begun &= ~(1L << depth);
        out.append((byte) bracket);
        return this;
    }

    private JsonWriter end(char bracket) {
        depth--;
        out.append((byte) bracket);
        return this;
    }

    private void separate() {
        if (named) {
            named = false;
            return;
        }
        if (depth > 0 && (begun & 1L << depth) != 0) {
            out.append((byte) ',');
        }
        begun |= 1L << depth;
    }

    private void quote(String literal) {
        out.append((byte) '"').append(literal).append((byte) '"');
    }

    private void one(byte b, boolean character) {
        if (!character) {
            escape(0xdc00 | (b & 0xff));
        } else if (b == '"' || b == '\\') {
            out.append((byte) '\\').append(b);
        } else if (b == '\n') {
            out.append("\\n");
        } else if (b == '\t') {
            out.append("\\t");
        } else if (b < ' ' || b == 0x7f) {
            escape(b);
        } else {
            out.append(b);
        }
    }

    private void escape(int code) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            int digit = code >> shift & 15;
            out.append((byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit));
        }
    }
}
