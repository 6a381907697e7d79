package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Terminal;

/** The terminal by ioctl. */
@Include(value = "terminal.h", isSystem = false)
final class NativeTerminal implements Terminal {
    @Override
    public int size(int fd, int[] columnsAndRows) {
        if (columnsAndRows.length < 2) {
            throw new IndexOutOfBoundsException("columns and rows");
        }
        return size(fd, Address.ofData(columnsAndRows));
    }

    @Override
    public int takeKeys(int fd) {
        return keys(fd);
    }

    @Override
    public int restore(int fd) {
        return back(fd);
    }

    @Override
    public int leadGroup(int fd) {
        return lead(fd);
    }

    @Override
    public int takeBack(int fd, int group) {
        return take(fd, group);
    }

    @Import(name = "yg_terminal_size")
    @Unmanaged
    private static native int size(int fd, Address columnsAndRows);

    @Import(name = "yg_terminal_take_keys")
    @Unmanaged
    private static native int keys(int fd);

    @Import(name = "yg_terminal_restore")
    @Unmanaged
    private static native int back(int fd);

    @Import(name = "yg_terminal_lead_group")
    @Unmanaged
    private static native int lead(int fd);

    @Import(name = "yg_terminal_take_back")
    @Unmanaged
    private static native int take(int fd, int group);
}
