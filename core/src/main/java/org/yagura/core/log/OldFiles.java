package org.yagura.core.log;

import org.yagura.core.tai.TaiTime;

/**
 * The finished files of a log directory: names that start with {@code @} and have 25 bytes or more. Names sort by age, so the smallest
 * is removed first, and a new label must be greater than all there are, whatever the clock says: a clock that was set back would
 * otherwise make the newest file the first to go.
 */
public final class OldFiles {
    /** A label, a dot and the code. */
    public static final int NAME_LENGTH = TaiTime.LABEL_LENGTH + 2;

    /** Greater labels belong to no time, and nothing could come after them. */
    private static final long SECONDS_MAX = Long.MAX_VALUE - 1;

    private static final int NANOSECONDS_MAX = 999_999_999;
    private static final int FILE_NAME_MAX = 255;

    private final byte[] oldest = new byte[FILE_NAME_MAX];
    /** The same, where it has the usual length. */
    private final byte[] oldestUsual = new byte[NAME_LENGTH];

    private final byte[] made = new byte[NAME_LENGTH];
    private int oldestLength;
    private int count;
    private long newestSeconds;
    private long newestNanoseconds;
    private boolean known;

    /** Starts a listing, out of which a name is to be made up. */
    public void clearForName() {
        clear();
        made[0] = 0;
    }

    /** Starts a listing, out of which the oldest file is to be removed. */
    public void clear() {
        known = true;
        count = 0;
        oldestLength = 0;
        newestSeconds = 0;
        newestNanoseconds = 0;
    }

    /** Takes a name of the directory. */
    public void offer(byte[] from, int offset, int length) {
        if (length < TaiTime.LABEL_LENGTH || length > FILE_NAME_MAX || from[offset] != '@') {
            return;
        }
        count++;
        noteNewest(from, offset);
        if (!isMade(from, offset, length) && (oldestLength == 0 || sortsBeforeOldest(from, offset, length))) {
            System.arraycopy(from, offset, oldest, 0, length);
            oldestLength = length;
        }
    }

    /** How many finished files there are. */
    public int count() {
        return count;
    }

    /** Whether there was a listing that still tells. */
    public boolean known() {
        return known;
    }

    /** The listing tells no more. */
    public void forget() {
        known = false;
    }

    /** The file of the name that was made up is there. */
    public void added() {
        count++;
    }

    /** The name of the file to remove first; the one that was made last is never it. Empty where there is none. */
    public byte[] oldest() {
        if (oldestLength != NAME_LENGTH) {
            return java.util.Arrays.copyOf(oldest, oldestLength);
        }
        System.arraycopy(oldest, 0, oldestUsual, 0, NAME_LENGTH);
        return oldestUsual;
    }

    /**
     * Makes up the name for the file that is finished now.
     *
     * @param wallNs nanoseconds since 1970
     * @param code {@code s} for a complete file, {@code u} for one that may lack its end
     * @return the name, valid until the next call
     */
    public byte[] nextName(long wallNs, char code) {
        long seconds = TaiTime.seconds(wallNs);
        long nanoseconds = TaiTime.nanoseconds(wallNs);
        if (seconds < newestSeconds || seconds == newestSeconds && nanoseconds <= newestNanoseconds) {
            boolean carry = newestNanoseconds >= NANOSECONDS_MAX;
            seconds = carry ? newestSeconds + 1 : newestSeconds;
            nanoseconds = carry ? 0 : newestNanoseconds + 1;
        }
        newestSeconds = seconds;
        newestNanoseconds = nanoseconds;
        TaiTime.formatLabel(made, 0, seconds, (int) nanoseconds);
        made[TaiTime.LABEL_LENGTH] = '.';
        made[TaiTime.LABEL_LENGTH + 1] = (byte) code;
        return made;
    }

    private void noteNewest(byte[] from, int offset) {
        if (!TaiTime.isLabel(from, offset)) {
            return;
        }
        long seconds = TaiTime.labelSeconds(from, offset);
        long nanoseconds = TaiTime.labelNanoseconds(from, offset);
        if (seconds < 0 || seconds > SECONDS_MAX) {
            return;
        }
        if (seconds > newestSeconds || seconds == newestSeconds && nanoseconds > newestNanoseconds) {
            newestSeconds = seconds;
            newestNanoseconds = nanoseconds;
        }
    }

    private boolean isMade(byte[] from, int offset, int length) {
        if (length != NAME_LENGTH) {
            return false;
        }
        for (int i = 0; i < NAME_LENGTH; i++) {
            if (from[offset + i] != made[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean sortsBeforeOldest(byte[] from, int offset, int length) {
        int common = Math.min(length, oldestLength);
        for (int i = 0; i < common; i++) {
            int difference = (from[offset + i] & 0xff) - (oldest[i] & 0xff);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return length < oldestLength;
    }
}
