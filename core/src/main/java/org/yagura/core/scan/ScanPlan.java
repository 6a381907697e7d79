package org.yagura.core.scan;

import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the scan directory, the services that they lead to, and what is due for each. A service is known by device and inode, as
 * in 0.76: two links to one directory are one service, and a renamed one goes on under its new name.
 */
public final class ScanPlan {
    /** Services at most. */
    public static final int SERVICES_MAX = 30_000;
    /** Entries at most: several may lead to one service, or to none. */
    public static final int ENTRIES_MAX = 40_000;

    private final int servicesMax;
    private final Buckets<Entry> entriesByName = new Buckets<>();
    private final ArrayList<Entry> entries = new ArrayList<>();
    private final ServiceTable services = new ServiceTable();
    private final Pids pids = new Pids();
    private final Deadlines deadlines = new Deadlines();

    private int scan;
    private int living;
    private int troubled;
    private int refusals;
    private boolean entryRefused;
    private boolean stopping;
    private @Nullable Service left;

    public ScanPlan() {
        this(SERVICES_MAX);
    }

    /** @param servicesMax services at most, for tests */
    ScanPlan(int servicesMax) {
        this.servicesMax = servicesMax;
    }

    // ---- entries

    /** A full scan begins: what it does not see will have gone. */
    public void scanBegins() {
        scan++;
        entryRefused = false;
    }

    /** An entry leads to a directory. {@link #left} then says which service it has left, if it did. */
    public Sight sighted(byte[] name, long device, long inode, Arrival arrival, long nowNs) {
        left = null;
        Entry entry = entryOf(name);
        if (entry == null) {
            return Sight.REFUSED_BEFORE;
        }
        entry.scan = scan;
        setTrouble(entry, 0);
        Service service = entry.service;
        if (service != null && service.device == device && service.inode == inode) {
            return Sight.SAME;
        }
        leave(entry, nowNs);
        service = find(device, inode);
        if (service == null) {
            service = newService(entry.name, device, inode, arrival, nowNs);
        }
        if (service == null) {
            boolean before = entry.refused;
            setRefused(entry, true);
            return before ? Sight.REFUSED_BEFORE : Sight.REFUSED;
        }
        setRefused(entry, false);
        join(entry, service, nowNs);
        return Sight.CHANGED;
    }

    /** It could not be found out where an entry leads. @return whether that is news */
    public boolean troubled(byte[] name, int errno, long nowNs) {
        left = null;
        Entry entry = entryOf(name);
        if (entry == null) {
            return false;
        }
        entry.scan = scan;
        leave(entry, nowNs);
        setRefused(entry, false);
        boolean news = entry.trouble != errno;
        setTrouble(entry, errno);
        return news;
    }

    /** A name is no entry any more; {@link #left} then says which service it has left. @return the entry that went, or null */
    public @Nullable Entry gone(byte[] name, long nowNs) {
        left = null;
        Entry entry = entry(name);
        if (entry != null) {
            remove(entry, nowNs);
        }
        return entry;
    }

    /** After a full scan: an entry that it did not see, or null; it is removed. */
    public @Nullable Entry takeUnseen(long nowNs) {
        while (sweep > 0) {
            sweep--;
            if (sweep < entries.size() && entries.get(sweep).scan != scan) {
                Entry entry = entries.get(sweep);
                left = null;
                remove(entry, nowNs);
                return entry;
            }
        }
        return null;
    }

    private int sweep;

    /** A full scan has ended; {@link #takeUnseen} is to be called until it returns null. */
    public void scanEnds() {
        sweep = entries.size();
    }

    /** The entry with a name, or null. */
    public @Nullable Entry entry(byte[] name) {
        int hash = Buckets.hash(name);
        Entry entry = entriesByName.first(hash);
        while (entry != null && !Arrays.equals(entry.name, name)) {
            entry = entriesByName.after(entry);
        }
        return entry;
    }

    /** The service that the last entry has left, or null. */
    public @Nullable Service left() {
        return left;
    }

    public int entryCount() {
        return entries.size();
    }

    public Entry entryAt(int index) {
        return entries.get(index);
    }

    /** Whether some entry leads nowhere or found no room, so that looking again is worth while. */
    public boolean hasTrouble() {
        return troubled > 0 || refusals > 0 || entryRefused;
    }

    // ---- services

    /** The service with an identity, or null. */
    public @Nullable Service find(long device, long inode) {
        return services.find(device, inode);
    }

    /** The service at a place, or null; places go up to {@link #serviceEnd}. */
    public @Nullable Service serviceAt(int index) {
        return services.at(index);
    }

    /** The end of the places in use. */
    public int serviceEnd() {
        return services.end();
    }

    /** The number of services of which a supervise lives. */
    public int living() {
        return living;
    }

