package org.yagura.core.log;

import org.jspecify.annotations.Nullable;

/**
 * A log directory of a script.
 *
 * @param path as the user gave it
 * @param size bytes of a file at most, 4096 to 16777215
 * @param count files at most with the current one, 2 or more
 * @param processor shell command for finished files, or null
 * @param branch where its lines come from
 */
public record DirectorySpec(byte[] path, int size, int count, byte @Nullable [] processor, Branch branch) {}
