package org.yagura.tools;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.net.IpText;
import org.yagura.core.net.Numbers;
import org.yagura.core.relay.StampName;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.DirectoryEntries;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/**
 * A directory that says which addresses have logged in, and when. Nothing that is in it is ever opened: a stamp is a new file that is
 * renamed into its place, and what counts is its name and its time. So whoever may write there can at most let addresses relay.
 */
public final class StampDirectory {
    private static final int MODE = 0644;
    private static final int TRIES_MAX = 8;
    private static final int LIST_BYTES = 8192;
    /** What one sweep looks through at most: some 6,000 stamps; and what it removes. */
    private static final int LISTS_MAX = 32;

    private static final int REMOVED_MAX = 256;
    private static final int MAPPED_AT = 12;

    private final Files files;
    private final Descriptors descriptors;
    private final Clock clock;
    private final FileInfo info = new FileInfo();
    private final ByteBuilder name = new ByteBuilder(64);

    public StampDirectory(Files files, Descriptors descriptors, Clock clock) {
        this.files = files;
        this.descriptors = descriptors;
        this.clock = clock;
    }

    /** Reads the argument of {@code -6}: how many bits of an IPv6 address count. @return it, or -1 */
    public static int bits(byte[] argument) {
        int bits = Numbers.parse(argument, 8 * IpText.V6);
        return bits == 0 ? -1 : bits;
    }

    /**
     * Reads the address of the client, {@code TCPREMOTEIP}, and says so where there is none.
     *
     * @return 4 or 16 bytes, those of IPv6 without the bits that do not count; or null
     */
    public static byte @Nullable [] client(Invocation invocation, int bits, Messages messages) {
        byte[] text = invocation.variable("TCPREMOTEIP");
        byte[] ip = new byte[IpText.V6];
        int length = text == null ? 0 : IpText.parse(text, ip);
        if (length == 0) {
            messages.warning().add("no address in TCPREMOTEIP").end();
            return null;
        }
        if (length == IpText.V6 && IpText.isMapped(ip)) {
            return Arrays.copyOfRange(ip, MAPPED_AT, IpText.V6);
        }
        for (int bit = bits; length == IpText.V6 && bit < 8 * length; bit++) {
            ip[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
        }
        return Arrays.copyOf(ip, length);
    }

    /** Opens a handle on the directory. @return a descriptor or a negated errno */
    public int open(byte[] path) {
        return ServiceDirectory.open(files, path);
    }

    /** Notes a login from an address. @return 0 or a negated errno */
    public int stamp(int directory, byte[] ip, int pid) {
        byte[] making = StampName.making(pid, clock.monotonicNs(), name);
        int flags = OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.EXCLUSIVE | OpenFlag.NOFOLLOW;
        int file = files.open(directory, making, flags, MODE);
        for (int tries = 1; file == -Errno.EEXIST && tries < TRIES_MAX; tries++) {
            making = StampName.making(pid, clock.monotonicNs() + tries, name);
            file = files.open(directory, making, flags, MODE);
        }
        if (file < 0) {
            return file;
        }
        descriptors.close(file);
        byte[] stamp = StampName.of(StampName.period(clock.wallNs()), ip, name);
        int error = files.rename(directory, making, directory, stamp);
        if (error >= 0) {
            return 0;
        }
        files.unlink(directory, making);
        // With the sticky bit another user's stamp cannot be replaced; it is of this period, and does.
        boolean there = files.lstat(directory, stamp, info) >= 0 && info.isRegular();
        return there ? 0 : error;
    }

    /** Whether an address logged in less than so many minutes ago. @return 1, 0 or a negated errno */
    public int find(int directory, byte[] ip, int minutes) {
        long wallNs = clock.wallNs();
        long first = StampName.firstPeriod(wallNs, minutes);
        for (long period = StampName.period(wallNs) + 1; period >= first; period--) {
            byte[] stamp = StampName.of(period, ip, name);
            int error = files.lstat(directory, stamp, info);
            if (error < 0 && error != -Errno.ENOENT) {
                return error;
            }
            if (error == 0 && info.isRegular() && StampName.counts(info.modifiedNs, wallNs, minutes)) {
                return 1;
            }
        }
        return 0;
    }

    /** {@link #sweep}, at one of 64 calls. */
    public void sweepNowAndThen(byte[] path) {
        if ((clock.monotonicNs() >> 12 & 63) == 0) {
            sweep(path);
        }
    }

    /** Removes what nobody looks at any more, as far as we may: part of it where there is very much. */
    public void sweep(byte[] path) {
        int directory = files.open(Files.CWD, path, OpenFlag.READ | OpenFlag.DIRECTORY, 0);
        if (directory < 0) {
            return;
        }
        byte[] list = new byte[LIST_BYTES];
        DirectoryEntries entries = new DirectoryEntries(list);
        long wallNs = clock.wallNs();
        int removed = 0;
        for (int lists = 0; lists < LISTS_MAX && removed < REMOVED_MAX; lists++) {
            int length = files.listDirectory(directory, list, 0, list.length);
            if (length <= 0) {
                break;
            }
            entries.reset(length);
            while (entries.advance() && removed < REMOVED_MAX) {
                if (isSpent(directory, list, entries, wallNs)) {
                    removed += files.unlink(directory, entries.name()) < 0 ? 0 : 1;
                }
            }
        }
        descriptors.close(directory);
    }

    private boolean isSpent(int directory, byte[] list, DirectoryEntries entries, long wallNs) {
        int at = entries.nameOffset();
        int length = entries.nameLength();
        if (!StampName.isMaking(list, at, length)) {
            return StampName.isExpired(list, at, length, wallNs);
        }
        return files.lstat(directory, entries.name(), info) >= 0 && StampName.isOld(info.modifiedNs, wallNs);
    }
}
