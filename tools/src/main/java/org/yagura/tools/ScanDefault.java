package org.yagura.tools;

import org.yagura.core.text.Ascii;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;

/** Where the machine's services are, if nobody says otherwise. */
public final class ScanDefault {
    private static final byte[] CLASSIC = Ascii.bytes("/service");
    private static final byte[] DEBIAN = Ascii.bytes("/etc/service");

    private ScanDefault() {}

    /** {@code /service} where there is one, else Debian's {@code /etc/service}. */
    public static byte[] find(Files files) {
        FileInfo info = new FileInfo();
        return files.stat(Files.CWD, CLASSIC, info) >= 0 && info.isDirectory() ? CLASSIC : DEBIAN;
    }
}
