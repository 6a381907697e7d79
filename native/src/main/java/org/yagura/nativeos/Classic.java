package org.yagura.nativeos;

import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;

/** The program without the command for people, the classic tools alone: {@code make classic}. */
public final class Classic {
    private static final String PROGRAM = "yagura";

    private Classic() {}

    /** As {@link Main#main}. */
    public static void main(String[] ignored) {
        Main.begin((invocation, port) -> {
            new Messages(port.descriptors(), PROGRAM)
                    .usage()
                    .add("yagura TOOL [ARGUMENT...]")
                    .end();
            return Outcome.USAGE;
        });
    }
}
