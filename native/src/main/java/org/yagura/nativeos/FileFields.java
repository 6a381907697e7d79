package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.yagura.os.FileInfo;

/** What C stores of a file, eight bytes a field in the order of {@link FileInfo}; made once, so that asking allocates nothing. */
final class FileFields {
    private static final int COUNT = 9;

    private final long[] values = new long[COUNT];

    /** Where C stores; dead after the call. */
    Address target() {
        return Address.ofData(values);
    }

    /** Hands the fields over where the call went well. @return the call's result */
    int take(int result, FileInfo info) {
        if (result < 0) {
            return result;
        }
        info.device = values[0];
        info.inode = values[1];
        info.mode = (int) values[2];
        info.links = (int) values[3];
        info.uid = (int) values[4];
        info.gid = (int) values[5];
        info.size = values[6];
        info.modifiedNs = values[7];
        info.changedNs = values[8];
        return result;
    }
}
