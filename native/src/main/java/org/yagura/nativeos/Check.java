package org.yagura.nativeos;

/** Guards the border to C, where nothing else does. */
final class Check {
    private Check() {}

    /** A part of an array lies inside it; otherwise C would run over its end. */
    static void range(byte[] array, int offset, int length) {
        if ((offset | length | (array.length - offset - length)) < 0) {
            throw new IndexOutOfBoundsException("part of an array beyond its end");
        }
    }
}
