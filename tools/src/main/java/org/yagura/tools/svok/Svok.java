package org.yagura.tools.svok;

import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.ServiceDirectory;
import org.yagura.tools.Tool;

/** Asks whether a supervise runs: exit code 0 if so, 100 if not. {@code supervise/ok} can be opened for writing only while one reads it. */
public final class Svok implements Tool {
    private static final int NOT_RUNNING = 100;
    private static final byte[] OK = Ascii.bytes("supervise/ok");

    private final Invocation invocation;
    private final Files files;
    private final Messages messages;

    public Svok(Invocation invocation, Files files, Descriptors descriptors) {
        this.invocation = invocation;
        this.files = files;
        messages = new Messages(descriptors, "svok");
    }

    @Override
    public Outcome run() {
        if (invocation.arguments().length == 0) {
            messages.usage().add("svok dir").end();
            return Outcome.exit(Outcome.USAGE);
        }
        byte[] service = invocation.arguments()[0];
        int directory = ServiceDirectory.open(files, service);
        if (directory < 0) {
            messages.fatal().add("unable to chdir to ").add(service).because(-directory);
            return Outcome.exit(Outcome.TROUBLE);
        }
        int fifo = files.open(directory, OK, OpenFlag.WRITE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0);
        if (fifo >= 0) {
            return Outcome.exit(Outcome.DONE);
        }
        if (fifo == -Errno.ENOENT || fifo == -Errno.ENXIO) {
            return Outcome.exit(NOT_RUNNING);
        }
        messages.fatal()
                .add("unable to open ")
                .add(service)
                .add("/supervise/ok")
                .because(-fifo);
        return Outcome.exit(Outcome.TROUBLE);
    }
}
