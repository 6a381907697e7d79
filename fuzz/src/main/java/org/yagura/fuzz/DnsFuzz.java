package org.yagura.fuzz;

import java.util.Arrays;
import org.yagura.core.dns.DnsMessage;
import org.yagura.core.dns.DnsName;
import org.yagura.core.dns.DnsType;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** An answer from anywhere to a question of ours: no loop of names holds us, and no text has control bytes. The first byte says what was asked. */
public final class DnsFuzz {
    private static final int[] TYPES = {DnsType.A, DnsType.AAAA, DnsType.PTR, DnsType.TXT};
    private static final int ID = 0x1234;

    private DnsFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        int type = TYPES[data[0] & 3];
        byte[] name = DnsName.of(Ascii.bytes("mail.example"));
        if (name == null) {
            throw new AssertionError("an ordinary name is none");
        }
        DnsMessage message = new DnsMessage(name, type, ID);
        byte[] answer = Arrays.copyOfRange(data, 1, data.length);
        DnsMessage.Kind kind = message.take(answer, 0, answer.length);
        // Behind a question that is ours, whatever it was that came.
        byte[] question = message.question();
        byte[] ours = Arrays.copyOf(question, question.length + answer.length);
        ours[2] |= (byte) 0x80;
        ours[7] = (byte) (data[0] >> 2 & 15);
        System.arraycopy(answer, 0, ours, question.length, answer.length);
        Target.check(kind != DnsMessage.Kind.ANSWER || message.count() >= 0, "an answer of less than nothing");
        look(message, type);
        message.take(ours, 0, ours.length);
        look(message, type);
    }

    private static void look(DnsMessage message, int type) {
        for (int i = 0; i < message.count(); i++) {
            switch (type) {
                case DnsType.A -> Target.check(message.address(i).length == 4, "an address that is none");
                case DnsType.AAAA -> Target.check(message.address(i).length == 16, "an address that is none");
                case DnsType.PTR -> printable(message.pointer(i));
                default -> {
                    ByteBuilder text = new ByteBuilder(16);
                    message.appendText(i, text);
                    printable(text.toBytes());
                }
            }
        }
    }

    private static void printable(byte[] text) {
        for (byte b : text) {
            Target.check(b >= ' ' && b < 127, "a control byte");
        }
    }
}
