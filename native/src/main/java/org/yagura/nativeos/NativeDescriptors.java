package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Descriptors;
import org.yagura.os.FileInfo;

/** Open descriptors. */
@Include(value = "descriptors.h", isSystem = false)
final class NativeDescriptors implements Descriptors {
    private final FileFields fields;

    NativeDescriptors(FileFields fields) {
        this.fields = fields;
    }

    @Override
    public int read(int fd, byte[] to, int offset, int length) {
        Check.range(to, offset, length);
        return read(fd, Address.ofData(to).add(offset), length);
    }

    @Override
    public int write(int fd, byte[] from, int offset, int length) {
        Check.range(from, offset, length);
        return write(fd, Address.ofData(from).add(offset), length);
    }

    @Override
    public int readAt(int fd, byte[] to, int offset, int length, long position) {
        Check.range(to, offset, length);
        return readAt(fd, Address.ofData(to).add(offset), length, position);
    }

    @Override
    public int writeAt(int fd, byte[] from, int offset, int length, long position) {
        Check.range(from, offset, length);
        return writeAt(fd, Address.ofData(from).add(offset), length, position);
    }

    @Override
    public int close(int fd) {
        return closeFd(fd);
    }

    @Override
    public int sync(int fd) {
        return syncFd(fd);
    }

    @Override
    public int truncate(int fd, long length) {
        return truncateFd(fd, length);
    }

    @Override
    public int allocate(int fd, long length) {
        return allocateFd(fd, length);
    }

    @Override
    public int changeMode(int fd, int mode) {
        return changeModeFd(fd, mode);
    }

    @Override
    public int changeOwner(int fd, int uid, int gid) {
        return changeOwnerFd(fd, uid, gid);
    }

    @Override
    public int info(int fd, FileInfo info) {
        int result = info(fd, fields.target());
        return fields.take(result, info);
    }

    @Override
    public int seek(int fd, long position) {
        return seekFd(fd, position);
    }

    @Override
    public int tryLock(int fd) {
        return lock(fd, 0);
    }

    @Override
    public int lockBlocking(int fd) {
        return lock(fd, 1);
    }

    @Override
    public int claim(int fd) {
        return claim(fd, 0);
    }

    @Override
    public int isClaimed(int fd) {
        return claim(fd, 1);
    }

    @Override
    public int readableBytes(int fd) {
        return readable(fd);
    }

    @Override
    public int peek(int fd, byte[] to, int offset, int length) {
        Check.range(to, offset, length);
        return peek(fd, Address.ofData(to).add(offset), length);
    }

    @Override
    public int setNonBlocking(int fd, boolean on) {
        return setNonBlocking(fd, on ? 1 : 0);
    }

    @Override
    public int setCloseOnExec(int fd, boolean on) {
        return setCloseOnExec(fd, on ? 1 : 0);
    }

    @Override
    public int duplicate(int fd) {
        return duplicateFd(fd);
    }

    @Override
    public int duplicateTo(int fd, int target) {
        return duplicateFdTo(fd, target);
    }

    @Override
    public int pipe(int[] ends) {
        if (ends.length < 2) {
            throw new IndexOutOfBoundsException("a pipe has two ends");
        }
        return pipe(Address.ofData(ends));
    }

    @Import(name = "yg_read")
    @Unmanaged
    private static native int read(int fd, Address to, int length);

    @Import(name = "yg_write")
    @Unmanaged
    private static native int write(int fd, Address from, int length);

    @Import(name = "yg_read_at")
    @Unmanaged
    private static native int readAt(int fd, Address to, int length, long position);

    @Import(name = "yg_write_at")
    @Unmanaged
    private static native int writeAt(int fd, Address from, int length, long position);

    @Import(name = "yg_close")
    @Unmanaged
    private static native int closeFd(int fd);

    @Import(name = "yg_sync")
    @Unmanaged
    private static native int syncFd(int fd);

    @Import(name = "yg_truncate")
    @Unmanaged
    private static native int truncateFd(int fd, long length);

    @Import(name = "yg_allocate")
    @Unmanaged
    private static native int allocateFd(int fd, long length);

    @Import(name = "yg_change_mode")
    @Unmanaged
    private static native int changeModeFd(int fd, int mode);

    @Import(name = "yg_change_owner")
    @Unmanaged
    private static native int changeOwnerFd(int fd, int uid, int gid);

    @Import(name = "yg_info")
    @Unmanaged
    private static native int info(int fd, Address fields);

    @Import(name = "yg_seek")
    @Unmanaged
    private static native int seekFd(int fd, long position);

    @Import(name = "yg_lock")
    @Unmanaged
    private static native int lock(int fd, int wait);

    @Import(name = "yg_claim")
    @Unmanaged
    private static native int claim(int fd, int ask);

    @Import(name = "yg_readable_bytes")
    @Unmanaged
    private static native int readable(int fd);

    @Import(name = "yg_peek_pipe")
    @Unmanaged
    private static native int peek(int fd, Address to, int length);

    @Import(name = "yg_set_non_blocking")
    @Unmanaged
    private static native int setNonBlocking(int fd, int on);

    @Import(name = "yg_set_close_on_exec")
    @Unmanaged
    private static native int setCloseOnExec(int fd, int on);

    @Import(name = "yg_duplicate")
    @Unmanaged
    private static native int duplicateFd(int fd);

    @Import(name = "yg_duplicate_to")
    @Unmanaged
    private static native int duplicateFdTo(int fd, int target);

    @Import(name = "yg_pipe")
    @Unmanaged
    private static native int pipe(Address ends);
}