    /** What waits to be started is due now. */
    public void hurry(long nowNs) {
        for (int i = 0; i < services.end(); i++) {
            Service service = services.at(i);
            if (service != null && service.names > 0 && !service.isLiving()) {
                deadlines.set(service, nowNs);
            }
        }
    }

    /** From now on nobody is told, and only those are started that are to find, and stop, what others have left, which is looked for now. */
    public void stop(long nowNs) {
        stopping = true;
        for (Service service : services.all()) {
            lookInStop(service, nowNs);
        }
    }

    private void lookInStop(Service service, long nowNs) {
        if (stopping && service.stopBegins(nowNs)) {
            deadlines.set(service, nowNs);
            count(service);
        }
    }

    /** Whether a stop has begun. */
    public boolean isStopping() {
        return stopping;
    }

    /** In a stop: nothing can be found out about a service. @return whether it is given up, for it will not be otherwise soon */
    public boolean unknown(Service service, boolean passes, long nowNs) {
        if (!passes && service.wasLookedAtOften()) {
            service.abandoned = false;
            count(service);
            return true;
        }
        deadlines.set(service, service.soon(nowNs));
        return false;
    }

    /** When the next service is due, or {@link Deadlines#NEVER}. */
    public long nextNs() {
        return deadlines.nextNs();
    }

    /** A service that is due, or null. The shell looks what is alive, and asks for the {@link #next} step. */
    public @Nullable Service due(long nowNs) {
        return deadlines.poll(nowNs);
    }

    /** What is to be done for a service, from what the shell has just seen of it. */
    public Step next(Service service, long nowNs) {
        service.settling = false;
        Step step = service.next(stopping);
        count(service);
        if (stopping && step == Step.START && nowNs < service.notBeforeNs()) {
            deadlines.set(service, service.notBeforeNs());
            return Step.LATER;
        }
        return settled(service, step, nowNs);
    }

    /** There was nobody to be told. @return what is to be done instead */
    public Step nobodyTold(Service service, boolean log, long nowNs) {
        return settled(service, service.nobodyTold(log), nowNs);
    }

    /** Somebody was told: it is looked at again. */
    public void told(Service service, long nowNs) {
        deadlines.set(service, service.told(nowNs));
    }

    /** Its lock is held by somebody who does not answer: it is tried again. */
    public void locked(Service service, long nowNs) {
        deadlines.set(service, service.soon(nowNs));
    }

    public void started(Service service, int pid, long nowNs) {
        pids.put(pid, service);
        deadlines.set(service, service.started(pid, nowNs, stopping));
        count(service);
    }

    /** It could not be started, or not even be looked at. */
    public void failed(Service service, long nowNs) {
        deadlines.set(service, nowNs + Service.RETRY_NS);
    }

    /** It stays due as soon as anything can be started again. */
    public void postponed(Service service, long dueNs) {
        deadlines.set(service, dueNs);
    }

    /** It is looked at by then, whatever else it is due for. */
    public void dueBy(Service service, long dueNs) {
        deadlines.set(service, Math.min(service.dueNs, dueNs));
    }

    /** A child has ended. @return the service whose supervise it was, or null where it was somebody's orphan */
    public @Nullable Service exited(int pid, int waitStatus, long nowNs) {
        Service service = pids.get(pid);
        if (service == null) {
            return null;
        }
        pids.remove(pid);
        deadlines.set(service, stopping ? service.exitedInStop(waitStatus, nowNs) : service.exited(waitStatus, nowNs));
        return service;
    }

    /** A slot has lost its reader. */
    public void slotEnded(Service service, boolean log, long nowNs) {
        deadlines.set(service, stopping ? service.slotEndedInStop(log, nowNs) : service.slotEnded(log, nowNs));
        count(service);
    }

    /** Something has changed in a service's directory while it settles. */
    public void changedInside(Service service, long nowNs) {
        if (service.settling) {
            deadlines.set(service, Settling.startNs(service.madeNs, nowNs));
        }
    }

    /** A {@code log} has come into being. @param complete whether it came in one piece, as a link or by a rename */
    public void logCame(Service service, boolean complete, long nowNs) {
        if (!service.settling) {
            deadlines.set(service, service.logCame(complete, nowNs));
        }
    }

    /** The facts of a service were changed outside of a step. */
    public void count(Service service) {
        boolean lives = service.isLiving();
        if (lives != service.counted) {
            service.counted = lives;
            living += lives ? 1 : -1;
        }
    }

    /** Forgets a service that has no names and no supervise. */
    public void free(Service service) {
        deadlines.set(service, Deadlines.NEVER);
        services.remove(service);
    }

    private Step settled(Service service, Step step, long nowNs) {
        if (step == Step.LATER) {
            deadlines.set(service, service.later(nowNs));
        } else if (step == Step.REST) {
            service.rested();
        }
        return step;
    }

