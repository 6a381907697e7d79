package org.yagura.core.status;

import java.util.Arrays;
import org.yagura.core.tai.TaiTime;

/**
 * The record in {@code supervise/status}: what a supervise says of one service. A mutable holder; {@link #encode} and {@link #decode}
 * allocate nothing.
 *
 * <p>Bytes 0 to 17 are those of daemontools 0.76, 18 and 19 those of runit, the rest is ours and little endian:
 *
 * <pre>
 *   0  8  TAI64 seconds (2^62 + 10 + seconds since 1970), big endian      \ label of the last change: start or
 *   8  4  nanoseconds of that second, big endian                          / death of the service, or supervise's start
 *  12  4  the service's pid, little endian; 0 = down; in state 2 that of the script
 *  16  1  paused: 1 or 0, 0 where the pid is 0
 *  17  1  want: 'u' up, 'd' down, 0 once
 *  18  1  TERM was sent to the running service: 1 or 0
 *  19  1  state: 0 down, 1 run, 2 finish (a script that clears up after the service)
 *
 *  20  3  magic "ygr"
 *  23  1  version, 1; another one means that the rest is laid out in another way
 *  24  4  length of the whole record; grows when fields are added before the checksum
 *  28  4  flags: bit 0 ended cleanly, bit 1 was told to exit, bit 2 a wait status is known,
 *         bit 3 not started again because it exited 100, bit 4 the script start has ended well
 *  32 16  boot id, binary; zeros where unknown
 *  48  4  pid of the supervise
 *  52  4  last wait status of the service (raw, as of waitpid)
 *  56  8  start time of the supervise, clock ticks since boot (field 22 of /proc/PID/stat); 0 where unknown
 *  64  8  CLOCK_BOOTTIME of the last change, nanoseconds
 *  72  8  CLOCK_BOOTTIME of the last start of the service, nanoseconds; 0 = never started
 *  80  8  wall clock time of the last wait status, nanoseconds since 1970
 *  88  8  starts of the service since the record was begun
 *  96  8  command bytes that were read from {@code control} and obeyed (or ignored as unknown)
 * 104  8  publication number: 1 for the first record that a supervise writes, one more with each
 * 112  8  inode of the supervise's pid namespace ({@code /proc/self/ns/pid}), in which both pids count; 0 where unknown
 * 120  8  inode of the program's file that the supervise runs ({@code /proc/self/exe}); 0 where unknown
 * 128  4  upgrades of this supervise that were asked for and are over
 * 132  4  those of them that were done
 * 136  8  reserved, 0
 * 144  1  script that runs instead of the service: 0 none, 1 start, 2 stop, 3 finish
 * 145  1  habits that are followed: bit 0 daemontools-encore's, bit 1 runit's
 * 146  2  reserved, 0
 * 148  4  its pid
 * 152  8  FNV-1a (64 bit) of all bytes before it; always the last 8 bytes of the record
 * </pre>
 *
 * <p>It is replaced by rename, so a reader never sees half of one unless the machine went down; the checksum tells.
 */
public final class Status {
    /** Bytes of the record that we write. */
    public static final int LENGTH = 160;
    /** Bytes that daemontools 0.76 writes; with fewer it is no status. */
    public static final int LENGTH_CLASSIC = 18;
    /** A reader's buffer: no version of ours writes more. */
    public static final int LENGTH_MAX = 1024;

    public static final int BOOT_ID_LENGTH = 16;

