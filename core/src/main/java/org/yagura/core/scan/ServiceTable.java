package org.yagura.core.scan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** All services: each has a place, which is its number as long as it is known, and is found by device and inode. Places are used again. */
final class ServiceTable {
    private static final int PLACES_MIN = 64;

    private final Buckets<Service> byIdentity = new Buckets<>();
    private @Nullable Service[] places = new Service[PLACES_MIN];
    private int end;
    private int[] freePlaces = new int[PLACES_MIN];
    private int freeCount;

    int count() {
        return byIdentity.count();
    }

    /** The end of the places in use. */
    int end() {
        return end;
    }

    /** The service at a place, or null. */
    @Nullable
    Service at(int place) {
        return place < end ? places[place] : null;
    }

    /** The service with an identity, or null. */
    @Nullable
    Service find(long device, long inode) {
        Service service = byIdentity.first(Buckets.hash(device, inode));
        while (service != null && !(service.device == device && service.inode == inode)) {
            service = byIdentity.after(service);
        }
        return service;
    }

    /** Adds one that is not there yet. */
    Service add(byte[] name, long device, long inode) {
        int place = freeCount > 0 ? freePlaces[--freeCount] : end++;
        if (place == places.length) {
            @Nullable Service[] larger = new Service[place * 2];
            System.arraycopy(places, 0, larger, 0, place);
            places = larger;
        }
        Service service = new Service(place, name, device, inode);
        places[place] = service;
        byIdentity.add(service, Buckets.hash(device, inode));
        return service;
    }

    void remove(Service service) {
        byIdentity.remove(service);
        places[service.index] = null;
        if (freeCount == freePlaces.length) {
            freePlaces = Arrays.copyOf(freePlaces, freeCount * 2);
        }
        freePlaces[freeCount++] = service.index;
    }

    /** Those that are there, in the order of their places. */
    Service[] all() {
        Service[] all = new Service[count()];
        int count = 0;
        for (int i = 0; i < end; i++) {
            Service service = places[i];
            if (service != null) {
                all[count++] = service;
            }
        }
        return all;
    }
}
