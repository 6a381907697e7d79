package org.yagura.sim.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.yagura.os.Errno;
import org.yagura.os.Exec;
import org.yagura.sim.file.Directory;
import org.yagura.sim.file.Inode;
import org.yagura.sim.file.RegularFile;

/** Becoming another program, and ending. A file that can be exec'd is a text whose first line is {@code #!PROGRAM ARGUMENTS}. */
final class ExecCalls implements Exec {
    private static final int EXECUTABLE = 0111;
    private static final int LINE_MAX = 4096;

    private final Kernel kernel;
    private final SimProcess process;

    ExecCalls(Kernel kernel, SimProcess process) {
        this.kernel = kernel;
        this.process = process;
    }

    @Override
    public int exec(byte[] program, byte[][] arguments, byte[][] environment) {
        byte[] told = process.told;
        process.told = new byte[0];
        long blocked = process.blockedSignals;
        long ignored = process.ignoredSignals;
        process.ignoredSignals = process.ignoredAtStart;
        kernel.signals().setBlocked(process, process.blockedAtStart);
        int result = replace(program, arguments, environment);
        process.told = told;
        process.ignoredSignals = ignored;
        kernel.signals().setBlocked(process, blocked);
        return result;
    }

    /** Replaces the image; returns only where that fails. @return a negated errno */
    int replace(byte[] program, byte[][] arguments, byte[][] environment) {
        String path = ProcessPort.text(program);
        int result = kernel.enter(process, Call.EXEC, path);
        if (result < 0) {
            return result;
        }
        PathWalk walk = new PathWalk(kernel);
        result = walk.walk(process, process.directory, path, true);
        Inode inode = walk.found;
        if (result < 0 || inode == null) {
            return kernel.leave(process, Call.EXEC, path, result < 0 ? result : -Errno.ENOENT);
        }
        if (inode instanceof Directory || !(inode instanceof RegularFile file) || (inode.mode & EXECUTABLE) == 0) {
            return kernel.leave(process, Call.EXEC, path, -Errno.EACCES);
        }
        String text = file.text();
        int end = text.indexOf('\n');
        if (!text.startsWith("#!") || end < 0 || end > LINE_MAX) {
            return kernel.leave(process, Call.EXEC, path, -Errno.ENOEXEC);
        }
        String[] words = text.substring(2, end).split(" ", -1);
        Program image = kernel.program(words[0]);
        if (image == null) {
            return kernel.leave(process, Call.EXEC, path, -Errno.ENOENT);
        }
        kernel.leave(process, Call.EXEC, path, 0);
        become(words, arguments, environment);
        throw new NewImage(new Image(image, process.arguments, environment));
    }

    /** The arguments of an interpreted file stand between its name and those that were given. */
    private void become(String[] words, byte[][] arguments, byte[][] environment) {
        List<byte[]> all = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            all.add(words[i].getBytes(StandardCharsets.ISO_8859_1));
        }
        process.arguments = arguments;
        if (!all.isEmpty()) {
            all.add(0, arguments[0]);
            all.addAll(List.of(arguments).subList(1, arguments.length));
            process.arguments = all.toArray(new byte[0][]);
        }
        process.environment = environment;
        process.name = lastPart(ProcessPort.text(arguments[0]));
        process.tool = false;
        if (ProcessPort.text(arguments[0]).equals("./run")) {
            process.service = process.directory;
        }
        process.execed = true;
        process.inherited = process.leaves;
        process.leaves = -1;
        process.descriptors.closeForExec();
        process.newPort();
        kernel.signals().execed(process);
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public void exit(int code) {
        kernel.enter(process, Call.EXIT, Integer.toString(code));
        kernel.end(process, (code & 0xff) << 8);
        throw new ProcessDeath();
    }

    void pause(long forNs) {
        kernel.enter(process, Call.PAUSE, "");
        long wakeNs = forNs == Long.MAX_VALUE ? forNs : kernel.clock().monotonicNs() + forNs;
        int result = kernel.block(process, () -> process.caughtSignals != 0, wakeNs);
        kernel.leave(process, Call.PAUSE, "", result);
    }
}
