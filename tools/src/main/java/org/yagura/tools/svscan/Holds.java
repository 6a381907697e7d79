package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;
import org.yagura.core.scan.Service;
import org.yagura.core.scan.ServiceState;
import org.yagura.os.Descriptors;
import org.yagura.os.Poller;
import org.yagura.os.Ready;

/** The descriptors that svscan holds for its services, up to a number that leaves room for its own work. */
final class Holds {
    /** Tokens of the poller from here on stand for what is held: four for each place in the table of services. */
    static final int FIRST_TOKEN = 4;

    /** What a token is about: the slots' {@code ok}, and the process of a supervise that is no child of ours. */
    static final int SERVICE = 0;

    static final int LOG = 1;
    static final int PROCESS = 2;

    private final Descriptors descriptors;
    private final Poller poller;
    private @Nullable Hold[] holds = new Hold[64];
    private int held;
    private int awaited;
    private long heldMax = Integer.MAX_VALUE;
    private boolean keepsPipes = true;

    Holds(Descriptors descriptors, Poller poller) {
        this.descriptors = descriptors;
        this.poller = poller;
    }

    /** Sets how many descriptors may be held. */
    void limit(long max) {
        heldMax = max;
    }

    /** Whether one more may be held. */
    boolean hasRoom() {
        return held < heldMax;
    }

    Hold of(Service service) {
        int index = service.index;
        if (index >= holds.length) {
            @Nullable Hold[] larger = new Hold[Math.max(index + 1, holds.length * 2)];
            System.arraycopy(holds, 0, larger, 0, holds.length);
            holds = larger;
        }
        Hold hold = holds[index];
        if (hold == null) {
            hold = new Hold();
            holds[index] = hold;
        }
        return hold;
    }

    /** The place of the service that a token is about. */
    static int place(int token) {
        return token - FIRST_TOKEN >> 2;
    }

    /** What a token is about. */
    static int kind(int token) {
        return token - FIRST_TOKEN & 3;
    }

    private static int token(Service service, int kind) {
        return FIRST_TOKEN + service.index * 4 + kind;
    }

    /** Keeps a write end of {@code ok} and waits for its reader's end. @return whether it is watched; if not, it is closed */
    boolean keepOk(Service service, boolean log, int fd) {
        if (!hasRoom() || poller.add(fd, token(service, log ? LOG : SERVICE), 0) < 0) {
            descriptors.close(fd);
            return false;
        }
        held++;
        Hold hold = of(service);
        if (log) {
            hold.logOk = fd;
        } else {
            hold.serviceOk = fd;
        }
        return true;
    }

    /** From now on pipes are let go of, so that loggers see the end of their input. */
    void keepNoPipes() {
        keepsPipes = false;
    }

    /** Whether the log's pipe is to be held. */
    boolean keepsPipes() {
        return keepsPipes;
    }

    /** Keeps the log's pipe in place of one held before. The old end is closed last, so that the bytes in it are held throughout. */
    void keepPipe(Service service, int fd) {
        Hold hold = of(service);
        int before = hold.logPipe;
        hold.logPipe = fd;
        if (before >= 0) {
            descriptors.close(before);
        } else {
            held++;
        }
    }

    void dropOk(Service service, boolean log) {
        Hold hold = of(service);
        int fd = log ? hold.logOk : hold.serviceOk;
        if (fd < 0) {
            return;
        }
        poller.remove(fd);
        descriptors.close(fd);
        held--;
        if (log) {
            hold.logOk = -1;
        } else {
            hold.serviceOk = -1;
        }
    }

    /**
     * What has no name cannot be looked at: of a slot that is not watched, and no child's, nothing would ever tell the end. Its supervise is
     * known by the other slot.
     */
    void forgetUnwatched(Service service) {
        if (service.names() == 0 && service.pid() == 0) {
            Hold hold = of(service);
            service.serviceAlive &= hold.serviceOk >= 0;
            service.logAlive &= hold.logOk >= 0;
        }
    }

    void dropPipe(Service service) {
        Hold hold = of(service);
        if (hold.logPipe >= 0) {
            descriptors.close(hold.logPipe);
            hold.logPipe = -1;
            held--;
        }
    }

    /** Keeps a handle on a supervise that was told to end, and waits for its end. */
    void keepProcess(Service service, int handle) {
        if (poller.add(handle, token(service, PROCESS), Ready.READABLE) < 0) {
            descriptors.close(handle);
            return;
        }
        of(service).process = handle;
        awaited++;
    }

    void dropProcess(Service service) {
        Hold hold = of(service);
        if (hold.process >= 0) {
            poller.remove(hold.process);
            descriptors.close(hold.process);
            hold.process = -1;
            awaited--;
        }
    }

    /** Puts what is held for a service into a state that is handed over. */
    void handOver(Service service, ServiceState to) {
        Hold hold = of(service);
        to.serviceOk = hold.serviceOk;
        to.logOk = hold.logOk;
        to.logPipe = hold.logPipe;
        to.process = hold.process;
        to.terminated = hold.terminated;
        to.terminatedPid = hold.terminatedPid;
        to.serviceTold = hold.serviceAsked;
        to.logTold = hold.logAsked;
    }

    /** Goes on with what is held. What cannot be watched is closed, and the service looked at from time to time. */
    void takeOver(Service service, ServiceState from) {
        Hold hold = of(service);
        if (from.serviceOk >= 0) {
            service.unwatched |= !keepOk(service, false, from.serviceOk);
        }
        if (from.logOk >= 0) {
            service.unwatched |= !keepOk(service, true, from.logOk);
        }
        if (from.logPipe >= 0) {
            keepPipe(service, from.logPipe);
        }
        if (from.process >= 0) {
            keepProcess(service, from.process);
        }
        hold.terminated = from.terminated;
        hold.terminatedPid = from.terminatedPid;
        hold.serviceAsked = from.serviceTold;
        hold.logAsked = from.logTold;
    }

    /** How many processes that are no children of ours are waited for. */
    int awaited() {
        return awaited;
    }

    /** Lets go of all that is held for a service that is forgotten. */
    void free(Service service) {
        dropOk(service, false);
        dropOk(service, true);
        dropPipe(service);
        dropProcess(service);
        holds[service.index] = null;
    }
}
