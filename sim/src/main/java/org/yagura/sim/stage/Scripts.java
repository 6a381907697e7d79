package org.yagura.sim.stage;

import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;
import org.yagura.sim.kernel.Image;
import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.SimProcess;

/** The programs that services are made of in scenarios. In a {@code run} file: {@code #!sleeper}. */
final class Scripts {
    private static final long MS = 1_000_000;
    private static final int COPY_BYTES = 4096;

    private Scripts() {}

    static void register(Kernel kernel, Ledger ledger) {
        kernel.register("sleeper", (process, image) -> sleeper(new Shell(process, image)));
        kernel.register("exit", (process, image) -> (int) new Shell(process, image).number(1));
        kernel.register("exit-after", (process, image) -> exitAfter(new Shell(process, image)));
        kernel.register("stubborn", (process, image) -> stubborn(new Shell(process, image)));
        kernel.register("polite", (process, image) -> polite(new Shell(process, image)));
        kernel.register("writer", (process, image) -> writer(new Shell(process, image), ledger));
        kernel.register("cat", (process, image) -> cat(new Shell(process, image)));
        kernel.register("daemonises", (process, image) -> daemonises(new Shell(process, image)));
        kernel.register("exec", Scripts::exec);
        kernel.register("sh", Scripts::sh);
    }

    /** Lives until a signal kills it. */
    private static int sleeper(Shell shell) {
        while (true) {
            shell.sleepForEver();
        }
    }

    /** {@code exit-after MS CODE}. */
    private static int exitAfter(Shell shell) {
        shell.sleep(shell.number(1) * MS);
        return (int) shell.number(2);
    }

    /** Ignores TERM: only KILL ends it. */
    private static int stubborn(Shell shell) {
        shell.ignore(Signal.TERM);
        return sleeper(shell);
    }

    /** {@code polite MS}: at TERM, takes so long to end, with code 0. */
    private static int polite(Shell shell) {
        shell.trap(Signal.TERM);
        while (shell.caught() == 0) {
            shell.sleepForEver();
        }
        shell.ignore(Signal.TERM);
        shell.sleep(shell.number(1) * MS);
        return 0;
    }

    /** {@code writer NAME PERIOD_US [LENGTH]}: numbered lines on descriptor 1, for ever; the count goes on from one life to the next. */
    private static int writer(Shell shell, Ledger ledger) {
        String name = shell.argument(1);
        int length = shell.argumentCount() > 3 ? (int) shell.number(3) : 0;
        while (true) {
            String line = ledger.begin(name, length);
            int done = shell.write(1, line);
            ledger.written(name, line, done);
            if (shell.number(2) > 0) {
                shell.sleep(shell.number(2) * 1000 * ledger.slowness);
            }
        }
    }

    /** {@code cat FILE}: appends what it reads to a file, to the end. */
    private static int cat(Shell shell) {
        int fd = shell.process()
                .port()
                .files()
                .open(
                        Files.CWD,
                        Shell.bytes(shell.argument(1)),
                        OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.APPEND,
                        0644);
        byte[] buffer = new byte[COPY_BYTES];
        int n = shell.read(0, buffer);
        while (n > 0) {
            shell.process().port().descriptors().write(fd, buffer, 0, n);
            n = shell.read(0, buffer);
        }
        return 0;
    }

    /** Leaves a child that lives on in the background, and ends. */
    private static int daemonises(Shell shell) {
        byte[] program = Shell.bytes("/bin/sleeper");
        SpawnRequest request = new SpawnRequest(program, new byte[][] {program}, null);
        request.newSession = true;
        shell.process().port().processes().spawn(request);
        return 0;
    }

    /** {@code exec FILE ARGUMENTS…}: becomes another program. */
    private static int exec(SimProcess process, Image image) {
        byte[][] given = image.arguments();
        byte[][] arguments = java.util.Arrays.copyOfRange(given, 1, given.length);
        process.port().exec().exec(arguments[0], arguments, image.environment());
        return 127;
    }

    /** {@code sh -c "FILE ARGUMENTS…"}: as exec, words apart by single spaces. */
    private static int sh(SimProcess process, Image image) {
        String[] words = Shell.text(image.arguments()[2]).split(" ", -1);
        byte[][] arguments = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = Shell.bytes(words[i]);
        }
        process.port().exec().exec(arguments[0], arguments, image.environment());
        return 127;
    }
}
