package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service that is being put together. */
final class Draft {
    final int line;
    byte[] name = Bytes.NONE;
    /** Whether the name is only what the program is called. */
    boolean nameGuessed;

    final List<byte[]> preparations = new ArrayList<>();
    final Surroundings around;
    /** Programs before the program, in their order. */
    final List<Piece> before = new ArrayList<>();
    /** The program and its words. */
    List<Piece> program = new ArrayList<>();
    /** Redirections that stay, as text. */
    final List<byte[]> redirections = new ArrayList<>();

    LogPlan log = new LogPlan();
    boolean down;
    /** Whether what it is given is nobody else's business. */
    boolean secret;
    /** After how many seconds it is killed when it is stopped; empty for never. */
    byte[] killAfter = Bytes.NONE;

    /** Whether what it is cannot be exec'd: a whole command of the shell. */
    byte @Nullable [] script;

    Draft(int line, Surroundings around) {
        this.line = line;
        this.around = around;
        before.addAll(around.before);
        if (around.log != null) {
            log = around.log;
        }
    }

    /** It runs as another user. */
    void user(Piece user) {
        before.add(Piece.of("setuidgid"));
        before.add(user.settled());
    }

    /** It runs with another niceness, which has to be set before it becomes another user. */
    void nice(Piece level) {
        before.addAll(0, List.of(Piece.of("nice"), Piece.of("-n"), level));
    }

    boolean hasUser() {
        for (Piece word : before) {
            if (word.is("setuidgid")) {
                return true;
            }
        }
        return false;
    }
}
