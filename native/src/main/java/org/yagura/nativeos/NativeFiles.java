package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;

/** Names in directories. The C side ends a name by a NUL, and refuses one that holds a NUL or is too long. */
@Include(value = "files.h", isSystem = false)
final class NativeFiles implements Files {
    private final FileFields fields;

    NativeFiles(FileFields fields) {
        this.fields = fields;
    }

    @Override
    public int open(int dirFd, byte[] name, int flags, int mode) {
        return open(dirFd, Address.ofData(name), name.length, flags, mode);
    }

    @Override
    public int makeDirectory(int dirFd, byte[] name, int mode) {
        return makeDirectory(dirFd, Address.ofData(name), name.length, mode);
    }

    @Override
    public int makeFifo(int dirFd, byte[] name, int mode) {
        return makeFifo(dirFd, Address.ofData(name), name.length, mode);
    }

    @Override
    public int rename(int fromDirFd, byte[] from, int toDirFd, byte[] to) {
        return rename(fromDirFd, Address.ofData(from), from.length, toDirFd, Address.ofData(to), to.length);
    }

    @Override
    public int link(int fromDirFd, byte[] from, int toDirFd, byte[] to) {
        return link(fromDirFd, Address.ofData(from), from.length, toDirFd, Address.ofData(to), to.length);
    }

    @Override
    public int symlink(byte[] target, int dirFd, byte[] name) {
        return symlink(Address.ofData(target), target.length, dirFd, Address.ofData(name), name.length);
    }

    @Override
    public int unlink(int dirFd, byte[] name) {
        return unlink(dirFd, Address.ofData(name), name.length);
    }

    @Override
    public int removeDirectory(int dirFd, byte[] name) {
        return removeDirectory(dirFd, Address.ofData(name), name.length);
    }

    @Override
    public int readLink(int dirFd, byte[] name, byte[] to, int offset, int length) {
        Check.range(to, offset, length);
        return readLink(
                dirFd, Address.ofData(name), name.length, Address.ofData(to).add(offset), length);
    }

    @Override
    public int stat(int dirFd, byte[] name, FileInfo info) {
        int result = stat(dirFd, Address.ofData(name), name.length, fields.target());
        return fields.take(result, info);
    }

    @Override
    public int lstat(int dirFd, byte[] name, FileInfo info) {
        int result = lstat(dirFd, Address.ofData(name), name.length, fields.target());
        return fields.take(result, info);
    }

    @Override
    public int listDirectory(int dirFd, byte[] to, int offset, int length) {
        Check.range(to, offset, length);
        return listDirectory(dirFd, Address.ofData(to).add(offset), length);
    }

    @Override
    public long fileSystemType(byte[] name) {
        return fileSystemType(Address.ofData(name), name.length);
    }

    @Override
    public long freeBytes(byte[] name) {
        return freeBytes(Address.ofData(name), name.length);
    }

    @Override
    public int changeDirectory(int dirFd) {
        return changeDirectoryTo(dirFd);
    }

    @Override
    public int umask(int mask) {
        return setUmask(mask);
    }

    @Import(name = "yg_open")
    @Unmanaged
    private static native int open(int dirFd, Address name, int length, int flags, int mode);

    @Import(name = "yg_make_directory")
    @Unmanaged
    private static native int makeDirectory(int dirFd, Address name, int length, int mode);

    @Import(name = "yg_make_fifo")
    @Unmanaged
    private static native int makeFifo(int dirFd, Address name, int length, int mode);

    @Import(name = "yg_rename")
    @Unmanaged
    private static native int rename(int fromFd, Address from, int fromLength, int toFd, Address to, int toLength);

    @Import(name = "yg_link")
    @Unmanaged
    private static native int link(int fromFd, Address from, int fromLength, int toFd, Address to, int toLength);

    @Import(name = "yg_symlink")
    @Unmanaged
    private static native int symlink(Address target, int targetLength, int dirFd, Address name, int length);

    @Import(name = "yg_unlink")
    @Unmanaged
    private static native int unlink(int dirFd, Address name, int length);

    @Import(name = "yg_remove_directory")
    @Unmanaged
    private static native int removeDirectory(int dirFd, Address name, int length);

    @Import(name = "yg_read_link")
    @Unmanaged
    private static native int readLink(int dirFd, Address name, int nameLength, Address to, int length);

    @Import(name = "yg_stat")
    @Unmanaged
    private static native int stat(int dirFd, Address name, int length, Address fields);

    @Import(name = "yg_lstat")
    @Unmanaged
    private static native int lstat(int dirFd, Address name, int length, Address fields);

    @Import(name = "yg_list_directory")
    @Unmanaged
    private static native int listDirectory(int dirFd, Address to, int length);

    @Import(name = "yg_file_system_type")
    @Unmanaged
    private static native long fileSystemType(Address name, int length);

    @Import(name = "yg_free_bytes")
    @Unmanaged
    private static native long freeBytes(Address name, int length);

    @Import(name = "yg_change_directory")
    @Unmanaged
    private static native int changeDirectoryTo(int dirFd);

    @Import(name = "yg_umask")
    @Unmanaged
    private static native int setUmask(int mask);
}
