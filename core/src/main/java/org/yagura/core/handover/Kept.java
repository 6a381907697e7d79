package org.yagura.core.handover;

import java.util.Arrays;

/** The descriptors of a state. */
public final class Kept {
    private int[] descriptors = new int[16];
    private int count;

    /** Adds one; -1 is none. */
    public Kept add(int fd) {
        if (fd < 0) {
            return this;
        }
        if (count == descriptors.length) {
            descriptors = Arrays.copyOf(descriptors, count * 2);
        }
        descriptors[count++] = fd;
        return this;
    }

    public int[] descriptors() {
        return Arrays.copyOf(descriptors, count);
    }
}
