package org.yagura.tools.setlock;

import java.util.Arrays;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Options;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;

/** Runs a program that holds a lock: an exclusive flock on a file, on a descriptor that the program inherits. */
public final class Setlock implements Tool {
    private static final int MODE = 0600;

    private final Invocation invocation;
    private final Files files;
    private final Descriptors descriptors;
    private final Messages messages;

    private boolean wait = true;
    private boolean silent;

    public Setlock(Invocation invocation, Files files, Descriptors descriptors) {
        this.invocation = invocation;
        this.files = files;
        this.descriptors = descriptors;
        messages = new Messages(descriptors, "setlock");
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        Options options = new Options(arguments, Ascii.bytes("nNxX"));
        for (int letter = options.next(); letter != Options.END; letter = options.next()) {
            switch (letter) {
                case 'n' -> wait = false;
                case 'N' -> wait = true;
                case 'x' -> silent = true;
                case 'X' -> silent = false;
                default -> {
                    options.complain(messages);
                    return usage();
                }
            }
        }
        int at = options.operandsAt();
        if (arguments.length - at < 2) {
            return usage();
        }
        return lock(arguments[at], Arrays.copyOfRange(arguments, at + 1, arguments.length));
    }

    private Outcome lock(byte[] name, byte[][] program) {
        int flags = OpenFlag.WRITE | OpenFlag.NONBLOCK | OpenFlag.APPEND | OpenFlag.CREATE | OpenFlag.INHERIT;
        int file = files.open(Files.CWD, name, flags, MODE);
        if (file < 0) {
            return failed("open ", name, -file);
        }
        int error = wait ? descriptors.lockBlocking(file) : descriptors.tryLock(file);
        if (error < 0) {
            return failed("lock ", name, -error);
        }
        return new Outcome.Exec("setlock", program, invocation.environment());
    }

    private Outcome failed(String deed, byte[] name, int errno) {
        if (silent) {
            return Outcome.exit(Outcome.DONE);
        }
        messages.fatal().add("unable to ").add(deed).add(name).because(errno);
        return Outcome.exit(Outcome.TROUBLE);
    }

    private Outcome usage() {
        messages.usage().add("setlock [ -nNxX ] file program [ arg ... ]").end();
        return Outcome.exit(Outcome.USAGE);
    }
}