    private @Nullable Service newService(byte[] name, long device, long inode, Arrival arrival, long nowNs) {
        if (services.count() >= servicesMax) {
            return null;
        }
        Service service = services.add(name, device, inode);
        service.settling = arrival == Arrival.MADE;
        service.madeNs = nowNs;
        deadlines.set(service, firstDueNs(arrival, nowNs));
        return service;
    }

    /**
     * Puts entries and services into a state that is handed over.
     *
     * @return the services in the order of that state, for what their shell holds
     */
    public Service[] handOver(SvscanState to) {
        Service[] all = services.all();
        int[] numbers = new int[services.end()];
        to.services = new ServiceState[all.length];
        for (int i = 0; i < all.length; i++) {
            numbers[all[i].index] = i;
            to.services[i] = new ServiceState();
            all[i].handOver(to.services[i]);
        }
        to.entries = new EntryState[entries.size()];
        for (int i = 0; i < to.entries.length; i++) {
            Service service = entries.get(i).service;
            to.entries[i] = entries.get(i).handOver(service == null ? -1 : numbers[service.index]);
        }
        return all;
    }

    /**
     * Goes on from a state that was handed over; to be called on a plan that is empty. Who rested is looked at once, since nothing was
     * watched meanwhile.
     *
     * @return the services in the order of the state
     */
    public Service[] takeOver(SvscanState from, long nowNs) {
        Service[] all = new Service[from.services.length];
        for (int i = 0; i < all.length; i++) {
            ServiceState state = from.services[i];
            Service service = services.add(state.name, state.device, state.inode);
            service.takeOver(state);
            if (service.pid != 0) {
                pids.put(service.pid, service);
            }
            deadlines.set(service, state.dueNs == Deadlines.NEVER ? nowNs : state.dueNs);
            count(service);
            all[i] = service;
        }
        for (EntryState state : from.entries) {
            Entry entry = entryOf(state.name);
            if (entry != null) {
                setTrouble(entry, state.trouble);
                setRefused(entry, state.refused);
                Service service = state.service < 0 ? null : all[state.service];
                entry.service = service;
                if (service != null) {
                    service.names++;
                }
            }
        }
        for (Service service : all) {
            service.name = service.names == 0 ? service.name : nameOf(service);
        }
        if (from.stopping) {
            stop(nowNs);
        }
        return all;
    }

    /** The name that it has, as the entry holds it: they are compared by identity. */
    private byte[] nameOf(Service service) {
        Entry entry = entry(service.name);
        return entry != null && entry.service == service ? entry.name : anotherNameOf(service);
    }

    private static long firstDueNs(Arrival arrival, long nowNs) {
        return switch (arrival) {
            case FOUND, MOVED_IN -> nowNs;
            case LINKED -> nowNs + LINK_PASSES_NS;
            case MADE -> Settling.startNs(nowNs, nowNs);
        };
    }

    private static final long LINK_PASSES_NS = 1_000_000L;

    private void join(Entry entry, Service service, long nowNs) {
        entry.service = service;
        if (service.names == 0) {
            service.name = entry.name;
            // Either slot may have ended while it had no name and was not to be brought back.
            boolean complete = service.serviceAlive && service.logAlive;
            if (!service.settling && service.dueNs == Deadlines.NEVER && !complete) {
                deadlines.set(service, nowNs);
            }
        }
        service.names++;
        lookInStop(service, nowNs);
    }

    private void leave(Entry entry, long nowNs) {
        Service service = entry.service;
        if (service == null) {
            return;
        }
        entry.service = null;
        left = service;
        service.names--;
        if (service.names > 0) {
            if (service.name == entry.name) {
                service.name = anotherNameOf(service);
            }
        } else {
            service.abandoned = false;
            count(service);
            if (!service.isLiving()) {
                deadlines.set(service, nowNs);
            }
        }
    }

    private byte[] anotherNameOf(Service service) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.service == service) {
                return entry.name;
            }
        }
        return service.name;
    }

    private @Nullable Entry entryOf(byte[] name) {
        Entry entry = entry(name);
        if (entry != null) {
            return entry;
        }
        if (entries.size() >= ENTRIES_MAX) {
            entryRefused = true;
            return null;
        }
        entry = new Entry(name);
        entry.index = entries.size();
        entries.add(entry);
        entriesByName.add(entry, Buckets.hash(name));
        return entry;
    }

    private void remove(Entry entry, long nowNs) {
        leave(entry, nowNs);
        setTrouble(entry, 0);
        setRefused(entry, false);
        entriesByName.remove(entry);
        Entry last = entries.remove(entries.size() - 1);
        if (last != entry) {
            last.index = entry.index;
            entries.set(entry.index, last);
        }
    }

    private void setTrouble(Entry entry, int errno) {
        troubled += (errno != 0 ? 1 : 0) - (entry.trouble != 0 ? 1 : 0);
        entry.trouble = errno;
    }

    private void setRefused(Entry entry, boolean refused) {
        refusals += (refused ? 1 : 0) - (entry.refused ? 1 : 0);
        entry.refused = refused;
    }
}
