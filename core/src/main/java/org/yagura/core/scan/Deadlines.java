package org.yagura.core.scan;

import org.jspecify.annotations.Nullable;

/** The services that something is due for, the earliest first: a binary heap, so that ten thousand starts at boot cost no search each. */
public final class Deadlines {
    /** In place of a time: nothing is due. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int CAPACITY_MIN = 64;

    private @Nullable Service[] heap = new Service[CAPACITY_MIN];
    private int count;

    /** When the earliest is due, or {@link #NEVER}. */
    public long nextNs() {
        Service top = heap[0];
        return count == 0 || top == null ? NEVER : top.dueNs;
    }

    /** Takes the earliest out if it is due. @return it, with nothing due for it any more, or null */
    public @Nullable Service poll(long nowNs) {
        Service top = heap[0];
        if (count == 0 || top == null || top.dueNs > nowNs) {
            return null;
        }
        set(top, NEVER);
        return top;
    }

    /** Sets when a service is due; {@link #NEVER} takes it out. */
    public void set(Service service, long dueNs) {
        service.dueNs = dueNs;
        int at = service.dueAt;
        if (dueNs == NEVER) {
            if (at >= 0) {
                removeAt(at);
            }
            return;
        }
        if (at < 0) {
            if (count == heap.length) {
                @Nullable Service[] larger = new Service[count * 2];
                System.arraycopy(heap, 0, larger, 0, count);
                heap = larger;
            }
            at = count++;
            place(at, service);
        }
        sink(rise(at));
    }

    private void removeAt(int at) {
        at(at).dueAt = -1;
        count--;
        Service last = at(count);
        heap[count] = null;
        if (at < count) {
            place(at, last);
            sink(rise(at));
        }
    }

    private int rise(int from) {
        int at = from;
        Service service = at(at);
        while (at > 0) {
            int up = at - 1 >> 1;
            if (at(up).dueNs <= service.dueNs) {
                break;
            }
            place(at, at(up));
            at = up;
        }
        place(at, service);
        return at;
    }

    private void sink(int from) {
        int at = from;
        Service service = at(at);
        while (true) {
            int down = at * 2 + 1;
            if (down >= count) {
                break;
            }
            if (down + 1 < count && at(down + 1).dueNs < at(down).dueNs) {
                down++;
            }
            if (at(down).dueNs >= service.dueNs) {
                break;
            }
            place(at, at(down));
            at = down;
        }
        place(at, service);
    }

    private void place(int at, Service service) {
        heap[at] = service;
        service.dueAt = at;
    }

    private Service at(int at) {
        Service service = heap[at];
        if (service == null) {
            throw new IllegalStateException("hole in the heap");
        }
        return service;
    }
}
