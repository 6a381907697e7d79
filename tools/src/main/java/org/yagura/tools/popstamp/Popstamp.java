package org.yagura.tools.popstamp;

import java.util.Arrays;
import org.yagura.core.net.IpText;
import org.yagura.core.text.Ascii;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.Processes;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Options;
import org.yagura.tools.Outcome;
import org.yagura.tools.StampDirectory;
import org.yagura.tools.Tool;

/** Behind a login: notes the client's address, and becomes the program that serves it, whatever comes of the note. */
public final class Popstamp implements Tool {
    private final Invocation invocation;
    private final Processes processes;
    private final StampDirectory stamps;
    private final Messages messages;

    public Popstamp(Invocation invocation, Files files, Descriptors descriptors, Processes processes, Clock clock) {
        this.invocation = invocation;
        this.processes = processes;
        stamps = new StampDirectory(files, descriptors, clock);
        messages = new Messages(descriptors, "popstamp");
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        Options options = new Options(arguments, Ascii.bytes("6:"));
        int bits = 8 * IpText.V6;
        for (int letter = options.next(); letter != Options.END; letter = options.next()) {
            if (letter == Options.BAD) {
                options.complain(messages);
                return usage();
            }
            bits = StampDirectory.bits(options.argument());
        }
        int at = options.operandsAt();
        if (bits < 0 || arguments.length - at < 2) {
            return usage();
        }
        byte[] ip = StampDirectory.client(invocation, bits, messages);
        if (ip != null) {
            stamp(arguments[at], ip);
        }
        return new Outcome.Exec(
                "popstamp", Arrays.copyOfRange(arguments, at + 1, arguments.length), invocation.environment());
    }

    /** Trouble here must not keep anybody from the mail. */
    private void stamp(byte[] path, byte[] ip) {
        int directory = stamps.open(path);
        int error = directory < 0 ? directory : stamps.stamp(directory, ip, processes.pid());
        if (error < 0) {
            messages.warning().add("unable to stamp in ").add(path).because(-error);
            return;
        }
        stamps.sweep(path);
    }

    private Outcome usage() {
        messages.usage().add("popstamp [ -6 bits ] dir program [ arg ... ]").end();
        return Outcome.exit(Outcome.USAGE);
    }
}
