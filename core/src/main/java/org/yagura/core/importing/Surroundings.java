package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command of a script finds around itself. */
final class Surroundings {
    final Variables variables;
    List<Piece> positional = new ArrayList<>();
    /** The current directory, where the script has changed it. */
    @Nullable
    Piece directory;

    @Nullable
    Piece umask;
    /** Lines {@code ulimit …}. */
    final List<byte[]> limits = new ArrayList<>();
    /** Programs before the program, each of which becomes the next. */
    final List<Piece> before = new ArrayList<>();
    /** Who takes what is written, where the commands are within a pipeline or have a redirection around them. */
    @Nullable
    LogPlan log;

    Surroundings() {
        variables = new Variables();
    }

    /** The same for a subshell, which changes nothing outside. */
    Surroundings(Surroundings other) {
        variables = new Variables(other.variables);
        positional = other.positional;
        directory = other.directory;
        umask = other.umask;
        limits.addAll(other.limits);
        before.addAll(other.before);
        log = other.log;
    }
}
