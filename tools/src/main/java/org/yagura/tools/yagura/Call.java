package org.yagura.tools.yagura;

import org.yagura.os.Port;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.ScanDefault;

/** One call of a subcommand: what it was told and what it may use. */
public final class Call {
    /** Exit code: what was asked is not so, or could not be made so. */
    public static final int NOT_SO = 1;

    public final Subcommand subcommand;
    public final Arguments arguments;
    public final Invocation invocation;
    public final Port port;
    public final Messages messages;
    public final Output out;

    Call(Subcommand subcommand, byte[][] words, Invocation invocation, Port port) {
        this.subcommand = subcommand;
        this.invocation = invocation;
        this.port = port;
        arguments = new Arguments(subcommand, words);
        messages = new Messages(port.descriptors(), Yagura.PROGRAM);
        out = new Output(port.descriptors(), port.terminal(), invocation, messages);
    }

    private Call(Call other, Port port) {
        subcommand = other.subcommand;
        invocation = other.invocation;
        arguments = other.arguments;
        this.port = port;
        messages = new Messages(port.descriptors(), Yagura.PROGRAM);
        out = new Output(port.descriptors(), port.terminal(), invocation, messages);
    }

    /** The same call as a forked child goes on with it. */
    public Call on(Port childs) {
        return new Call(this, childs);
    }

    /** The directory of services: {@code --scandir}, {@code SVDIR}, else the usual places. */
    public byte[] scanDirectory() {
        byte[] given = arguments.value(Option.SCANDIR);
        byte[] variable = invocation.variable("SVDIR");
        if (given != null && given.length > 0) {
            return given;
        }
        return variable != null && variable.length > 0 ? variable : ScanDefault.find(port.files());
    }

    /** Ends a call that was put wrongly: says what is wrong and how it is put. */
    public Outcome usage(String problem, byte[] culprit) {
        messages.fatal().add(problem).add(culprit).end();
        return usage();
    }

    /** Ends a call that was put wrongly: says how it is put. */
    public Outcome usage() {
        messages.usage().add(Help.synopsis(subcommand)).end();
        return Outcome.exit(Outcome.USAGE);
    }
}
