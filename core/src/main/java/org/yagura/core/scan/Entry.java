package org.yagura.core.scan;

import org.jspecify.annotations.Nullable;

/** One name in the scan directory that is, or should be, a service. */
public final class Entry extends Buckets.Node<Entry> {
    public final byte[] name;

    /** What it leads to; null where that could not be found out, or where the table is full. */
    @Nullable
    Service service;
    /** Why it leads to nothing: an error number, or 0. */
    int trouble;
    /** The table had no room for its service. */
    boolean refused;
    /** The full scan that saw it last. */
    int scan;
    /** Its place in the list of entries. */
    int index;

    /** Where its link leads through. */
    @Nullable
    Trace traces;
    /** Whether no event would tell when it comes to lead elsewhere. */
    public boolean untraced;

    Entry(byte[] name) {
        this.name = name;
    }

    /** Why it leads to nothing: an error number, or 0. */
    public int trouble() {
        return trouble;
    }

    /** What it leads to, or null. */
    public @Nullable Service service() {
        return service;
    }

    /** @param serviceNumber the number of its service in the state, or -1 for none */
    EntryState handOver(int serviceNumber) {
        EntryState state = new EntryState();
        state.name = name;
        state.service = serviceNumber;
        state.trouble = trouble;
        state.refused = refused;
        return state;
    }
}
