package org.yagura.sim.kernel;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong at a certain call. Built in one go: {@code faults.on(Call.RENAME).by("multilog").path("previous").fail(ENOSPC)}. */
public final class Fault {
    private final @Nullable Call call;
    private @Nullable String program;
    private Predicate<SimProcess> whose = process -> true;
    private @Nullable String pathPart;
    private int skip;
    private int times = Integer.MAX_VALUE;
    private int errno;
    private int bytesMax;
    private boolean kills;
    private boolean cutsPower;
    private long delayNs;
    private int hits;

    Fault(@Nullable Call call) {
        this.call = call;
    }

    /** Only in processes of a program, by the last part of its name. */
    public Fault by(String programName) {
        program = programName;
        return this;
    }

    Fault of(Predicate<SimProcess> processes) {
        whose = processes;
        return this;
    }

    /** Only where the name that the call is about contains this. */
    public Fault path(String part) {
        pathPart = part;
        return this;
    }

    /** Not the first so many calls that match. */
    public Fault after(int calls) {
        skip = calls;
        return this;
    }

    /** So many times, then no more. */
    public Fault times(int count) {
        times = count;
        return this;
    }

    /** The call fails with an error number, above 0. */
    public Fault fail(int errorNumber) {
        errno = errorNumber;
        return this;
    }

    /** A read or write moves so many bytes at most. */
    public Fault shorten(int bytes) {
        bytesMax = bytes;
        return this;
    }

    /** The call takes so much longer. */
    public Fault holdUp(long ns) {
        delayNs = ns;
        return this;
    }

    /** The process is killed as it enters the call. */
    public Fault kill() {
        kills = true;
        return this;
    }

    /** The power fails as the process enters the call. */
    public Fault cutPower() {
        cutsPower = true;
        return this;
    }

    /** It happens no more. */
    public void heal() {
        times = 0;
    }

    /** How often it has happened. */
    public int hits() {
        return hits;
    }

    boolean strikes(Call at, SimProcess process, String path) {
        if (call != null && at != call || times == 0) {
            return false;
        }
        if (program != null && !program.equals(process.name) || pathPart != null && !path.contains(pathPart)) {
            return false;
        }
        if (!whose.test(process)) {
            return false;
        }
        if (skip > 0) {
            skip--;
            return false;
        }
        times--;
        hits++;
        return true;
    }

    int errno() {
        return errno;
    }

    int bytesMax() {
        return bytesMax;
    }

    long delayNs() {
        return delayNs;
    }

    boolean cutsPower() {
        return cutsPower;
    }

    boolean kills() {
        return kills;
    }
}
