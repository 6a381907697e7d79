package org.yagura.tools.yagura.importing;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;

/** Whose way of starting services is read. */
enum Kind {
    RC("rc"),
    SYSTEMD("systemd"),
    SUPERVISORD("supervisord"),
    PROCFILE("procfile"),
    RUNIT("runit");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    static @Nullable Kind named(byte[] word) {
        for (Kind kind : values()) {
            if (Ascii.equal(word, kind.word)) {
                return kind;
            }
        }
        return null;
    }
}
