package org.yagura.core.adopt;

import org.yagura.core.status.BootId;
import org.yagura.core.status.Status;
import org.yagura.core.text.ByteBuilder;

/**
 * What a svscan tells each supervise that it starts: the boot, the pid namespace that its children are in, the file of the program, and when
 * the start began, which each would have to ask {@code /proc} for; and who it is itself, which nobody can ask for when it has died meanwhile.
 *
 * <pre>
 *  0  36  the boot id, as Linux says it
 * 36   1  a blank
 * 37      the inode number of the pid namespace, decimal; 0 where that or the boot could not be found out
 *      1  a blank
 *         the pid of svscan, decimal
 *      1  a blank
 *         the inode number of the program's file, decimal; 0 where it is unknown
 *      1  a blank
 *         when the start began, nanoseconds since boot, decimal
 * </pre>
 *
 * An earlier svscan tells no pid, or nothing behind it.
 */
public final class Surroundings {
    /** Of {@link #startTicks} where it cannot be told. */
    public static final long UNKNOWN = 0;

    private static final int DIGITS_MAX = 18;
    private static final long NUMBER_MAX = 999_999_999_999_999_999L;
    private static final int PID_DIGITS_MAX = 10;
    private static final int LENGTH_MAX = BootId.TEXT_LENGTH + 3 * (1 + DIGITS_MAX) + 1 + PID_DIGITS_MAX;
    /** The system tells when a process was started in hundredths of a second. */
    private static final long TICK_NS = 10_000_000L;

    public final byte[] bootId = new byte[Status.BOOT_ID_LENGTH];
    /** 0 where it and the boot are unknown. */
    public long pidNamespace;
    /** 0 where it is unknown. */
    public int svscanPid;
    /** 0 where it is unknown. */
    public long programInode;

    private long begunBootNs;
    private int at;

    /**
     * @param pidNamespace 0 where it or the boot is unknown
     * @param programInode of the file that is to be started, 0 where it is unknown
     * @param bootNs a time before the start
     */
    public static byte[] tell(byte[] bootId, long pidNamespace, int svscanPid, long programInode, long bootNs) {
        return BootId.append(bootId, new ByteBuilder(LENGTH_MAX))
                .append((byte) ' ')
                .appendDecimal(pidNamespace)
                .append((byte) ' ')
                .appendDecimal(svscanPid)
                .append((byte) ' ')
                .appendDecimal(programInode < 0 || programInode > NUMBER_MAX ? 0 : programInode)
                .append((byte) ' ')
                .appendDecimal(bootNs)
                .toBytes();
    }

    /** Takes what was told. What is not understood says nothing. */
    public void hear(byte[] told) {
        at = BootId.TEXT_LENGTH;
        long namespace = number(told, DIGITS_MAX);
        long pid = at == told.length ? 0 : number(told, PID_DIGITS_MAX);
        boolean isAll = at == told.length;
        long program = isAll ? 0 : number(told, DIGITS_MAX);
        long begunNs = isAll ? 0 : number(told, DIGITS_MAX);
        boolean good = namespace >= 0
                && pid >= 0
                && pid <= Integer.MAX_VALUE
                && program >= 0
                && begunNs >= 0
                && at == told.length;
        if (BootId.parse(told, good ? told.length : 0, bootId)) {
            pidNamespace = namespace;
            svscanPid = (int) pid;
            programInode = program;
            begunBootNs = begunNs;
        }
    }

    /**
     * When the one that hears this was started, as the system tells it: while the tick in which its start began is not over, that one.
     *
     * @param bootNs a time after the start
     * @return ticks since boot, or {@link #UNKNOWN}
     */
    public long startTicks(long bootNs) {
        long ticks = begunBootNs / TICK_NS;
        return bootNs >= begunBootNs && bootNs / TICK_NS == ticks ? ticks : UNKNOWN;
    }

    /** Reads a blank and a number, and goes behind it. @return -1 where there is none */
    private long number(byte[] told, int digitsMax) {
        if (at >= told.length || told[at] != ' ') {
            return -1;
        }
        int first = ++at;
        long number = 0;
        while (at < told.length && at - first <= digitsMax && told[at] >= '0' && told[at] <= '9') {
            number = number * 10 + told[at++] - '0';
        }
        return at > first && at - first <= digitsMax ? number : -1;
    }
}
