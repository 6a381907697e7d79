package org.yagura.core.text;

/** Numbers of bytes as people read them: {@code 812}, {@code 9.6K}, {@code 14M}; powers of 1024, as {@code ls -h} and {@code du -h} have them. */
public final class ByteSize {
    private static final long STEP = 1024;
    private static final String UNITS = "KMGTPE";

    private ByteSize() {}

    public static ByteBuilder append(long bytes, ByteBuilder out) {
        if (bytes < STEP) {
            return out.appendDecimal(bytes);
        }
        int unit = 0;
        long scale = STEP;
        while (unit < UNITS.length() - 1 && bytes / scale >= STEP) {
            scale *= STEP;
            unit++;
        }
        long whole = bytes / scale;
        out.appendDecimal(whole);
        if (whole < 10) {
            out.append((byte) '.').appendDecimal(bytes % scale / (scale / 10 + 1));
        }
        return out.append((byte) UNITS.charAt(unit));
    }
}
