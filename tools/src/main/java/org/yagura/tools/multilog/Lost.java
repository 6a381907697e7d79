package org.yagura.tools.multilog;

import org.yagura.tools.Messages;

/** What could not be written to a directory and is tried no more. */
final class Lost {
    private long bytes;
    private long lines;

    void count(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == '\n') {
                lines++;
            }
        }
        bytes += to - from;
    }

    boolean isAny() {
        return bytes > 0;
    }

    /** Says how much it is, if there is any. @param kept whether the journal has it */
    void report(Messages messages, byte[] path, boolean kept) {
        if (bytes > 0) {
            report(messages, kept ? "kept in the journal for " : "lost for ", path, lines, bytes);
        }
    }

    static void report(Messages messages, String what, byte[] path, long lines, long bytes) {
        messages.warning()
                .add(what)
                .add(path)
                .add(": ")
                .add(lines)
                .add(" lines, ")
                .add(bytes)
                .add(" bytes")
                .end();
    }
}
