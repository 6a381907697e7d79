package org.yagura.sim.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.yagura.os.Descriptors;
import org.yagura.os.DirectoryEntries;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.WatchEvents;
import org.yagura.os.Watches;
import org.yagura.sim.chance.Prng;

/** Names, inodes, locks and watches. */
class FilesTest {
    private final Kernel kernel = new Kernel(1);
    private final Files files = kernel.outsider().port().files();
    private final Descriptors descriptors = kernel.outsider().port().descriptors();
    private final Watches watches = kernel.outsider().port().watches();
    private final byte[] buffer = new byte[10_000];

    private static byte[] name(String name) {
        return ProcessPort.bytes(name);
    }

    private int create(String path) {
        return files.open(Files.CWD, name(path), OpenFlag.READ_WRITE | OpenFlag.CREATE, 0666);
    }

    private int stat(String path, FileInfo info) {
        return files.stat(Files.CWD, name(path), info);
    }

    @Test
    void aDeletedFileLivesWhileItIsOpenAndItsInodeIsUsedAgain() {
        int fd = create("/a");
        FileInfo info = new FileInfo();
        stat("/a", info);
        assertEquals(0644, info.mode & 0777);
        long inode = info.inode;
        descriptors.write(fd, buffer, 0, 10);
        assertEquals(0, files.unlink(Files.CWD, name("/a")));
        create("/b");
        stat("/b", info);
        assertNotEquals(inode, info.inode);
        assertEquals(10, descriptors.readAt(fd, buffer, 0, 100, 0));
        descriptors.close(fd);
        create("/c");
        stat("/c", info);
        assertEquals(inode, info.inode);
    }

    /** A log file looked complete after a power cut, and had an end that was written when it no longer was. */
    @Test
    void noLengthIsOnDiskBeforeAnOlderModeWhoeverWroteIt() {
        kernel.disk().ordered = false;
        Prng prng = new Prng(1);
        FileInfo info = new FileInfo();
        int grown = 0;
        for (int i = 0; i < 200; i++) {
            String path = "/" + i;
            int fd = create(path);
            descriptors.changeMode(fd, 0744);
            descriptors.sync(fd);
            kernel.disk().syncAll();
            descriptors.changeMode(fd, 0644);
            descriptors.write(fd, buffer, 0, 1000);
            kernel.disk().writeSome(prng);
            kernel.cutPower();
            stat(path, info);
            grown += info.size > 0 ? 1 : 0;
            assertTrue(info.size == 0 || (info.mode & 0777) == 0644, path);
        }
        assertTrue(grown > 50, "grown: " + grown);
    }

    @Test
    void aFullDiskTakesWhatFitsAndThenNothing() {
        int fd = create("/a");
        kernel.disk().capacityBytes = 5;
        assertEquals(5, descriptors.write(fd, buffer, 0, 10));
        assertEquals(-Errno.ENOSPC, descriptors.write(fd, buffer, 0, 10));
        descriptors.close(fd);
        files.unlink(Files.CWD, name("/a"));
        assertEquals(0, kernel.disk().usedBytes());
    }

    @Test
    void aLockBelongsToTheOpenFileAndEndsWithItsLastDescriptor() {
        int first = create("/lock");
        int second = create("/lock");
        assertEquals(0, descriptors.tryLock(first));
        assertEquals(0, descriptors.tryLock(first));
        assertEquals(-Errno.EAGAIN, descriptors.tryLock(second));
        descriptors.close(first);
        assertEquals(0, descriptors.tryLock(second));
    }

    @Test
    void aClaimBelongsToTheOpenFileAndIsSeenByOthers() {
        int first = create("/status");
        int reader = files.open(Files.CWD, name("/status"), OpenFlag.READ, 0);
        int second = create("/status");
        assertEquals(0, descriptors.isClaimed(reader));
        assertEquals(-Errno.EBADF, descriptors.claim(reader));
        assertEquals(0, descriptors.claim(first));
        assertEquals(0, descriptors.isClaimed(first));
        assertEquals(1, descriptors.isClaimed(reader));
        assertEquals(-Errno.EAGAIN, descriptors.claim(second));
        descriptors.close(first);
        assertEquals(0, descriptors.isClaimed(reader));
        assertEquals(0, descriptors.claim(second));
    }

