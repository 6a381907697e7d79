package org.yagura.nativeos;

import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Identity;

/** User and groups of this process. */
@Include(value = "process.h", isSystem = false)
final class NativeIdentity implements Identity {
    @Override
    public int effectiveUid() {
        return uid();
    }

    @Override
    public int setGroups(int gid) {
        return groups(gid);
    }

    @Override
    public int setGid(int gid) {
        return group(gid);
    }

    @Override
    public int setUid(int uid) {
        return user(uid);
    }

    @Import(name = "yg_effective_uid")
    @Unmanaged
    private static native int uid();

    @Import(name = "yg_set_groups")
    @Unmanaged
    private static native int groups(int gid);

    @Import(name = "yg_set_gid")
    @Unmanaged
    private static native int group(int gid);

    @Import(name = "yg_set_uid")
    @Unmanaged
    private static native int user(int uid);
}
