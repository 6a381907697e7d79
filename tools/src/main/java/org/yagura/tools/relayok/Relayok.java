package org.yagura.tools.relayok;

import java.util.Arrays;
import org.yagura.core.env.Environment;
import org.yagura.core.net.IpText;
import org.yagura.core.net.Numbers;
import org.yagura.core.relay.StampName;
import org.yagura.core.text.Ascii;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Options;
import org.yagura.tools.Outcome;
import org.yagura.tools.StampDirectory;
import org.yagura.tools.Tool;

/** Before an SMTP daemon: sets RELAYCLIENT if the client has logged in to fetch mail not long ago. */
public final class Relayok implements Tool {
    private static final int MINUTES_DEFAULT = 30;

    private final Invocation invocation;
    private final StampDirectory stamps;
    private final Messages messages;

    private int bits = 8 * IpText.V6;
    private int minutes = MINUTES_DEFAULT;
    private byte[] value = new byte[0];

    public Relayok(Invocation invocation, Files files, Descriptors descriptors, Clock clock) {
        this.invocation = invocation;
        stamps = new StampDirectory(files, descriptors, clock);
        messages = new Messages(descriptors, "relayok");
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        Options options = new Options(arguments, Ascii.bytes("6:m:v:"));
        for (int letter = options.next(); letter != Options.END; letter = options.next()) {
            switch (letter) {
                case '6' -> bits = StampDirectory.bits(options.argument());
                case 'm' -> minutes = Numbers.parse(options.argument(), StampName.MINUTES_MAX);
                case 'v' -> value = options.argument();
                default -> {
                    options.complain(messages);
                    return usage();
                }
            }
        }
        int at = options.operandsAt();
        if (bits < 0 || minutes <= 0 || arguments.length - at < 2) {
            return usage();
        }
        Environment environment = new Environment(invocation.environment());
        // Rules of tcpserver may have set it, to a value of their own.
        if (invocation.variable("RELAYCLIENT") == null && isStamped(arguments[at])) {
            environment.set(Ascii.bytes("RELAYCLIENT"), value);
        }
        return new Outcome.Exec(
                "relayok", Arrays.copyOfRange(arguments, at + 1, arguments.length), environment.entries());
    }

    private boolean isStamped(byte[] path) {
        byte[] ip = StampDirectory.client(invocation, bits, messages);
        if (ip == null) {
            return false;
        }
        int directory = stamps.open(path);
        int found = directory < 0 ? directory : stamps.find(directory, ip, minutes);
        if (found < 0) {
            messages.warning().add("unable to look for stamps in ").add(path).because(-found);
            return false;
        }
        // Writers who are plain users may have no right to list the directory.
        stamps.sweepNowAndThen(path);
        return found > 0;
    }

    private Outcome usage() {
        messages.usage()
                .add("relayok [ -m minutes ] [ -v value ] [ -6 bits ] dir program [ arg ... ]")
                .end();
        return Outcome.exit(Outcome.USAGE);
    }
}
