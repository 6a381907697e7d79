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

    /** What the answer says of the client: all behind the third colon and blanks. @return null where it says nothing */
    public static byte @Nullable [] info(byte[] reply, int length) {
        int at = 0;
        for (int colons = 0; colons < COLONS; at++) {
            if (at == length || reply[at] == '\n' || reply[at] == '\r' || reply[at] == 0) {
                return null;
            }
            colons += reply[at] == ':' ? 1 : 0;
        }
        while (at < length && (reply[at] == ' ' || reply[at] == '\t')) {
            at++;
        }
        int end = at;
        while (end < length && reply[end] != '\n' && reply[end] != '\r' && reply[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(reply, at, end);
    }
}
