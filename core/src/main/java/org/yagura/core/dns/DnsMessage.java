package org.yagura.core.dns;

import java.util.Arrays;
import org.yagura.core.text.ByteBuilder;

/**
 * A question to a name server and the answer that came, of any length and content. All numbers are big endian:
 *
 * <pre>
 *  0  2  id
 *  2  2  flags: 0x8000 answer, 0x7800 operation, 0x0200 truncated, 0x0100 recursion wanted, 0x000f code
 *  4  8  numbers of questions, answers, and two kinds of others
 * 12     question: name, type (2), class (2)
 *        records: name, type (2), class (2), seconds to live (4), length (2), data
 * </pre>
 */
public final class DnsMessage {
    /** What an answer is worth. */
    public enum Kind {
        /** Not an answer to our question: somebody else's, or forged. To be ignored. */
        NOT_OURS,
        /** Too long for a datagram: to be asked for again over TCP. */
        TRUNCATED,
        /** The server cannot or will not say, or its answer is not to be understood: another one may be asked. */
        FAILED,
        /** There is an answer; it may be that the name does not exist or has no such records. */
        ANSWER
    }

    private static final int HEADER = 12;
    private static final int QUESTION_TAIL = 4;
    private static final int RECORD_HEAD = 10;
    private static final int CLASS_IN = 1;
    private static final int NO_SUCH_NAME = 3;
    /** A chain of names that stand for others may be so long. */
    private static final int ALIASES_MAX = 8;
    /** Records that are kept; more are ignored. */
    private static final int RECORDS_MAX = 64;

    private final byte[] name;
    private final int type;
    private final int id;
    private byte[] packet = new byte[0];
    private final int[] dataAt = new int[RECORDS_MAX];
    private final int[] dataLength = new int[RECORDS_MAX];
    private int count;

    /**
     * A question.
     *
     * @param name as {@link DnsName} has it
     * @param type a {@link DnsType}
     * @param id 16 bits that nobody can guess
     */
    public DnsMessage(byte[] name, int type, int id) {
        this.name = name;
        this.type = type;
        this.id = id & 0xffff;
    }

    /** The packet to send. */
    public byte[] question() {
        byte[] question = new byte[HEADER + name.length + QUESTION_TAIL];
        question[0] = (byte) (id >> 8);
        question[1] = (byte) id;
        question[2] = 1;
        question[5] = 1;
        System.arraycopy(name, 0, question, HEADER, name.length);
        question[question.length - 3] = (byte) type;
        question[question.length - 1] = CLASS_IN;
        return question;
    }

    /** Takes a packet that came; it is copied. The records that fit the question are then to be had. */
    public Kind take(byte[] from, int offset, int length) {
        count = 0;
        packet = Arrays.copyOfRange(from, offset, offset + length);
        int records = HEADER + name.length + QUESTION_TAIL;
        if (length < records || number(0) != id || (number(2) & 0xf800) != 0x8000) {
            return Kind.NOT_OURS;
        }
        boolean same = number(4) == 1
                && DnsName.same(
                        Arrays.copyOfRange(packet, HEADER, HEADER + name.length), name.length, name, name.length)
                && number(records - 4) == type
                && number(records - 2) == CLASS_IN;
        if (!same) {
            return Kind.NOT_OURS;
        }
        if ((number(2) & 0x0200) != 0) {
            return Kind.TRUNCATED;
        }
        int code = number(2) & 15;
        if (code != 0 && code != NO_SUCH_NAME) {
            return Kind.FAILED;
        }
        return code == NO_SUCH_NAME || collect(records) ? Kind.ANSWER : Kind.FAILED;
    }

    /** How many records answer the question. */
    public int count() {
        return count;
    }

    /** An address: the data of a record of type A or AAAA. */
    public byte[] address(int index) {
        return Arrays.copyOfRange(packet, dataAt[index], dataAt[index] + dataLength[index]);
    }

    /** The name that a record of type PTR holds, as text in lower case; bytes that do not belong in one as {@code \ooo}. */
    public byte[] pointer(int index) {
        byte[] target = new byte[DnsName.LENGTH_MAX];
        ByteBuilder text = new ByteBuilder(64);
        if (DnsName.read(packet, packet.length, dataAt[index], target) > 0) {
            DnsName.appendText(target, text);
        }
        return text.toBytes();
    }

    /** Appends the text of a record of type TXT; each byte that is not printable ASCII is a question mark. */
    public void appendText(int index, ByteBuilder to) {
        int end = dataAt[index] + dataLength[index];
        int at = dataAt[index];
        while (at < end) {
            int stringEnd = Math.min(end, at + 1 + (packet[at] & 0xff));
            for (at++; at < stringEnd; at++) {
                to.append(packet[at] < 32 || packet[at] > 126 ? (byte) '?' : packet[at]);
            }
        }
    }

    /** Collects the records of the name that was asked for, or of the one that it stands for. @return whether the packet is good */
    private boolean collect(int records) {
        byte[] wanted = Arrays.copyOf(name, DnsName.LENGTH_MAX);
        byte[] owner = new byte[DnsName.LENGTH_MAX];
        int wantedLength = name.length;
        for (int aliases = 0; aliases <= ALIASES_MAX; aliases++) {
            int alias = -1;
            int at = records;
            for (int i = number(6); i > 0; i--) {
                int ownerLength = DnsName.read(packet, packet.length, at, owner);
                at = DnsName.skip(packet, packet.length, at);
                if (ownerLength < 0 || at < 0 || at + RECORD_HEAD > packet.length) {
                    return false;
                }
                int data = at + RECORD_HEAD;
                int length = number(at + 8);
                if (data + length > packet.length) {
                    return false;
                }
                if (number(at + 2) == CLASS_IN && DnsName.same(owner, ownerLength, wanted, wantedLength)) {
                    if (number(at) == type && !keep(data, length)) {
                        return false;
                    }
                    alias = number(at) == DnsType.CNAME ? data : alias;
                }
                at = data + length;
            }
            if (count > 0 || alias < 0) {
                return true;
            }
            wantedLength = DnsName.read(packet, packet.length, alias, wanted);
            if (wantedLength < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean keep(int data, int length) {
        boolean good = switch (type) {
            case DnsType.A -> length == 4;
            case DnsType.AAAA -> length == 16;
            case DnsType.PTR -> DnsName.skip(packet, data + length, data) == data + length;
            default -> true;
        };
        if (good && count < RECORDS_MAX) {
            dataAt[count] = data;
            dataLength[count] = length;
            count++;
        }
        return good;
    }

    /** A number of 16 bits in the packet. */
    private int number(int at) {
        return (packet[at] & 0xff) << 8 | packet[at + 1] & 0xff;
    }
}
