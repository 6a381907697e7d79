package org.yagura.core.adopt;

import org.yagura.core.status.BootId;
import org.yagura.core.status.Status;
import org.yagura.core.text.ByteBuilder;

/**
 * What is the same for all that one svscan starts, and which each would have to ask {@code /proc} for: the boot, and the pid namespace that
 * children are in. svscan tells it to each supervise.
 *
 * <pre>
 *  0  36  the boot id, as Linux says it
 * 36   1  a blank
 * 37      the inode number of the pid namespace, decimal
 * </pre>
 */
public final class Surroundings {
    private static final int DIGITS_MAX = 18;

    public final byte[] bootId = new byte[Status.BOOT_ID_LENGTH];
    public long pidNamespace;

    /** @param bootIdText as it was read, of {@link BootId#TEXT_LENGTH} bytes at least */
    public static byte[] tell(byte[] bootIdText, long pidNamespace) {
        return new ByteBuilder(BootId.TEXT_LENGTH + 1 + DIGITS_MAX)
                .append(bootIdText, 0, BootId.TEXT_LENGTH)
                .append((byte) ' ')
                .appendDecimal(pidNamespace)
                .toBytes();
    }

    /** Takes what was told. @return whether it is that; else nothing is known */
    public boolean hear(byte[] told) {
        pidNamespace = 0;
        int digits = told.length - BootId.TEXT_LENGTH - 1;
        if (digits <= 0
                || digits > DIGITS_MAX
                || told[BootId.TEXT_LENGTH] != ' '
                || !BootId.parse(told, BootId.TEXT_LENGTH, bootId)) {
            return false;
        }
        long number = 0;
        for (int i = BootId.TEXT_LENGTH + 1; i < told.length; i++) {
            if (told[i] < '0' || told[i] > '9') {
                return false;
            }
            number = number * 10 + told[i] - '0';
        }
        pidNamespace = number;
        return number > 0;
    }
}
