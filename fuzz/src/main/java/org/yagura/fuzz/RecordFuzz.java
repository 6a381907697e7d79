package org.yagura.fuzz;

import java.util.Arrays;
import org.yagura.core.adopt.ChildRecord;
import org.yagura.core.adopt.ExitNote;
import org.yagura.core.supervise.Predecessor;

/** {@code supervise/record}, and the status beside it, that an earlier supervise or anything else may have left. */
public final class RecordFuzz {
    private RecordFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        byte[] file = Arrays.copyOf(data, Math.max(data.length, ExitNote.FILE_LENGTH));
        ChildRecord record = new ChildRecord();
        boolean whole = record.decode(file, data.length);
        Target.check(!whole || data.length >= ChildRecord.LENGTH, "a record out of too little");
        Target.check(!whole || record.pid > 0, "a record of no process");
        int status = ExitNote.decode(file, data.length, record.checksum);
        Target.check(status == ExitNote.UNKNOWN || data.length >= ExitNote.FILE_LENGTH, "an exit out of too little");
        if (whole) {
            byte[] again = ChildRecord.parentPart(record.bootId);
            ChildRecord.complete(again, record.pid, record.handleInode, record.startTicks, record.pidNamespace);
            ChildRecord second = new ChildRecord();
            Target.check(second.decode(again, again.length), "cannot read what it wrote");
            Target.check(second.pid == record.pid, "reads something else than it wrote");
            Target.check(second.ofBoot(record.bootId), "another boot");
        }
        new Predecessor().readStatus(file, data.length, record.bootId);
    }
}
