package org.yagura.nativeos;

import java.util.Arrays;
import org.yagura.os.Port;
import org.yagura.tools.Applet;
import org.yagura.tools.Invocation;
import org.yagura.tools.Launcher;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;

/** The program: a tool by the name it is called by, or {@code yagura TOOL …}; else the command for people. */
public final class Main {
    private static final String PROGRAM = "yagura";

    private Main() {}

    /** What is done where no tool is named; the process's exit code. */
    interface Otherwise {
        int run(Invocation invocation, Port port);
    }

    /** Starts here; the arguments are taken raw instead. */
    public static void main(String[] ignored) {
        begin(Launcher::command);
    }

    static void begin(Otherwise otherwise) {
        NativePort port = new NativePort();
        int code = Outcome.TROUBLE;
        // The one place where a bug in a tool is caught: it must not end in silence, nor with a core file.
        try {
            code = run(port, otherwise);
        } catch (Throwable bug) {
            new Messages(port.descriptors(), PROGRAM)
                    .fatal()
                    .add("internal error: ")
                    .add(bug.getClass().getName())
                    .end();
        }
        port.exec().exit(code);
    }

    private static int run(Port port, Otherwise otherwise) {
        byte[][] arguments = Start.arguments();
        int used = 1;
        Applet applet = arguments.length == 0 ? null : Applet.named(arguments[0]);
        if (applet == null && arguments.length > 1) {
            applet = Applet.named(arguments[1]);
            used = 2;
        }
        used = applet == null ? 1 : used;
        byte[][] rest = Arrays.copyOfRange(arguments, Math.min(used, arguments.length), arguments.length);
        Invocation invocation = new Invocation(Start.executable(), rest, Start::environment);
        if (applet == null) {
            Start.command();
            return otherwise.run(invocation, port);
        }
        return Launcher.launch(applet, invocation, port);
    }
}
