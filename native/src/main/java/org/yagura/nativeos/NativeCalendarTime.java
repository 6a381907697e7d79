package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.CalendarTime;

/** Calendar time as the C library tells it. */
@Include(value = "process.h", isSystem = false)
final class NativeCalendarTime implements CalendarTime {
    private static final int FIELDS = 6;

    @Override
    public boolean local(long epochSeconds, int[] fields) {
        if (fields.length < FIELDS) {
            throw new IndexOutOfBoundsException("six fields are needed");
        }
        return local(epochSeconds, Address.ofData(fields)) == 0;
    }

    @Import(name = "yg_local_time")
    @Unmanaged
    private static native int local(long epochSeconds, Address fields);
}
