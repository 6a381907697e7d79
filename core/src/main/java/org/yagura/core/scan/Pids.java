package org.yagura.core.scan;

import org.jspecify.annotations.Nullable;

/** The service whose supervise has a pid. */
final class Pids {
    private static final int CAPACITY_MIN = 64;

    private int[] pids = new int[CAPACITY_MIN];
    private @Nullable Service[] services = new Service[CAPACITY_MIN];
    private int count;

    /** The service, or null. */
    @Nullable
    Service get(int pid) {
        return services[find(pid)];
    }

    void put(int pid, Service service) {
        if (count * 2 >= pids.length) {
            grow();
        }
        int at = find(pid);
        if (services[at] == null) {
            count++;
        }
        pids[at] = pid;
        services[at] = service;
    }

    void remove(int pid) {
        int hole = find(pid);
        if (services[hole] == null) {
            return;
        }
        count--;
        services[hole] = null;
        int mask = pids.length - 1;
        // What was pushed past the hole has to stay findable: it moves back, unless its home lies behind the hole.
        for (int at = hole + 1 & mask; services[at] != null; at = at + 1 & mask) {
            int home = home(pids[at]);
            if ((at - home & mask) >= (at - hole & mask)) {
                pids[hole] = pids[at];
                services[hole] = services[at];
                services[at] = null;
                hole = at;
            }
        }
    }

    /** Where the pid is, or the free place where it belongs. */
    private int find(int pid) {
        int mask = pids.length - 1;
        int at = home(pid);
        while (services[at] != null && pids[at] != pid) {
            at = at + 1 & mask;
        }
        return at;
    }

    private int home(int pid) {
        int h = pid * 0x9e3779b9;
        return (h ^ h >>> 15) & pids.length - 1;
    }

    private void grow() {
        int[] oldPids = pids;
        @Nullable Service[] oldServices = services;
        pids = new int[oldPids.length * 2];
        services = new Service[oldPids.length * 2];
        count = 0;
        for (int i = 0; i < oldPids.length; i++) {
            Service service = oldServices[i];
            if (service != null) {
                put(oldPids[i], service);
            }
        }
    }
}
