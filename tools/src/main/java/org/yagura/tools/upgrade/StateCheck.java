package org.yagura.tools.upgrade;

import org.jspecify.annotations.Nullable;
import org.yagura.core.handover.Handover;
import org.yagura.core.handover.HandoverReader;
import org.yagura.core.scan.SvscanState;
import org.yagura.core.supervise.SuperviseState;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;

/**
 * {@code supervise --check-state}, {@code svscan --check-state}: whether this program could go on from the state on descriptor 0. The
 * answer is written behind the state: who knows what to write there has understood it.
 */
public final class StateCheck {
    /** The argument that asks for it. */
    public static final byte[] ARGUMENT = Ascii.bytes("--check-state");

    private static final int STATE_FD = 0;

    private final Descriptors descriptors;
    private final Messages messages;

    public StateCheck(Descriptors descriptors, Messages messages) {
        this.descriptors = descriptors;
        this.messages = messages;
    }

    /** Whether a tool's arguments ask for it. */
    public static boolean isAskedFor(byte[][] arguments) {
        return arguments.length == 1 && java.util.Arrays.equals(arguments[0], ARGUMENT);
    }

    /** Checks the state. @param whose a number of {@link Handover} */
    public Outcome run(int whose) {
        byte[] bytes = read(descriptors, STATE_FD);
        if (bytes == null) {
            messages.fatal().add("unable to read a state").end();
            return Outcome.exit(Outcome.TROUBLE);
        }
        Handover handover = new Handover();
        HandoverReader reader = handover.open(bytes, bytes.length, whose);
        if (reader == null || !understood(reader, whose)) {
            sayRefused(handover.version());
            return Outcome.exit(Outcome.TROUBLE);
        }
        byte[] answer = Handover.answer(bytes, bytes.length);
        int written = descriptors.writeAt(STATE_FD, answer, 0, answer.length, bytes.length);
        return Outcome.exit(written == answer.length ? Outcome.DONE : Outcome.TROUBLE);
    }

    private static boolean understood(HandoverReader reader, int whose) {
        return whose == Handover.SVSCAN ? new SvscanState().decode(reader) : new SuperviseState().decode(reader);
    }

    private void sayRefused(long version) {
        messages.fatal().add("unable to go on from this state: ");
        if (version > Handover.VERSION) {
            messages.add("it is of version ")
                    .add(version)
                    .add(", and this program knows versions up to ")
                    .add(Handover.VERSION)
                    .end();
        } else {
            messages.add(version == 0 ? "it is none" : "it is damaged").end();
        }
    }

    /** Reads a whole file from its start. @return its bytes, or null */
    static byte @Nullable [] read(Descriptors descriptors, int fd) {
        FileInfo info = new FileInfo();
        if (descriptors.info(fd, info) < 0 || !info.isRegular() || info.size > Handover.LENGTH_MAX) {
            return null;
        }
        byte[] bytes = new byte[(int) info.size];
        int length = 0;
        while (length < bytes.length) {
            int n = descriptors.readAt(fd, bytes, length, bytes.length - length, length);
            if (n <= 0 && n != -Errno.EINTR) {
                return null;
            }
            length += Math.max(0, n);
        }
        return bytes;
    }

    /** Makes a file hold these bytes and nothing else. @return 0 or a negated errno */
    static int write(Descriptors descriptors, int fd, byte[] bytes) {
        int result = descriptors.truncate(fd, 0);
        int length = 0;
        while (result >= 0 && length < bytes.length) {
            result = descriptors.writeAt(fd, bytes, length, bytes.length - length, length);
            length += Math.max(0, result);
            result = result == 0 ? -Errno.ENOSPC : result == -Errno.EINTR ? 0 : result;
        }
        return Math.min(result, 0);
    }
}
