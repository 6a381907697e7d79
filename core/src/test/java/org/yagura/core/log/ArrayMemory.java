package org.yagura.core.log;

import java.nio.ByteBuffer;

/** A journal's memory that is an array. */
record ArrayMemory(byte[] bytes) implements JournalMemory {
    @Override
    public long number(int at) {
        return numbers().getLong(at);
    }

    @Override
    public void putNumber(int at, long value) {
        numbers().putLong(at, value);
    }

    @Override
    public void copyTo(byte[] to, int offset, int at, int length) {
        System.arraycopy(bytes, at, to, offset, length);
    }

    @Override
    public void put(int at, byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, at, length);
    }

    private ByteBuffer numbers() {
        return ByteBuffer.wrap(bytes);
    }
}
