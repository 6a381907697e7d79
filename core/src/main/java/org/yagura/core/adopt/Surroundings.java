package org.yagura.core.adopt;

import org.yagura.core.status.BootId;
import org.yagura.core.status.Status;
import org.yagura.core.text.ByteBuilder;

/**
 * What a svscan tells each supervise that it starts: the boot, and the pid namespace that its children are in, which each would have to ask
 * {@code /proc} for; and who it is itself, which nobody can ask for when it has died meanwhile.
 *
 * <pre>
 *  0  36  the boot id, as Linux says it
 * 36   1  a blank
 * 37      the inode number of the pid namespace, decimal; 0 where that or the boot could not be found out
 *      1  a blank
 *         the pid of svscan, decimal
 * </pre>
 *
 * An earlier svscan tells no pid.
 */
public final class Surroundings {
    private static final int NAMESPACE_DIGITS_MAX = 18;
    private static final int PID_DIGITS_MAX = 10;
    private static final int LENGTH_MAX = BootId.TEXT_LENGTH + 1 + NAMESPACE_DIGITS_MAX + 1 + PID_DIGITS_MAX;

    public final byte[] bootId = new byte[Status.BOOT_ID_LENGTH];
    /** 0 where it and the boot are unknown. */
    public long pidNamespace;
    /** 0 where it is unknown. */
    public int svscanPid;

    private int at;

    /** @param pidNamespace 0 where it or the boot is unknown */
    public static byte[] tell(byte[] bootId, long pidNamespace, int svscanPid) {
        return BootId.append(bootId, new ByteBuilder(LENGTH_MAX))
                .append((byte) ' ')
                .appendDecimal(pidNamespace)
                .append((byte) ' ')
                .appendDecimal(svscanPid)
                .toBytes();
    }

    /** Takes what was told. What is not understood says nothing. */
    public void hear(byte[] told) {
        at = BootId.TEXT_LENGTH;
        long namespace = number(told, NAMESPACE_DIGITS_MAX);
        long pid = at == told.length ? 0 : number(told, PID_DIGITS_MAX);
        boolean good = namespace >= 0 && pid >= 0 && pid <= Integer.MAX_VALUE && at == told.length;
        if (BootId.parse(told, good ? told.length : 0, bootId)) {
            pidNamespace = namespace;
            svscanPid = (int) pid;
        }
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
