package org.yagura.tools.argv0;

import java.util.Arrays;
import org.yagura.os.Descriptors;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;

/** Runs a program under another name: {@code argv0 realname zero args} runs realname, which finds zero where its own name would be. */
public final class Argv0 implements Tool {
    private final Invocation invocation;
    private final Messages messages;

    public Argv0(Invocation invocation, Descriptors descriptors) {
        this.invocation = invocation;
        messages = new Messages(descriptors, "argv0");
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        if (arguments.length < 2) {
            messages.usage().add("argv0 realname program [ arg ... ]").end();
            return Outcome.exit(Outcome.USAGE);
        }
        byte[][] vector = Arrays.copyOfRange(arguments, 1, arguments.length);
        return new Outcome.Exec("argv0", arguments[0], vector, invocation.environment());
    }
}
