package org.yagura.core.scan;

import org.yagura.core.handover.HandoverReader;
import org.yagura.core.handover.HandoverWriter;

/**
 * What a svscan hands over of one name in the scan directory. A mutable holder:
 *
 * <pre>
 *    0  8  length of the name, 1 to 255
 *    8  n  the name
 * with n left out:
 *    8  8  which of the services it leads to, counted from 0; -1 for none
 *   16  8  why it leads nowhere, an error number, or 0
 *   24  8  flag: there was no room for its service
 * </pre>
 */
final class EntryState {
    private static final int NAME_MAX = 255;

    byte[] name = {};
    int service;
    int trouble;
    boolean refused;

    void encode(HandoverWriter to) {
        to.put(name).put(service).put(trouble).put(refused);
    }

    /** @param services how many there are */
    void decode(HandoverReader from, int services) {
        name = from.bytes(NAME_MAX);
        service = from.number(-1, services - 1);
        trouble = from.number(0, Integer.MAX_VALUE);
        refused = from.flag();
        if (name.length == 0) {
            from.refuse();
        }
    }
}
