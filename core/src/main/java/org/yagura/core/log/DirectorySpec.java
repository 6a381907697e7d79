package org.yagura.core.log;

import org.jspecify.annotations.Nullable;

/**
 * A log directory of a script.
 *
 * @param path as the user gave it
 * @param size bytes of a file at most, 4096 to 16777215
 * @param count files at most with the current one, 2 or more
 * @param processor shell command for finished files, or null
 * @param full what is done when the disk is full
 * @param syncBytes bytes that may be written before current is synced: 0 for every batch, {@link #NEVER} for no such bound
 * @param syncNs time that they may wait for it, or {@link #NEVER}
 * @param branch where its lines come from
 */
public record DirectorySpec(
        byte[] path,
        int size,
        int count,
        byte @Nullable [] processor,
        FullPolicy full,
        long syncBytes,
        long syncNs,
        Branch branch) {
    /** No bound: current is synced when it is full and at the end. */
    public static final long NEVER = Long.MAX_VALUE;
}
