package org.yagura.tools.relay;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.LineEnds;
import org.yagura.os.Descriptors;
import org.yagura.os.ForkedEntry;
import org.yagura.os.Poller;
import org.yagura.os.Port;
import org.yagura.os.Processes;
import org.yagura.os.Ready;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;

/**
 * Runs a program behind two pipes, and in a child stands between them and the descriptors 0 and 1 that were ours. The process that was
 * called becomes the program, so that whoever started it waits for the right one.
 */
public final class Relay implements Tool, ForkedEntry {
    /** What is done on the way. */
    public enum Kind {
        /** Both ways are recorded on descriptor 2. As many bytes are read at once as one record has room for. */
        RECORD("recordio", 256, null),
        /** Both ways newlines get their carriage returns. A write of so many bytes to a pipe that is ready does not block. */
        FIX("fixcrio", 2047, LineEnds.Change.ADD_MISSING);

        final String tool;
        final int readBytes;
        final LineEnds.@Nullable Change change;

        Kind(String tool, int readBytes, LineEnds.@Nullable Change change) {
            this.tool = tool;
            this.readBytes = readBytes;
            this.change = change;
        }
    }

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int IN = 0;
    private static final int OUT = 1;

    private final Kind kind;
    private final Invocation invocation;
    private final Descriptors descriptors;
    private final Processes processes;
    private final Messages messages;

    /** The two pipes, each with its read end first. */
    private final int[] toProgram = new int[2];

    private final int[] fromProgram = new int[2];
    private long pid;

    public Relay(Kind kind, Invocation invocation, Descriptors descriptors, Processes processes) {
        this.kind = kind;
        this.invocation = invocation;
        this.descriptors = descriptors;
        this.processes = processes;
        messages = new Messages(descriptors, kind.tool);
    }

    @Override
    public Outcome run() {
        byte[][] program = invocation.arguments();
        if (program.length == 0) {
            messages.usage().add(kind.tool).add(" program [ arg ... ]").end();
            return Outcome.exit(Outcome.USAGE);
        }
        int error = descriptors.pipe(toProgram);
        if (error == 0) {
            error = descriptors.pipe(fromProgram);
        }
        if (error < 0) {
            return failed("create pipe", error);
        }
        pid = processes.pid();
        int child = processes.forkInto(this);
        if (child < 0) {
            return failed("fork", child);
        }
        error = descriptors.duplicateTo(toProgram[0], STDIN);
        if (error >= 0) {
            error = descriptors.duplicateTo(fromProgram[1], STDOUT);
        }
        return error < 0
                ? failed("move descriptors", error)
                : new Outcome.Exec(kind.tool, program, invocation.environment());
    }

    private Outcome failed(String deed, int error) {
        messages.fatal().add("unable to ").add(deed).because(-error);
        return Outcome.exit(Outcome.TROUBLE);
    }

    /** The child's life: as long as the program, or who got its descriptor 1 from it, may write. */
    @Override
    public int run(Port port) {
        port.descriptors().close(toProgram[0]);
        port.descriptors().close(fromProgram[1]);
        Direction in = new Direction(port, messages, STDIN, toProgram[1], kind.readBytes, kind.change);
        Direction out = new Direction(port, messages, fromProgram[0], STDOUT, kind.readBytes, kind.change);
        if (kind == Kind.RECORD) {
            in.record(new Recorder(port.descriptors(), pid, '<'));
            out.record(new Recorder(port.descriptors(), pid, '>'));
        }
        return copy(in, out, port.poller());
    }

    /** Copies both ways until nothing more comes the second one. @return an exit code */
    private static int copy(Direction in, Direction out, Poller poller) {
        Ready ready = new Ready(2);
        while (!out.done()) {
            boolean inNow = in.watch(IN);
            boolean outNow = out.watch(OUT);
            boolean over = out.done();
            if (!over && poller.await(inNow || outNow ? 0 : Long.MAX_VALUE, ready) < 0) {
                ready.clear();
            }
            if (inNow || ready.of(IN) != 0) {
                in.step();
            }
            if (outNow || ready.of(OUT) != 0) {
                out.step();
            }
        }
        return Outcome.DONE;
    }

    /**
     * Lets a person talk to a server: what is typed goes there, with carriage returns, and what it says is shown, until it says no more.
     *
     * @param reader a descriptor of the connection
     * @param writer another one
     * @return an exit code
     */
    public static int talk(Port port, int reader, int writer) {
        Messages messages = new Messages(port.descriptors(), "mconnect-io");
        Direction in = new Direction(port, messages, STDIN, writer, Kind.FIX.readBytes, LineEnds.Change.ADD);
        Direction out = new Direction(port, messages, reader, STDOUT, Kind.FIX.readBytes, null);
        return copy(in, out, port.poller());
    }
}
