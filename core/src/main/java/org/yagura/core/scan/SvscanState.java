package org.yagura.core.scan;

import org.yagura.core.handover.Handover;
import org.yagura.core.handover.HandoverReader;
import org.yagura.core.handover.HandoverWriter;
import org.yagura.core.handover.Kept;

/**
 * What a svscan hands over to the program that takes its place. A mutable holder; behind the envelope of {@link Handover} stand:
 *
 * <pre>
 *    0  8  flag: the scan directory was read before
 *    8  8  soft limit of open files that children get, or -1 for svscan's own
 *   16  8  flag: a stop has begun
 *   24  8  stop: when it is said who is waited for, or never
 *   32  8  stop: when is killed, or never
 *   40  8  no fork before this time, or -2^63
 *   48  8  flag: it was said that there are too few descriptors
 *   56  8  error number for which a watch was refused, as it was said, or 0
 *   64  8  device of the scan directory
 *   72  8  inode of it
 *   80  8  length of the absolute path to it, 0 where none is known
 *   88  n  the path
 * with n left out:
 *   88  8  how many services, then each: {@link ServiceState}
 *          how many entries, then each: {@link EntryState}
 *          how many orphans, 0 to 64, then each: 8 bytes pid, 8 bytes which service
 * </pre>
 */
public final class SvscanState {
    /** Orphans at most. */
    public static final int ORPHANS_MAX = 64;

    private static final int PATH_MAX = 8192;

    public boolean scanned;
    public long openFilesSoft;
    public boolean stopping;
    long saysNs;
    long killsNs;
    public long noForkUntilNs;
    public boolean saidFull;
    public int saidRefused;
    public long device;
    public long inode;
    public byte[] path = {};

    public ServiceState[] services = new ServiceState[0];
    EntryState[] entries = new EntryState[0];
    public int orphans;
    public final int[] orphanPids = new int[ORPHANS_MAX];
    public final int[] orphanServices = new int[ORPHANS_MAX];

    /** All that is to stay open for the program that takes over. */
    public int[] descriptors() {
        Kept kept = new Kept();
        for (ServiceState service : services) {
            kept.add(service.serviceOk).add(service.logOk).add(service.logPipe).add(service.process);
        }
        return kept.descriptors();
    }

    public void encode(HandoverWriter to) {
        to.put(scanned).put(openFilesSoft).put(stopping).put(saysNs).put(killsNs);
        to.put(noForkUntilNs).put(saidFull).put(saidRefused);
        to.put(device).put(inode).put(path);
        to.put(services.length);
        for (ServiceState service : services) {
            service.encode(to);
        }
        to.put(entries.length);
        for (EntryState entry : entries) {
            entry.encode(to);
        }
        to.put(orphans);
        for (int i = 0; i < orphans; i++) {
            to.put(orphanPids[i]).put(orphanServices[i]);
        }
    }

    /** Reads one. @return whether it is one, whole and of sense; if not, nothing here is to be used */
    public boolean decode(HandoverReader from) {
        scanned = from.flag();
        openFilesSoft = from.number();
        stopping = from.flag();
        saysNs = from.number();
        killsNs = from.number();
        noForkUntilNs = from.number();
        saidFull = from.flag();
        saidRefused = from.number(0, Integer.MAX_VALUE);
        device = from.number();
        inode = from.number();
        path = from.bytes(PATH_MAX);
        decodeServices(from);
        decodeEntries(from);
        orphans = from.number(0, ORPHANS_MAX);
        for (int i = 0; i < orphans; i++) {
            orphanPids[i] = from.pid();
            orphanServices[i] = from.number(0, services.length - 1);
        }
        return from.isComplete();
    }

    /** Each makes the list longer only when it was there, so that a number that is a lie takes no memory. */
    private void decodeServices(HandoverReader from) {
        int count = from.number(0, ScanPlan.SERVICES_MAX);
        services = new ServiceState[0];
        int done = 0;
        while (done < count && from.isGood()) {
            if (done == services.length) {
                services = java.util.Arrays.copyOf(services, Math.min(count, done * 2 + 64));
            }
            services[done] = new ServiceState();
            services[done++].decode(from);
        }
        services = java.util.Arrays.copyOf(services, done);
    }

    private void decodeEntries(HandoverReader from) {
        int count = from.number(0, ScanPlan.ENTRIES_MAX);
        entries = new EntryState[0];
        int done = 0;
        while (done < count && from.isGood()) {
            if (done == entries.length) {
                entries = java.util.Arrays.copyOf(entries, Math.min(count, done * 2 + 64));
            }
            entries[done] = new EntryState();
            entries[done++].decode(from, services.length);
        }
        entries = java.util.Arrays.copyOf(entries, done);
    }
}
