package org.yagura.tools.yagura.adding;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;
import org.yagura.os.ChildExit;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;
import org.yagura.tools.ChildWait;
import org.yagura.tools.DescriptorWait;
import org.yagura.tools.FileContent;
import org.yagura.tools.Outcome;
import org.yagura.tools.WholeWrite;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.facts.FactsReader;
import org.yagura.tools.yagura.facts.Target;
import org.yagura.tools.yagura.facts.Targets;

/** Lets an editor change a copy of a service's file, and puts it in the file's place when it is done: no start ever sees half of it. */
public final class Edit {
    private static final int BYTES_MAX = 1 << 20;
    private static final int MODE_PROGRAM = 0755;
    private static final int MODE_BITS = 07777;
    private static final long FOR_EVER_NS = Long.MAX_VALUE / 4;
    private static final byte[] RUN = Ascii.bytes("run");
    private static final byte[] SLASH = {'/'};
    private static final byte[] NEW = Ascii.bytes(".edited");

    private final Call call;
    private final Files files;
    private final FileInfo info = new FileInfo();
    private final ChildExit exit = new ChildExit();

    public Edit(Call call) {
        this.call = call;
        files = call.port.files();
    }

    public Outcome run() {
        int words = call.arguments.operands().size();
        if (words < 1 || words > 2) {
            return call.usage();
        }
        Target target = new Targets(call).named(call.arguments.operands().get(0));
        if (!new FactsReader(call.port).exists(target)) {
            call.messages.warning().add("no such service: ").add(target.name()).end();
            return Outcome.exit(Call.NOT_SO);
        }
        byte[] file = Ascii.concat(
                target.path(), SLASH, words == 2 ? call.arguments.operands().get(1) : RUN);
        byte[] copy = Ascii.concat(file, NEW);
        byte[] before = read(file);
        int mode = before == null ? MODE_PROGRAM : info.mode & MODE_BITS;
        if (before == null && call.port.files().stat(Files.CWD, file, info) >= 0) {
            return trouble("read", file, -Errno.EIO);
        }
        int error = write(copy, before == null ? new byte[0] : before, mode);
        if (error < 0) {
            return trouble("create", copy, error);
        }
        Outcome outcome = edit(target, file, copy, before);
        files.unlink(Files.CWD, copy);
        return outcome;
    }

    private Outcome edit(Target target, byte[] file, byte[] copy, byte @Nullable [] before) {
        int code = runEditor(copy);
        if (code != 0) {
            call.messages
                    .warning()
                    .add(file)
                    .add(": left as it is, the editor has failed")
                    .end();
            return Outcome.exit(Call.NOT_SO);
        }
        byte[] after = read(copy);
        if (after == null || after.length == 0 || Arrays.equals(before, after)) {
            call.out.text.append(file).append(": not changed\n");
            return call.out.end(Outcome.DONE);
        }
        int error = files.rename(Files.CWD, copy, Files.CWD, file);
        if (error < 0) {
            return trouble("rename", copy, error);
        }
        call.out.text.append(file).append(": changed; it counts from the next start on: yagura restart ");
        call.out.text.append(target.name()).append((byte) '\n');
        return call.out.end(Outcome.DONE);
    }

    /** Lets the editor of VISUAL or EDITOR work, which may have options: a shell splits them. @return its exit code */
    private int runEditor(byte[] copy) {
        byte[] visual = call.invocation.variable("VISUAL");
        byte[] editor = visual != null && visual.length > 0 ? visual : call.invocation.variable("EDITOR");
        byte[] name = editor != null && editor.length > 0 ? editor : Ascii.bytes("vi");
        byte[] script = Ascii.concat(Ascii.bytes("exec "), name, Ascii.bytes(" \"$0\""));
        byte[][] command = {Ascii.bytes("sh"), Ascii.bytes("-c"), script, copy};
        SpawnRequest request = new SpawnRequest(Ascii.bytes("/bin/sh"), command, null);
        request.defaultSignals = Signal.bit(Signal.CHLD);
        int pid = call.port.processes().spawn(request);
        if (pid < 0) {
            return Outcome.TROUBLE;
        }
        DescriptorWait wait = new DescriptorWait(call.port.poller(), call.port.clock());
        ChildWait children = new ChildWait(call.port.processes(), call.port.descriptors(), wait);
        int reaped = children.until(pid, exit, FOR_EVER_NS);
        return reaped > 0 && !exit.crashed() ? exit.code() : Outcome.TROUBLE;
    }

    private byte @Nullable [] read(byte[] path) {
        int fd = files.open(Files.CWD, path, OpenFlag.READ, 0);
        if (fd < 0) {
            return null;
        }
        call.port.descriptors().info(fd, info);
        return new FileContent(call.port.descriptors()).read(fd, BYTES_MAX);
    }

    private int write(byte[] path, byte[] content, int mode) {
        int flags = OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.EXCLUSIVE | OpenFlag.NOFOLLOW;
        int fd = files.open(Files.CWD, path, flags, mode);
        if (fd < 0) {
            return fd;
        }
        int error = WholeWrite.write(call.port.descriptors(), fd, content, content.length);
        error = error < 0 ? error : call.port.descriptors().changeMode(fd, mode);
        call.port.descriptors().close(fd);
        return error;
    }

    private Outcome trouble(String what, byte[] path, int error) {
        call.messages.fatal().add("unable to ").add(what).add(" ").add(path).because(-error);
        return Outcome.exit(Outcome.TROUBLE);
    }
}
