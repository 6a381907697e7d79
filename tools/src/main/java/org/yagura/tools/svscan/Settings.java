package org.yagura.tools.svscan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.scan.StopPlan;
import org.yagura.core.supervise.Compat;
import org.yagura.core.text.Ascii;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;

/** What svscan is told to do by its options, and by the environment where no option says it. */
final class Settings {
    static final String USAGE = "svscan [ --grace=seconds ] [ --compat=encore|runit ] [ --output=/dir ] [ dir ]";

    private static final String GRACE_OPTION = "--grace=";
    private static final String COMPAT_OPTION = "--compat=";
    private static final String OUTPUT_OPTION = "--output=";

    private final Messages messages;
    private long graceSeconds = StopPlan.NO_GRACE;
    private byte @Nullable [] habits;
    private byte @Nullable [] outputs;
    private byte @Nullable [] directory;

    Settings(Messages messages) {
        this.messages = messages;
    }

    /** Seconds until services are killed that do not stop, or {@link StopPlan#NO_GRACE}. */
    long graceSeconds() {
        return graceSeconds;
    }

    /** A word of {@code compat} for all services. */
    byte @Nullable [] habits() {
        return habits;
    }

    /** A directory with a FIFO for the output of each supervise. */
    byte @Nullable [] outputs() {
        return outputs;
    }

    /** The scan directory, if one is named. */
    byte @Nullable [] directory() {
        return directory;
    }

    /** @return whether all options were understood */
    boolean take(Invocation invocation) {
        takeEnvironment(invocation);
        byte[][] arguments = invocation.arguments();
        for (byte[] argument : arguments) {
            boolean understood;
            if (Ascii.startsWith(argument, GRACE_OPTION)) {
                graceSeconds = StopPlan.grace(after(GRACE_OPTION, argument));
                understood = graceSeconds >= 0;
            } else if (Ascii.startsWith(argument, COMPAT_OPTION)) {
                understood = follow(after(COMPAT_OPTION, argument));
            } else if (Ascii.startsWith(argument, OUTPUT_OPTION)) {
                byte[] named = after(OUTPUT_OPTION, argument);
                understood = named.length > 0 && named[0] == '/';
                outputs = named;
            } else {
                directory = argument;
                return true;
            }
            if (!understood) {
                return false;
            }
        }
        return true;
    }

    private static byte[] after(String option, byte[] argument) {
        return Arrays.copyOfRange(argument, option.length(), argument.length);
    }

    private boolean follow(byte[] word) {
        if (Compat.of(word) == Compat.UNKNOWN) {
            return false;
        }
        habits = word;
        return true;
    }

    private void takeEnvironment(Invocation invocation) {
        byte[] grace = invocation.variable("SVSCAN_GRACE");
        if (grace != null && grace.length > 0) {
            long seconds = StopPlan.grace(grace);
            if (seconds < 0) {
                warnOf("SVSCAN_GRACE is no number of seconds: ", grace);
            } else {
                graceSeconds = seconds;
            }
        }
        byte[] word = invocation.variable("SVSCAN_COMPAT");
        if (word != null && word.length > 0 && !follow(word)) {
            warnOf("SVSCAN_COMPAT is no word of compat: ", word);
        }
    }

    private void warnOf(String what, byte[] value) {
        messages.warning().add(what).add(value).end();
    }
}
