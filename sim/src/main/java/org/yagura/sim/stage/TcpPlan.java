package org.yagura.sim.stage;

import java.util.ArrayList;
import java.util.List;
import org.yagura.sim.chance.Prng;

/** All that a story of tcpserver is made of, drawn from the seed before anything happens. */
public final class TcpPlan {
    /** What can be done. */
    enum Kind {
        /** {@code much}: so many clients of one kind come at once. */
        VISIT,
        /** {@code much}: one in so many calls fails, 0 ends it. */
        FAULTS,
        /** {@code much}: one in so many reads and writes moves less than it could, 0 ends it. */
        SHORT_CALLS,
        /** {@code much}: for so many ms nobody gets a descriptor. */
        NO_DESCRIPTORS,
        /** {@code much}: for so many ms nobody can fork. */
        NO_PROCESSES,
        KILL_SERVER,
        TERM_SERVER,
        /** {@code much}: one in so many calls of the server and its children is the last, 0 ends it. */
        KILL_AT_ANY_CALL,
        KILL_PROGRAM,
        /** {@code much}: for so many ms the server is stopped. */
        STOP_AND_GO,
        /** {@code much}: the first so many bytes of the rules are left; the whole of it where it was damaged. */
        DAMAGE_RULES,
        RULES_GO_OR_COME,
        PROGRAM_GOES_OR_COMES,
        CLOCK_STEP
    }

    /**
     * One thing.
     *
     * @param afterMs how long after the one before
     * @param whom a number that stands for one of those whom it can be done to
     * @param visit what a client does, for visits
     */
    record Deed(long afterMs, Kind kind, int whom, long much, Visit visit) {
        @Override
        public String toString() {
            String text = "+" + afterMs + " ms " + kind + " " + whom + " " + much;
            return kind == Kind.VISIT ? text + " " + visit : text;
        }
    }

    /** A client with this last byte is denied by the rules. */
    static final int DENIED = 66;

    static final String HEADER = "PROXY TCP4 192.0.2.7 192.0.2.1 4000 25\r\n";

    private static final List<Kind> KINDS = kinds();

    final long seed;
    final int limit;
    final int perAddress;
    final boolean proxied;
    final boolean ruled;
    final boolean verbose;
    final int drainSeconds;
    final List<Deed> deeds = new ArrayList<>();

    TcpPlan(long seed) {
        this.seed = seed;
        Prng prng = new Prng(seed ^ 0x7c9ddf4ca1bL);
        limit = 1 + prng.below(6);
        perAddress = prng.chance(1, 3) ? 1 + prng.below(4) : 0;
        proxied = prng.chance(1, 3);
        ruled = prng.chance(1, 2);
        verbose = prng.chance(1, 2);
        drainSeconds = prng.chance(1, 2) ? prng.below(8) : -1;
        int number = 5 + prng.below(40);
        for (int i = 0; i < number; i++) {
            deeds.add(deed(prng));
        }
    }

    private static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            int often = kind == Kind.VISIT ? 20 : kind == Kind.FAULTS ? 5 : 1;
            for (int i = 0; i < often; i++) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private Deed deed(Prng prng) {
        Kind kind = KINDS.get(prng.below(KINDS.size()));
        long after = prng.between(0, prng.chance(1, 4) ? 3000 : 200);
        return new Deed(after, kind, prng.below(1 << 20), much(kind, prng), visit(prng));
    }

    private static long much(Kind kind, Prng prng) {
        return switch (kind) {
            case VISIT -> prng.chance(1, 2) ? 1 : prng.between(1, 12);
            case FAULTS -> prng.chance(1, 4) ? 0 : 2 + prng.below(40);
            case SHORT_CALLS -> prng.chance(1, 3) ? 0 : 2 + prng.below(20);
            case NO_DESCRIPTORS, NO_PROCESSES, STOP_AND_GO -> prng.between(1, 4000);
            case KILL_AT_ANY_CALL -> prng.chance(1, 2) ? 0 : 50 + prng.below(600);
            case CLOCK_STEP -> prng.between(-10_000, 10_000);
            default -> prng.below(2000);
        };
    }

    private Visit visit(Prng prng) {
        Visit.Way[] ways = Visit.Way.values();
        Visit.Way way = prng.chance(1, 2) ? Visit.Way.ASK : ways[prng.below(ways.length)];
        int number = prng.chance(1, 6) ? DENIED : 1 + prng.below(4);
        String header = !proxied || prng.chance(1, 8) ? "" : HEADER;
        long ms = prng.chance(1, 3) ? 0 : prng.between(1, way == Visit.Way.SLOW ? 200 : 7000);
        return new Visit(number, header, way, ms, prng.chance(1, 3) ? 0 : prng.between(1, 3000));
    }

    /** The server's options. */
    String[] options() {
        List<String> options = new ArrayList<>(List.of("-c", Integer.toString(limit)));
        if (perAddress > 0) {
            options.addAll(List.of("--per-address", Integer.toString(perAddress)));
        }
        if (proxied) {
            options.addAll(List.of("--proxy-protocol", "127.0.0.0/8"));
        }
        if (ruled) {
            options.addAll(List.of("-x", TcpStory.RULES));
        }
        if (drainSeconds >= 0) {
            options.addAll(List.of("--drain", Integer.toString(drainSeconds)));
        }
        if (verbose) {
            options.add("-v");
        }
        return options.toArray(new String[0]);
    }

    /** The whole plan, a line for each thing. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("plan of seed " + seed + "\n");
        text.append("  tcpserver ").append(String.join(" ", options())).append('\n');
        for (Deed deed : deeds) {
            text.append("  ").append(deed).append('\n');
        }
        return text.append("  then healing\n").toString();
    }
}
