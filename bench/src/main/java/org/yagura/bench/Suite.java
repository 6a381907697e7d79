package org.yagura.bench;

import java.util.ArrayList;
import java.util.List;

/** Who is measured. */
public enum Suite {
    YAGURA("Yagura", ""),
    /** The same program once more: how far two columns differ that ought to be equal is the noise. */
    YAGURA_AGAIN("Yagura again", ""),
    DAEMONTOOLS("daemontools", "daemontools"),
    RUNIT("runit", "runit"),
    S6("s6", "s6"),
    SUPERVISORD("supervisord", "supervisor"),
    UCSPI("ucspi-tcp", "ucspi-tcp"),
    /** No peer: what a program does that only copies. */
    CAT("cat", ""),
    /** The least that the machine allows; no peer, but what all of them could be. */
    FLOOR("floor", ""),
    /** The same, which tells besides how it is, in a file that is replaced. */
    FLOOR_TELLING("floor with a status", ""),
    /** What is started, from its exec on: no time of anybody who starts it. */
    RUN_ALONE("run alone", "");

    public static final List<Suite> OURS = List.of(YAGURA, YAGURA_AGAIN);

    /** Who has a logger of lines, and programs to put before another. */
    public static final List<Suite> TOOLS = List.of(YAGURA, YAGURA_AGAIN, DAEMONTOOLS, RUNIT, S6);

    public static final List<Suite> SUPERVISORS = with(TOOLS, SUPERVISORD);

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

    /** Whether it is a program that does the least. */
    public boolean floor() {
        return this == FLOOR || this == FLOOR_TELLING || this == RUN_ALONE;
    }

    public boolean peer() {
        return !debianPackage.isEmpty();
    }

    /** Some, and more. */
    public static List<Suite> with(List<Suite> some, Suite... more) {
        List<Suite> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }
}
