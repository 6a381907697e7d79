package org.yagura.sim.file;

import java.util.ArrayDeque;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;
import org.yagura.os.Watches;

/** An inotify instance: watches, and the events that wait. Laid out for reading as Linux does. */
public final class WatchQueue {
    private static final int HEAD = 16;
    /** Events that wait at most; after them comes one overflow. */
    public int eventsMax = 16_384;

    private final TreeMap<Integer, Watch> watches = new TreeMap<>();
    private final ArrayDeque<Event> events = new ArrayDeque<>();
    private int nextId = 1;

    private record Event(int watch, int bits, int cookie, String name) {
        int length() {
            return HEAD + (name.isEmpty() ? 0 : (name.length() + HEAD) / HEAD * HEAD);
        }
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }

    /** Watches an inode; one that is watched already gets the new interest. @return the watch number */
    public int watch(Inode target, int interest, boolean adds) {
        for (Watch watch : target.watches) {
            if (watches.get(watch.id) == watch) {
                watch.interest = adds ? watch.interest | interest : interest;
                return watch.id;
            }
        }
        Watch watch = new Watch(this, nextId++, target, interest);
        target.watches.add(watch);
        watches.put(watch.id, watch);
        return watch.id;
    }

    /** @return 0 or -EINVAL */
    public int unwatch(int id) {
        Watch watch = watches.get(id);
        if (watch == null) {
            return -Errno.EINVAL;
        }
        remove(watch);
        return 0;
    }

    void remove(Watch watch) {
        watch.target.watches.remove(watch);
        watches.remove(watch.id);
        add(watch.id, Watches.GONE, 0, "");
    }

    /** The instance is closed. */
    public void close() {
        for (Watch watch : watches.values()) {
            watch.target.watches.remove(watch);
        }
        watches.clear();
        events.clear();
    }

    /** Loses what waits and says so, as a queue that ran over. */
    public void overflow() {
        events.clear();
        events.add(new Event(-1, Watches.OVERFLOW, 0, ""));
    }

    void add(int watch, int bits, int cookie, String name) {
        Event event = new Event(watch, bits, cookie, name);
        if (event.equals(events.peekLast())) {
            return;
        }
        if (events.size() < eventsMax) {
            events.add(event);
        } else if (events.size() == eventsMax) {
            events.add(new Event(-1, Watches.OVERFLOW, 0, ""));
        }
    }

    /** Takes as many events as fit. @return bytes stored, -EAGAIN where nothing waits, -EINVAL where not even one fits */
    public int read(byte[] to) {
        int at = 0;
        @Nullable Event event = events.peek();
        if (event == null) {
            return -Errno.EAGAIN;
        }
        while (event != null && at + event.length() <= to.length) {
            store(event, to, at);
            at += event.length();
            events.poll();
            event = events.peek();
        }
        return at == 0 ? -Errno.EINVAL : at;
    }

    private static void store(Event event, byte[] to, int at) {
        int32(to, at, event.watch);
        int32(to, at + 4, event.bits);
        int32(to, at + 8, event.cookie);
        int nameRoom = event.length() - HEAD;
        int32(to, at + 12, nameRoom);
        for (int i = 0; i < nameRoom; i++) {
            to[at + HEAD + i] = i < event.name.length() ? (byte) event.name.charAt(i) : 0;
        }
    }

    private static void int32(byte[] to, int at, int value) {
        for (int i = 0; i < 4; i++) {
            to[at + i] = (byte) (value >> 8 * i);
        }
    }
}
