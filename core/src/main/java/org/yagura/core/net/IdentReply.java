package org.yagura.core.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Answers of RFC 1413: {@code 1234 , 25 : USERID : UNIX : joe}, or {@code 1234 , 25 : ERROR : NO-USER}. */
public final class IdentReply {
    /** Bytes of an answer at most; what comes behind is not read. */
    public static final int BYTES_MAX = 1024;

    private static final int COLONS = 3;

    private IdentReply() {}

    /** Whether what has come holds a whole answer. */
    public static boolean isWhole(byte[] reply, int length) {
        for (int i = 0; i < length; i++) {
            if (reply[i] == '\n' || reply[i] == 0) {
                return true;
            }
        }
        return length == reply.length;
    }

    /**
     * What the answer says of the client: all behind the third colon, without blanks and carriage returns, as ucspi-tcp has it. An error
     * leaves nothing of it, which is not the same as no answer.
     *
     * @return null where there is no whole answer
     */
    public static byte @Nullable [] info(byte[] reply, int length) {
        byte[] info = new byte[length];
        int filled = 0;
        int colons = 0;
        for (int i = 0; i < length; i++) {
            byte b = reply[i];
            if (b == '\n' || b == 0) {
                return Arrays.copyOf(info, filled);
            }
            if (b == ' ' || b == '\t' || b == '\r') {
                continue;
            }
            if (colons < COLONS) {
                colons += b == ':' ? 1 : 0;
            } else {
                info[filled++] = b;
            }
        }
        return length == BYTES_MAX ? Arrays.copyOf(info, filled) : null;
    }
}
