package org.yagura.core.log;

import org.jspecify.annotations.Nullable;

/** How a processor may have packed a finished log file, known by its first bytes, and the program that unpacks it. */
public enum Packing {
    GZIP("gzip -dc", 0x1f, 0x8b),
    XZ("xz -dc", 0xfd, '7', 'z', 'X', 'Z'),
    ZSTD("zstd -dcq", 0x28, 0xb5, 0x2f, 0xfd),
    BZIP2("bzip2 -dc", 'B', 'Z', 'h'),
    LZ4("lz4 -dcq", 0x04, 0x22, 0x4d, 0x18);

    /** Bytes that must be looked at. */
    public static final int HEAD_LENGTH = 5;

    /** A command that unpacks descriptor 0 to descriptor 1. */
    public final String unpack;

    private final int[] head;

    Packing(String unpack, int... head) {
        this.unpack = unpack;
        this.head = head;
    }

    /** How a file that begins so is packed, or null. */
    public static @Nullable Packing of(byte[] start, int length) {
        for (Packing packing : values()) {
            if (packing.fits(start, length)) {
                return packing;
            }
        }
        return null;
    }

    private boolean fits(byte[] start, int length) {
        for (int i = 0; i < head.length; i++) {
            if (i >= length || (start[i] & 0xff) != head[i]) {
                return false;
            }
        }
        return true;
    }
}
