package org.yagura.sim.kernel;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;
import org.yagura.sim.chance.Prng;

/** All that goes wrong on purpose: named faults, and random ones at a rate, both for processes of the tools only. */
public final class Faults {
    private static final int HELD_UP_US = 20_000;
    private static final int HELD_UP_LONG_US = 1_000_000;

    private final Prng prng;
    private final List<Fault> faults = new ArrayList<>();
    private final EnumSet<Call> randomCalls = EnumSet.noneOf(Call.class);
    private int randomOneIn;
    private Predicate<SimProcess> randomVictims = SimProcess::isTool;
    private int killOneIn;
    private Predicate<SimProcess> killVictims = SimProcess::isTool;
    private int holdUpOneIn;
    private Predicate<SimProcess> holdUpVictims = SimProcess::isTool;
    private long randomHits;
    private int shortOneIn;

    /** Whether the machine's table of open files is full, for the tools. */
    public boolean filesFull;

    private @Nullable String spared;

    Faults(Prng prng) {
        this.prng = prng;
    }

    public Fault on(Call call) {
        Fault fault = new Fault(call);
        faults.add(fault);
        return fault;
    }

    /** At every call, and at what counts as one for kills. */
    public Fault onAny() {
        Fault fault = new Fault(null);
        faults.add(fault);
        return fault;
    }

    /** At every call of some processes. */
    public Fault onAnyOf(Predicate<SimProcess> whose) {
        Fault fault = new Fault(null).of(whose);
        faults.add(fault);
        return fault;
    }

    /** From now on, one in so many calls is the last of its process; 0 ends it. */
    public void killRandomly(int oneIn, Predicate<SimProcess> victims) {
        killOneIn = oneIn;
        killVictims = victims;
    }

    /** Whether a process is killed at the call that it begins now. */
    boolean killsNow(SimProcess process) {
        return killOneIn != 0 && killVictims.test(process) && prng.chance(1, killOneIn);
    }

    /** From now on, one in so many calls takes long, as on a machine that swaps; 0 ends it. */
    public void holdUpRandomly(int oneIn, Predicate<SimProcess> victims) {
        holdUpOneIn = oneIn;
        holdUpVictims = victims;
    }

    /** How much longer a call takes that begins now. A fork does not: nobody can read the clock and fork at once. */
    long heldUpNs(Call call, SimProcess process) {
        if (holdUpOneIn == 0 || call == Call.FORK || !holdUpVictims.test(process) || !prng.chance(1, holdUpOneIn)) {
            return 0;
        }
        return prng.between(1, prng.chance(1, 4) ? HELD_UP_LONG_US : HELD_UP_US) * 1000;
    }

    /** From now on, one in so many calls of these kinds fails with an error number that fits; 0 ends it. */
    public void randomly(int oneIn, EnumSet<Call> calls, Predicate<SimProcess> victims) {
        randomOneIn = oneIn;
        randomCalls.clear();
        randomCalls.addAll(calls);
        randomVictims = victims;
    }

    /** From now on, one in so many calls of the tools moves less than it could, if it moves anything; 0 ends it. */
    public void shorten(int oneIn) {
        shortOneIn = oneIn;
    }

    /** How many bytes a call that begins now may move at most. */
    int bytesMax(SimProcess process, String path) {
        boolean strikes = shortOneIn != 0 && process.isTool() && !isSpared(path) && prng.chance(1, shortOneIn);
        return strikes ? 1 + prng.below(prng.chance(1, 2) ? 10 : 1000) : Integer.MAX_VALUE;
    }

    /** Whether none of the lasting faults is on. */
    public boolean isCalm() {
        return randomOneIn == 0 && killOneIn == 0 && shortOneIn == 0 && !filesFull;
    }

    /** Calls about names that contain this are spared by random faults. */
    public void spare(String part) {
        spared = part;
    }

    private boolean isSpared(String path) {
        return spared != null && path.contains(spared);
    }

    /** No faults from now on. */
    public void healAll() {
        faults.clear();
        randomOneIn = 0;
        killOneIn = 0;
        shortOneIn = 0;
        holdUpOneIn = 0;
        filesFull = false;
    }

    public long randomHits() {
        return randomHits;
    }

    /** The error number of the random fault that strikes here, or 0. */
    int random(Call call, SimProcess process, String path) {
        if (isSpared(path)) {
            return 0;
        }
        if (filesFull && call.mayFail(Errno.ENFILE) && process.isTool()) {
            return Errno.ENFILE;
        }
        if (randomOneIn == 0 || call.errnos() == 0 || !randomCalls.contains(call) || !randomVictims.test(process)) {
            return 0;
        }
        if (!prng.chance(1, randomOneIn)) {
            return 0;
        }
        randomHits++;
        return call.errno(prng.below(call.errnos()));
    }

    /** The named fault that strikes here, or null. */
    @Nullable
    Fault named(Call call, SimProcess process, String path) {
        for (Fault fault : faults) {
            if (fault.strikes(call, process, path)) {
                return fault;
            }
        }
        return null;
    }
}
