package org.yagura.tools;

import org.yagura.core.text.Ascii;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;

/** Where a tool is that this program is too. */
public final class OwnProgram {
    private OwnProgram() {}

    /**
     * A path to this program that ends with a tool's name, so that {@code ps} and {@code pidof} show it by that: the link beside the file
     * that was started. Where there is none, that file, which goes by argument 0; where that is not known, the name, for a search along
     * PATH.
     */
    public static byte[] path(Invocation invocation, Files files, byte[] tool) {
        byte[] own = invocation.executable();
        if (own == null) {
            return tool;
        }
        int slash = own.length;
        while (slash > 0 && own[slash - 1] != '/') {
            slash--;
        }
        byte[] link = Ascii.concat(java.util.Arrays.copyOf(own, slash), tool);
        FileInfo info = new FileInfo();
        if (files.stat(Files.CWD, own, info) < 0) {
            return own;
        }
        long device = info.device;
        long inode = info.inode;
        return files.stat(Files.CWD, link, info) >= 0 && info.sameFile(device, inode) ? link : own;
    }
}