    private static final int PID_AT = 12;
    private static final int PAUSED_AT = 16;
    static final int WANT_AT = 17;
    private static final int TERM_SENT_AT = 18;
    private static final int STATE_AT = 19;
    private static final int MAGIC_AT = 20;
    private static final int VERSION_AT = 23;
    private static final int LENGTH_AT = 24;
    private static final int FLAGS_AT = 28;
    private static final int BOOT_ID_AT = 32;
    private static final int SUPERVISE_PID_AT = 48;
    private static final int WAIT_STATUS_AT = 52;
    private static final int SUPERVISE_START_TICKS_AT = 56;
    private static final int CHANGED_BOOT_NS_AT = 64;
    private static final int STARTED_BOOT_NS_AT = 72;
    private static final int WAIT_STATUS_WALL_NS_AT = 80;
    private static final int STARTS_AT = 88;
    private static final int COMMANDS_AT = 96;
    private static final int PUBLICATION_AT = 104;
    private static final int PID_NAMESPACE_AT = 112;
    private static final int PROGRAM_INODE_AT = 120;
    private static final int UPGRADES_ASKED_AT = 128;
    private static final int UPGRADES_DONE_AT = 132;
    private static final int RESERVED_AT = 136;
    private static final int SCRIPT_AT = 144;
    private static final int COMPAT_AT = 145;
    private static final int SCRIPT_PID_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;

    private static final int VERSION = 1;
    private static final int FLAG_ENDED_CLEANLY = 1;
    private static final int FLAG_EXITING = 2;
    private static final int FLAG_WAIT_STATUS_KNOWN = 4;
    private static final int FLAG_FAILED = 8;
    private static final int FLAG_PREPARED = 16;
    private static final int STATE_RUN = 1;
    private static final int STATE_FINISH = 2;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    /** What {@link #decode} found. */
    public enum Form {
        /** Fewer than 18 bytes: nothing was decoded. */
        SHORT,
        /** Written by another daemontools or runit, or by a version of ours that is laid out in another way: bytes 0 to 17 were decoded. */
        CLASSIC,
        /** Begins like ours but is cut, torn or damaged: bytes 0 to 17 were decoded, for what they are worth. */
        DAMAGED,
        /** Ours: all was decoded. */
        OURS
    }

    /** Wall clock time of the last change, seconds since 1970; out of any sensible range where the file is garbage. */
    public long changedWallSeconds;
    /** Nanoseconds of that second. */
    public int changedWallNanoseconds;
    /** The service's pid, 0 where it is down. */
    public int pid;

    public boolean paused;
    public Want want = Want.ONCE;
    public boolean termSent;

    /** Which script runs instead of the service: 0 none, 1 start, 2 stop, 3 finish. */
    public int script;

    public int scriptPid;
    /** Whose habits are followed: bit 0 encore's, bit 1 runit's. */
    public int compat;
    /** Whether the service said by its exit code that it is not to be started again. */
    public boolean failed;
    /** Whether the script start has ended well, and stop is to follow once the service is down. */
    public boolean prepared;

    /** Whether the supervise exited because it was told to, with the service down. */
    public boolean endedCleanly;
    /** Whether the supervise was told to exit as soon as the service is down. */
    public boolean exiting;

    /** All zeros where unknown. */
    public final byte[] bootId = new byte[BOOT_ID_LENGTH];

    public int supervisePid;
    public long superviseStartTicks;
    /** 0 where unknown. */
    public long pidNamespace;

    /** Of the file that the supervise runs; 0 where unknown. */
    public long programInode;
    /** Upgrades in place that were asked for and are over, and those of them that were done. */
    public int upgradesAsked;

    public int upgradesDone;

    public long changedBootNs;
    public long startedBootNs;
    public long starts;
    public long commands;
    public long publication;

    public boolean waitStatusKnown;
    public int waitStatus;
    public long waitStatusWallNs;

    /** Sets the time of the last change, for both clocks. */
    public void changedAt(long wallNs, long bootNs) {
        changedWallSeconds = Math.floorDiv(wallNs, NS_PER_SECOND);
        changedWallNanoseconds = TaiTime.nanoseconds(wallNs);
        changedBootNs = bootNs;
    }

    /** The last change was when another record says it was. */
    public void changedAsIn(Status other) {
        changedWallSeconds = other.changedWallSeconds;
        changedWallNanoseconds = other.changedWallNanoseconds;
        changedBootNs = other.changedBootNs;
    }

    /** Becomes the same as another. */
    public void copyFrom(Status other) {
        byte[] record = new byte[LENGTH];
        other.encode(record);
        decode(record, LENGTH);
        paused = other.paused;
        termSent = other.termSent;
    }

