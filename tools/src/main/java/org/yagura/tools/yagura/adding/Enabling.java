package org.yagura.tools.yagura.adding;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.control.Deed;
import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.control.Control;
import org.yagura.tools.yagura.facts.FactsReader;
import org.yagura.tools.yagura.facts.Target;
import org.yagura.tools.yagura.facts.Targets;

/** Makes or removes the file {@code down}, which says whether a service is started by itself. */
public final class Enabling {
    private static final byte[] DOWN = Ascii.bytes("/down");
    private static final int MODE = 0644;

    private final Call call;
    private final boolean enable;

    public Enabling(Call call, boolean enable) {
        this.call = call;
        this.enable = enable;
    }

    public Outcome run() {
        if (call.arguments.operands().isEmpty()) {
            return call.usage();
        }
        Targets targets = new Targets(call);
        FactsReader reader = new FactsReader(call.port);
        List<Target> done = new ArrayList<>();
        int code = Outcome.DONE;
        for (byte[] word : call.arguments.operands()) {
            Target target = targets.named(word);
            if (!reader.exists(target)) {
                call.messages
                        .warning()
                        .add("no such service: ")
                        .add(target.name())
                        .end();
                code = Math.max(code, Call.NOT_SO);
                continue;
            }
            byte[] file = Ascii.concat(target.path(), DOWN);
            int error = enable ? remove(file) : make(file);
            if (error < 0) {
                call.messages.fatal().add(enable ? "unable to remove " : "unable to create ");
                call.messages.add(file).because(-error);
                code = Outcome.TROUBLE;
            } else {
                done.add(target);
            }
        }
        if (call.arguments.has(Option.NOW) && code == Outcome.DONE) {
            return new Control(call, enable ? Deed.START : Deed.STOP).run();
        }
        for (Target target : done) {
            call.out.text.append(target.name()).append(enable ? ": enabled\n" : ": disabled\n");
        }
        return call.out.end(code);
    }

    private int remove(byte[] file) {
        int error = call.port.files().unlink(Files.CWD, file);
        return error == -Errno.ENOENT ? 0 : error;
    }

    private int make(byte[] file) {
        int fd = call.port.files().open(Files.CWD, file, OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.NONBLOCK, MODE);
        return fd < 0 ? fd : call.port.descriptors().close(fd);
    }
}
