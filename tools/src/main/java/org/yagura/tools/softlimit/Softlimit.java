package org.yagura.tools.softlimit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Limits;
import org.yagura.os.Resource;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Options;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;

/** Runs a program under soft resource limits. Each option is set as it is read; a value above the hard limit is cut to it, and said so. */
public final class Softlimit implements Tool {
    private static final int NOT_A_NUMBER = -1;

    private final Invocation invocation;
    private final Limits limits;
    private final Messages messages;
    private final long[] softAndHard = new long[2];

    public Softlimit(Invocation invocation, Limits limits, Descriptors descriptors) {
        this.invocation = invocation;
        this.limits = limits;
        messages = new Messages(descriptors, "softlimit");
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        Options options = new Options(arguments, Ascii.bytes("a:c:d:f:l:m:o:p:r:s:t:"));
        for (int letter = options.next(); letter != Options.END; letter = options.next()) {
            if (letter == Options.BAD) {
                options.complain(messages);
                return usage();
            }
            Outcome failure = letter == 'm' ? setMemory(options.argument()) : set(letter, options.argument());
            if (failure != null) {
                return failure;
            }
        }
        byte[][] program = Arrays.copyOfRange(arguments, options.operandsAt(), arguments.length);
        return program.length == 0 ? usage() : new Outcome.Exec("softlimit", program, invocation.environment());
    }

    private @Nullable Outcome setMemory(byte[] text) {
        for (char letter : new char[] {'d', 's', 'l', 'a'}) {
            Outcome failure = set(letter, text);
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    private @Nullable Outcome set(int letter, byte[] text) {
        int resource = resource(letter);
        int error = limits.get(resource, softAndHard);
        if (error < 0) {
            messages.fatal().add("getrlimit failed").because(-error);
            return Outcome.exit(Outcome.TROUBLE);
        }
        long hard = softAndHard[1];
        long soft = Ascii.equal(text, "=") ? hard : number(text);
        if (soft == NOT_A_NUMBER) {
            return usage();
        }
        if (soft > hard) {
            messages.warning().add("-").add(new byte[] {(byte) letter}).add(" ").add(text);
            messages.add(" is above the hard limit, set to ").add(hard).end();
            soft = hard;
        }
        error = limits.set(resource, soft, hard);
        if (error < 0) {
            messages.fatal().add("setrlimit failed").because(-error);
            return Outcome.exit(Outcome.TROUBLE);
        }
        return null;
    }

    private Outcome usage() {
        messages.usage()
                .add(
                        "softlimit [-a allbytes] [-c corebytes] [-d databytes] [-f filebytes] [-l lockbytes] [-m membytes] ")
                .add("[-o openfiles] [-p processes] [-r residentbytes] [-s stackbytes] [-t cpusecs] child")
                .end();
        return Outcome.exit(Outcome.USAGE);
    }

    private static int resource(int letter) {
        return switch (letter) {
            case 'a' -> Resource.ADDRESS_SPACE;
            case 'c' -> Resource.CORE;
            case 'd' -> Resource.DATA;
            case 'f' -> Resource.FILE_SIZE;
            case 'l' -> Resource.LOCKED_MEMORY;
            case 'o' -> Resource.OPEN_FILES;
            case 'p' -> Resource.PROCESSES;
            case 'r' -> Resource.RESIDENT;
            case 's' -> Resource.STACK;
            default -> Resource.CPU_SECONDS;
        };
    }

    /** Decimal digits alone, none standing for 0; what is too large for a number is as good as no limit. */
    private static long number(byte[] text) {
        long number = 0;
        for (byte b : text) {
            int digit = b - '0';
            if (digit < 0 || digit > 9) {
                return NOT_A_NUMBER;
            }
            number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
        }
        return number;
    }
}
