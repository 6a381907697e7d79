package org.yagura.core.scan;

import org.jspecify.annotations.Nullable;

/** One name, in one watched directory, through which an entry leads to its service: when that name changes, the entry is to be looked at. */
public final class Trace extends Buckets.Node<Trace> {
    /** The number of the directory's watch. */
    public final int watch;

    public final byte[] name;
    /** The entry; null stands for the scan directory's own path. */
    public final @Nullable Entry entry;

    @Nullable
    Trace nextOfEntry;

    Trace(int watch, byte[] name, @Nullable Entry entry) {
        this.watch = watch;
        this.name = name;
        this.entry = entry;
    }
}
