package org.yagura.tools.net;

import org.jspecify.annotations.Nullable;
import org.yagura.core.dns.NameFiles;
import org.yagura.core.net.Numbers;
import org.yagura.core.text.Ascii;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.tools.FileContent;

/** The machine's files of names. One that is not there or cannot be read says nothing. */
public final class SmallFiles {
    /** Above the largest list of hosts that anybody keeps in a file. */
    private static final int BYTES_MAX = 4 << 20;

    private static final int PORT_MAX = 65_535;

    private SmallFiles() {}

    /** A file's content, or null. */
    static byte @Nullable [] read(NetPort port, String name) {
        int fd = port.files().open(Files.CWD, Ascii.bytes(name), OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        return fd < 0 ? null : new FileContent(port.descriptors()).read(fd, BYTES_MAX);
    }

    /** The TCP port that a number, cut to 16 bits, or a name of {@code /etc/services} stands for. @return it, or -1 */
    public static int tcpPort(NetPort port, byte[] text) {
        int at = 0;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == text.length) {
            return Numbers.leading(text) & PORT_MAX;
        }
        byte @Nullable [] services = read(port, "/etc/services");
        return services == null ? -1 : NameFiles.tcpPort(services, text);
    }
}