    /** Whether the service, or a script in its place, runs. */
    public boolean hasChild() {
        return pid != 0 || scriptPid != 0;
    }

    /** Writes {@link #LENGTH} bytes. */
    public void encode(byte[] to) {
        TaiTime.pack(to, 0, changedWallSeconds * NS_PER_SECOND + changedWallNanoseconds);
        LittleEndian.putInt(to, PID_AT, pid);
        to[PAUSED_AT] = (byte) (paused && pid != 0 ? 1 : 0);
        to[WANT_AT] = want.code;
        to[TERM_SENT_AT] = (byte) (termSent && pid != 0 ? 1 : 0);
        to[STATE_AT] = (byte) (pid == 0 ? 0 : script == 0 ? STATE_RUN : STATE_FINISH);
        putMagic(to);
        to[VERSION_AT] = VERSION;
        LittleEndian.putInt(to, LENGTH_AT, LENGTH);
        LittleEndian.putInt(to, FLAGS_AT, flags());
        System.arraycopy(bootId, 0, to, BOOT_ID_AT, BOOT_ID_LENGTH);
        LittleEndian.putInt(to, SUPERVISE_PID_AT, supervisePid);
        LittleEndian.putInt(to, WAIT_STATUS_AT, waitStatus);
        LittleEndian.putLong(to, SUPERVISE_START_TICKS_AT, superviseStartTicks);
        LittleEndian.putLong(to, CHANGED_BOOT_NS_AT, changedBootNs);
        LittleEndian.putLong(to, STARTED_BOOT_NS_AT, startedBootNs);
        LittleEndian.putLong(to, WAIT_STATUS_WALL_NS_AT, waitStatusWallNs);
        LittleEndian.putLong(to, STARTS_AT, starts);
        LittleEndian.putLong(to, COMMANDS_AT, commands);
        LittleEndian.putLong(to, PUBLICATION_AT, publication);
        LittleEndian.putLong(to, PID_NAMESPACE_AT, pidNamespace);
        LittleEndian.putLong(to, PROGRAM_INODE_AT, programInode);
        LittleEndian.putInt(to, UPGRADES_ASKED_AT, upgradesAsked);
        LittleEndian.putInt(to, UPGRADES_DONE_AT, upgradesDone);
        Arrays.fill(to, RESERVED_AT, SCRIPT_AT, (byte) 0);
        LittleEndian.putInt(to, SCRIPT_AT, script & 0xff | compat << 8);
        LittleEndian.putInt(to, SCRIPT_PID_AT, scriptPid);
        LittleEndian.putLong(to, LENGTH - CHECKSUM_LENGTH, LittleEndian.checksum(to, 0, LENGTH - CHECKSUM_LENGTH));
    }

    /**
     * Reads a record; what was not decoded is left as after construction.
     *
     * @param length bytes read from the file, up to {@link #LENGTH_MAX}
     */
    public Form decode(byte[] from, int length) {
        clear();
        if (length < LENGTH_CLASSIC) {
            return Form.SHORT;
        }
        changedWallSeconds = TaiTime.unpackUnixSeconds(from, 0);
        changedWallNanoseconds = (int) TaiTime.unpackNanoseconds(from, 0);
        pid = LittleEndian.getInt(from, PID_AT);
        paused = from[PAUSED_AT] != 0;
        want = Want.of(from[WANT_AT]);
        if (!startsAsOurs(from, length)) {
            return Form.CLASSIC;
        }
        if (length < LENGTH) {
            return Form.DAMAGED;
        }
        int recorded = LittleEndian.getInt(from, LENGTH_AT);
        if (recorded < LENGTH || recorded > length) {
            return Form.DAMAGED;
        }
        int summed = recorded - CHECKSUM_LENGTH;
        if (LittleEndian.getLong(from, summed) != LittleEndian.checksum(from, 0, summed)) {
            return Form.DAMAGED;
        }
        decodeOurs(from);
        return Form.OURS;
    }

