package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Limits;

/** Resource limits; "no limit" is {@link Limits#UNLIMITED} on this side. */
@Include(value = "process.h", isSystem = false)
final class NativeLimits implements Limits {
    @Override
    public int get(int resource, long[] softAndHard) {
        if (softAndHard.length < 2) {
            throw new IndexOutOfBoundsException("two limits");
        }
        return get(resource, Address.ofData(softAndHard));
    }

    @Override
    public int set(int resource, long soft, long hard) {
        return setLimit(resource, soft, hard);
    }

    @Import(name = "yg_get_limit")
    @Unmanaged
    private static native int get(int resource, Address softAndHard);

    @Import(name = "yg_set_limit")
    @Unmanaged
    private static native int setLimit(int resource, long soft, long hard);
}
