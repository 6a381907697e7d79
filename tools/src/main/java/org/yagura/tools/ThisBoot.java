package org.yagura.tools;

import org.yagura.core.status.BootId;
import org.yagura.core.status.Status;
import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.Files;

/** Which boot of the machine this is. It is asked for until it is known, and then no more. */
public final class ThisBoot {
    private static final byte[] PATH = Ascii.bytes(BootId.PATH);

    /** Zeros while it is not known. */
    public final byte[] id = new byte[Status.BOOT_ID_LENGTH];

    private final FileStart start;
    private boolean known;

    public ThisBoot(FileStart start) {
        this.start = start;
    }

    /** Finds it out. @return 0, or a negated errno; EINVAL where what is there is no boot id */
    public int read() {
        if (known) {
            return 0;
        }
        byte[] text = new byte[BootId.TEXT_LENGTH];
        int length = start.fill(Files.CWD, PATH, text);
        known = BootId.parse(text, length, id);
        return known ? 0 : length < 0 ? length : -Errno.EINVAL;
    }

    /** It was told, or is known from before. */
    public void know(byte[] from) {
        System.arraycopy(from, 0, id, 0, id.length);
        known = true;
    }
}