    /** Whether the record says of which boot it is. */
    public boolean bootIdKnown() {
        for (byte b : bootId) {
            if (b != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the record is of the boot with an id; never where either is unknown. */
    public boolean ofBoot(byte[] id) {
        return bootIdKnown() && Arrays.equals(bootId, id);
    }

    private void clear() {
        changedWallSeconds = 0;
        changedWallNanoseconds = 0;
        pid = 0;
        paused = false;
        want = Want.ONCE;
        termSent = false;
        endedCleanly = false;
        exiting = false;
        Arrays.fill(bootId, (byte) 0);
        supervisePid = 0;
        superviseStartTicks = 0;
        pidNamespace = 0;
        programInode = 0;
        upgradesAsked = 0;
        upgradesDone = 0;
        changedBootNs = 0;
        startedBootNs = 0;
        starts = 0;
        commands = 0;
        publication = 0;
        waitStatusKnown = false;
        waitStatus = 0;
        waitStatusWallNs = 0;
        script = 0;
        scriptPid = 0;
        compat = 0;
        failed = false;
        prepared = false;
    }

    private void decodeOurs(byte[] from) {
        int flags = LittleEndian.getInt(from, FLAGS_AT);
        endedCleanly = (flags & FLAG_ENDED_CLEANLY) != 0;
        exiting = (flags & FLAG_EXITING) != 0;
        waitStatusKnown = (flags & FLAG_WAIT_STATUS_KNOWN) != 0;
        failed = (flags & FLAG_FAILED) != 0;
        prepared = (flags & FLAG_PREPARED) != 0;
        termSent = from[TERM_SENT_AT] != 0;
        System.arraycopy(from, BOOT_ID_AT, bootId, 0, BOOT_ID_LENGTH);
        supervisePid = LittleEndian.getInt(from, SUPERVISE_PID_AT);
        waitStatus = LittleEndian.getInt(from, WAIT_STATUS_AT);
        superviseStartTicks = LittleEndian.getLong(from, SUPERVISE_START_TICKS_AT);
        changedBootNs = LittleEndian.getLong(from, CHANGED_BOOT_NS_AT);
        startedBootNs = LittleEndian.getLong(from, STARTED_BOOT_NS_AT);
        waitStatusWallNs = LittleEndian.getLong(from, WAIT_STATUS_WALL_NS_AT);
        starts = LittleEndian.getLong(from, STARTS_AT);
        commands = LittleEndian.getLong(from, COMMANDS_AT);
        publication = LittleEndian.getLong(from, PUBLICATION_AT);
        pidNamespace = LittleEndian.getLong(from, PID_NAMESPACE_AT);
        programInode = LittleEndian.getLong(from, PROGRAM_INODE_AT);
        upgradesAsked = LittleEndian.getInt(from, UPGRADES_ASKED_AT);
        upgradesDone = LittleEndian.getInt(from, UPGRADES_DONE_AT);
        script = from[SCRIPT_AT];
        compat = from[COMPAT_AT];
        scriptPid = LittleEndian.getInt(from, SCRIPT_PID_AT);
    }

    private int flags() {
        return (endedCleanly ? FLAG_ENDED_CLEANLY : 0)
                | (exiting ? FLAG_EXITING : 0)
                | (waitStatusKnown ? FLAG_WAIT_STATUS_KNOWN : 0)
                | (failed ? FLAG_FAILED : 0)
                | (prepared ? FLAG_PREPARED : 0);
    }

    private static boolean startsAsOurs(byte[] from, int length) {
        return length > VERSION_AT
                && from[MAGIC_AT] == 'y'
                && from[MAGIC_AT + 1] == 'g'
                && from[MAGIC_AT + 2] == 'r'
                && from[VERSION_AT] == VERSION;
    }

    private static void putMagic(byte[] to) {
        to[MAGIC_AT] = 'y';
        to[MAGIC_AT + 1] = 'g';
        to[MAGIC_AT + 2] = 'r';
    }
}
