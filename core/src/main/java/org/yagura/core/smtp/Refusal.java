package org.yagura.core.smtp;

import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/**
 * A mail server that takes no mail: it is polite to what does not name a recipient, and answers everything else with the reason. The
 * client's lines arrive in pieces of any size.
 */
public final class Refusal {
    /** Bytes of the reason that are told. */
    public static final int REASON_BYTES_MAX = 200;

    private static final String QUIT = "quit";
    private static final String[] POLITE = {"helo", "ehlo", "mail", "rset", "noop"};
    private static final int VERB_BYTES = 4;

    private final byte[] answer;
    private final byte[] verb = new byte[VERB_BYTES];
    private int length;
    private byte behindVerb;
    private byte last;
    private boolean over;

    private Refusal(byte[] answer) {
        this.answer = answer;
    }

    /**
     * A refusal.
     *
     * @param code 451 to have the client try again later, 553 to have it give up
     * @param reason text, which may come from strangers: what does not print is shown as question marks
     */
    public static Refusal because(int code, byte[] reason) {
        ByteBuilder answer = new ByteBuilder(64).appendDecimal(code).append((byte) ' ');
        for (int i = 0; i < Math.min(reason.length, REASON_BYTES_MAX); i++) {
            answer.append(reason[i] < 32 || reason[i] > 126 ? (byte) '?' : reason[i]);
        }
        return new Refusal(answer.toBytes());
    }

    /** Code and reason, as the log shows them. */
    public byte[] answer() {
        return answer;
    }

    /** Appends what the server says first. */
    public void greet(ByteBuilder out) {
        out.append("220 rblsmtpd.local\r\n");
    }

    /** Takes bytes of the client. @param out gets what is answered @return whether the client has said goodbye */
    public boolean take(byte[] bytes, int count, ByteBuilder out) {
        for (int i = 0; i < count && !over; i++) {
            if (bytes[i] == '\n') {
                endLine(out);
            } else {
                takeInLine(bytes[i]);
            }
        }
        return over;
    }

    private void takeInLine(byte b) {
        if (length < VERB_BYTES) {
            verb[length] = (byte) (b >= 'A' && b <= 'Z' ? b + 32 : b);
        } else if (length == VERB_BYTES) {
            behindVerb = b;
        }
        length = Math.min(length + 1, VERB_BYTES + 2);
        last = b;
    }

    private void endLine(ByteBuilder out) {
        boolean whole = length == VERB_BYTES
                || length == VERB_BYTES + 1 && last == '\r'
                || length > VERB_BYTES && behindVerb == ' ';
        if (whole && Ascii.equal(verb, QUIT)) {
            out.append("221 rblsmtpd.local\r\n");
            over = true;
        } else {
            if (whole && isPolite()) {
                out.append("250 rblsmtpd.local");
            } else {
                out.append(answer);
            }
            out.append("\r\n");
        }
        length = 0;
    }

    private boolean isPolite() {
        for (String polite : POLITE) {
            if (Ascii.equal(verb, polite)) {
                return true;
            }
        }
        return false;
    }
}
