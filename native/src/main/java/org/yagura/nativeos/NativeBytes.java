package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Bytes;

/** Loops over bytes. */
@Include(value = "bytes.h", isSystem = false)
final class NativeBytes implements Bytes {
    @Override
    public int lineEnds(byte[] in, int from, int to, int[] ends) {
        Check.range(in, from, to - from);
        return lineEnds(Address.ofData(in), from, to, Address.ofData(ends), ends.length);
    }

    @Override
    public int advance(byte[] pattern, int state, byte[] in, int from, int to) {
        Check.range(in, from, to - from);
        if (state < 0) {
            return state;
        }
        Check.range(pattern, state, 0);
        return advance(Address.ofData(pattern), pattern.length, state, Address.ofData(in), from, to);
    }

    @Override
    public long labelLines(byte[] in, int from, int to, byte[] label, byte[] out, int at) {
        Check.range(in, from, to - from);
        Check.range(out, at, 0);
        return labelLines(
                Address.ofData(in), from, to, Address.ofData(label), label.length, Address.ofData(out), at, out.length);
    }

    @Import(name = "yg_line_ends")
    @Unmanaged
    private static native int lineEnds(Address in, int from, int to, Address ends, int endsMax);

    @Import(name = "yg_advance")
    @Unmanaged
    private static native int advance(Address pattern, int patternLength, int state, Address in, int from, int to);

    @Import(name = "yg_label_lines")
    @Unmanaged
    static native long labelLines(
            Address in, int from, int to, Address label, int labelLength, Address out, int at, int limit);
}
