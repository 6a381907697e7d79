package org.yagura.tools.multilog;

import org.yagura.core.log.JournalMemory;
import org.yagura.os.Mapping;

/** The journal's memory as the port has it. */
final class MappedMemory implements JournalMemory {
    private final Mapping mapping;

    MappedMemory(Mapping mapping) {
        this.mapping = mapping;
    }

    @Override
    public long number(int at) {
        return mapping.number(at);
    }

    @Override
    public void putNumber(int at, long value) {
        mapping.putNumber(at, value);
    }

    @Override
    public void copyTo(byte[] to, int offset, int at, int length) {
        mapping.copyTo(to, offset, at, length);
    }

    @Override
    public void put(int at, byte[] from, int offset, int length) {
        mapping.put(at, from, offset, length);
    }

    @Override
    public long labelLines(int from, int to, byte[] label, byte[] out, int at) {
        return mapping.labelLines(from, to, label, out, at);
    }
}