    @Test
    void namesAreFoundThroughLinksAndRefusedAsLinuxDoes() {
        files.makeDirectory(Files.CWD, name("/d"), 0700);
        files.symlink(name("d"), Files.CWD, name("/s"));
        files.symlink(name("/nowhere"), Files.CWD, name("/dangling"));
        files.symlink(name("loop"), Files.CWD, name("/loop"));
        create("/d/f");
        FileInfo info = new FileInfo();
        assertEquals(0, stat("/s/../s/./f", info));
        assertTrue(info.isRegular());
        assertEquals(-Errno.ENOENT, stat("/dangling", info));
        assertEquals(-Errno.ELOOP, stat("/loop", info));
        assertEquals(-Errno.ENOTDIR, stat("/d/f/x", info));
        assertEquals(-Errno.ENOTDIR, stat("/d/f/", info));
        assertEquals(-Errno.ENOENT, stat("", info));
        assertEquals(-Errno.ENAMETOOLONG, stat("/" + "n".repeat(256), info));
        assertEquals(-Errno.EEXIST, files.makeDirectory(Files.CWD, name("/dangling"), 0700));
        assertEquals(-Errno.EISDIR, files.unlink(Files.CWD, name("/d")));
        assertEquals(-Errno.ENOTEMPTY, files.removeDirectory(Files.CWD, name("/d")));
        assertEquals(-Errno.ENOENT, files.rename(Files.CWD, name("/no"), Files.CWD, name("/x")));
        assertEquals(-Errno.EEXIST, files.link(Files.CWD, name("/d/f"), Files.CWD, name("/s")));
    }

    @Test
    void aDirectoryIsListedInPieces() {
        for (int i = 0; i < 100; i++) {
            descriptors.close(create("/file" + i));
        }
        int fd = files.open(Files.CWD, name("/"), OpenFlag.READ | OpenFlag.DIRECTORY, 0);
        byte[] small = new byte[200];
        DirectoryEntries entries = new DirectoryEntries(small);
        int count = 0;
        int n = files.listDirectory(fd, small, 0, small.length);
        while (n > 0) {
            entries.reset(n);
            while (entries.advance()) {
                count++;
            }
            n = files.listDirectory(fd, small, 0, small.length);
        }
        assertEquals(103, count);
    }

    @Test
    void aWatchTellsWhatHappensInADirectoryAndWhenItIsGone() {
        files.makeDirectory(Files.CWD, name("/d"), 0700);
        int queue = watches.open();
        int all = Watches.CREATED
                | Watches.DELETED
                | Watches.MOVED_FROM
                | Watches.MOVED_TO
                | Watches.CLOSED_AFTER_WRITE
                | Watches.SELF_DELETED;
        int watch = watches.watch(queue, name("/d"), all);
        descriptors.close(create("/d/f"));
        files.rename(Files.CWD, name("/d/f"), Files.CWD, name("/d/g"));
        files.makeDirectory(Files.CWD, name("/d/sub"), 0700);
        files.unlink(Files.CWD, name("/d/g"));
        files.removeDirectory(Files.CWD, name("/d/sub"));
        files.removeDirectory(Files.CWD, name("/d"));
        WatchEvents events = new WatchEvents();
        assertTrue(watches.next(queue, events) > 0);
        int[] expected = {
            Watches.CREATED,
            Watches.CLOSED_AFTER_WRITE,
            Watches.MOVED_FROM,
            Watches.MOVED_TO,
            Watches.CREATED | Watches.IS_DIRECTORY,
            Watches.DELETED,
            Watches.DELETED | Watches.IS_DIRECTORY,
            Watches.SELF_DELETED,
            Watches.GONE
        };
        for (int bits : expected) {
            assertTrue(events.advance());
            assertEquals(watch, events.watch());
            assertEquals(bits, events.events() & ~0x8000_0000);
        }
        assertEquals(-Errno.EAGAIN, watches.next(queue, events));
    }
}
