package org.yagura.bench;

import java.util.List;

/** Who is measured. */
public enum Suite {
    YAGURA("Yagura", ""),
    /** The same program once more: how far two columns differ that ought to be equal is the noise. */
    YAGURA_AGAIN("Yagura again", ""),
    DAEMONTOOLS("daemontools", "daemontools"),
    RUNIT("runit", "runit"),
    S6("s6", "s6"),
    /** The least that the machine allows; no peer, but what all of them could be. */
    FLOOR("floor", "");

    /** All but {@link #FLOOR}. */
    public static final List<Suite> SUPERVISORS = List.of(YAGURA, YAGURA_AGAIN, DAEMONTOOLS, RUNIT, S6);

    public static final List<Suite> ALL = List.of(values());

    public final String title;
    /** Debian's package, or empty. */
    public final String debianPackage;

    Suite(String title, String debianPackage) {
        this.title = title;
        this.debianPackage = debianPackage;
    }

    public boolean ours() {
        return this == YAGURA || this == YAGURA_AGAIN;
    }

    public boolean peer() {
        return !ours() && this != FLOOR;
    }
}
