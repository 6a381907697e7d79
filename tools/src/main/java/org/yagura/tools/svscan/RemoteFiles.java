package org.yagura.tools.svscan;

import org.yagura.os.Files;

/** Which of the file systems in use may be changed by others than this machine's kernel, which then has no events to tell. */
final class RemoteFiles {
    private static final int DEVICES_MAX = 16;

    private static final long NFS = 0x6969L;
    private static final long SMB = 0x517BL;
    private static final long CIFS = 0xFF534D42L;
    private static final long SMB2 = 0xFE534D42L;
    private static final long FUSE = 0x65735546L;
    private static final long NINE_P = 0x01021997L;
    private static final long CEPH = 0x00C36400L;
    private static final long AFS = 0x5346414FL;
    private static final long CODA = 0x73757245L;

    private final Files files;
    private final long[] devices = new long[DEVICES_MAX];
    private int count;
    private boolean any;

    RemoteFiles(Files files) {
        this.files = files;
    }

    /** Whether one of those that were looked at is such a one. */
    boolean isAny() {
        return any;
    }

    /** Looks at the file system that a name is on. */
    void look(byte[] name) {
        any |= isRemote(files.fileSystemType(name));
    }

    /** Looks at the file system that a name is on, unless one on the same device was looked at. */
    void lookOnce(long device, byte[] name) {
        for (int i = 0; i < count; i++) {
            if (devices[i] == device) {
                return;
            }
        }
        if (count < DEVICES_MAX) {
            devices[count++] = device;
        }
        look(name);
    }

    private static boolean isRemote(long type) {
        return type == NFS
                || type == SMB
                || type == CIFS
                || type == SMB2
                || type == FUSE
                || type == NINE_P
                || type == CEPH
                || type == AFS
                || type == CODA;
    }
}
