package org.yagura.tools.yagura.init;

import org.yagura.core.init.LineStamp;
import org.yagura.core.init.Rewrites;
import org.yagura.core.text.TimeSpan;
import org.yagura.tools.EventLoop;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;

/** {@code yagura init}: the first process, over a directory of services or over one command. */
public final class Init {
    /** A container's engine sends KILL ten seconds after TERM; what is left after these is killed in time for its logs to be read. */
    private static final long GRACE_NS = 8_000_000_000L;

    private final Call call;

    public Init(Call call) {
        this.call = call;
    }

    public Outcome run() {
        Rewrites rewrites = new Rewrites();
        for (byte[] pair : call.arguments.values(Option.REWRITE)) {
            if (!rewrites.add(pair)) {
                return call.usage("no two signals with a colon between them: ", pair);
            }
        }
        byte[] text = call.arguments.value(Option.GRACE);
        long graceNs = text == null ? GRACE_NS : TimeSpan.parse(text);
        if (text != null && graceNs == TimeSpan.BAD) {
            return call.usage("no length of time: ", text);
        }
        byte[][] command = call.arguments.command();
        if (call.arguments.dashesSeen()) {
            return wrap(command, rewrites, text == null ? Wrap.NO_GRACE : graceNs);
        }
        byte[] word = call.arguments.value(Option.STAMP);
        LineStamp stamp = word == null ? LineStamp.NONE : LineStamp.named(word);
        if (stamp == null) {
            return call.usage("no such stamp: ", word == null ? new byte[0] : word);
        }
        if (call.arguments.operands().size() > 1) {
            return call.usage("too many arguments: ", call.arguments.operands().get(1));
        }
        byte[] directory = call.arguments.operands().isEmpty()
                ? call.scanDirectory()
                : call.arguments.operands().get(0);
        Settings settings = new Settings(
                directory,
                call.arguments.value(Option.MAIN),
                call.arguments.value(Option.STATE),
                stamp,
                call.arguments.has(Option.PLAIN),
                graceNs,
                rewrites,
                call.arguments.value(Option.FINISH));
        return EventLoop.run(new Tree(call, settings), call.port);
    }

    private Outcome wrap(byte[][] command, Rewrites rewrites, long graceNs) {
        Option[] others = {Option.MAIN, Option.STATE, Option.STAMP, Option.PLAIN, Option.FINISH};
        for (Option option : others) {
            if (call.arguments.has(option)) {
                return call.usage(
                        "an option for a directory of services: ", org.yagura.core.text.Ascii.bytes(option.name));
            }
        }
        if (command.length == 0 || !call.arguments.operands().isEmpty()) {
            return call.usage();
        }
        return EventLoop.run(new Wrap(call, command, rewrites, graceNs, call.arguments.has(Option.GROUP)), call.port);
    }
}
