package org.yagura.sim.stage;

import java.util.ArrayList;
import java.util.List;
import org.yagura.os.Signal;
import org.yagura.sim.chance.Prng;
import org.yagura.sim.stage.Act.Kind;

/** All that a story is made of, drawn from the seed before anything happens. The seed also decides, later, who is scheduled when. */
public final class Plan {
    private static final String SERVICE_LETTERS = "uuudddotkpcchaixz";
    private static final String LOGGER_LETTERS = "uuuddotkpccahix";
    private static final String[] LEVELS = {"", "", "d1000", "d8000", "d1s", "d3s", "d0"};

    /** How often each kind comes, out of all. */
    private static final List<Kind> KINDS = kinds();

    /**
     * A service.
     *
     * @param script its run file, as a scripted program
     * @param writes whether it writes numbered lines
     * @param logged whether it has a logger
     * @param stamped whether lines get labels
     * @param size greatest length of a log file
     * @param count how many log files there are at most
     * @param level multilog's action for how soon lines are on disk
     * @param full multilog's action for a full disk
     */
    record Service(
            String name,
            String script,
            boolean writes,
            boolean logged,
            boolean stamped,
            int size,
            int count,
            String level,
            String full) {
        String directory() {
            return "/sv/" + name;
        }

        String logScript() {
            String actions = (stamped ? "t " : "") + "s" + size + " n" + count + " " + level + " " + full;
            return "exec /bin/multilog " + actions.trim().replaceAll(" +", " ") + " ./main";
        }
    }

    final long seed;
    final int pidMax;
    final boolean handlesTellExit;
    final boolean handlesHaveInodes;
    final boolean hasHandles;
    final boolean orderedDisk;
    final long writeBackMs;
    /** How long the first process leaves its dead, and whether /proc tells of them meanwhile. */
    final long initReapsAfterMs;
    /** From one descriptor of a killed process to the next. */
    final long closingUs;
    /** While things go wrong, one in so many calls of our daemons takes up to a second. */
    int heldUpOneIn;

    final boolean procTellsExit;
    /** Whether all are upgraded once more when everything is well again. */
    final boolean upgradesInTheEnd;

    final List<Service> services = new ArrayList<>();
    final List<Act> acts = new ArrayList<>();
    EarlyStop earlyStop;

    public Plan(long seed) {
        this.seed = seed;
        Prng prng = new Prng(seed ^ 0x5deece66dL);
        // Numbers of processes may come back soon.
        pidMax = prng.chance(1, 2) ? 340 + prng.below(40) : 32_768;
        handlesTellExit = prng.chance(2, 3);
        handlesHaveInodes = prng.chance(3, 4);
        hasHandles = prng.chance(7, 8);
        orderedDisk = prng.chance(1, 2);
        writeBackMs = prng.chance(1, 3) ? 0 : prng.between(50, 6000);
        upgradesInTheEnd = prng.chance(1, 4);
        initReapsAfterMs = prng.chance(2, 3) ? 0 : prng.between(1, 2500);
        procTellsExit = prng.chance(3, 4);
        int count = 1 + prng.below(3);
        for (int i = 0; i < count; i++) {
            services.add(service("s" + i, prng));
        }
        int number = 3 + prng.below(28);
        for (int i = 0; i < number; i++) {
            acts.add(act(prng));
        }
        earlyStop = new EarlyStop(prng, number);
        closingUs = prng.chance(2, 3) ? 0 : prng.chance(1, 2) ? prng.between(1, 50) : prng.between(50, 3000);
        heldUpOneIn = prng.chance(2, 3) ? 0 : 1 << 5 + prng.below(8);
    }

    /** A plan for a scenario: the machine as the seed has it, its services and what is done to them as they are given. */
    Plan(long seed, List<Service> services, List<Act> acts) {
        this(seed);
        earlyStop = new EarlyStop();
        heldUpOneIn = 0;
        this.services.clear();
        this.services.addAll(services);
        this.acts.clear();
        this.acts.addAll(acts);
    }

    private static Service service(String name, Prng prng) {
        boolean logged = prng.chance(4, 5);
        boolean writes = logged && prng.chance(4, 5);
        String script = writes
                ? "writer " + name + " " + prng.between(2000, 80_000) + " " + prng.between(20, 600)
                : switch (prng.below(4)) {
                    case 0 -> "sleeper";
                    case 1 -> "polite " + prng.between(1, 3000);
                    case 2 -> "stubborn";
                    default -> "exit-after " + prng.between(1, 4000) + " " + prng.below(3);
                };
        int size = prng.chance(1, 2) ? 4096 : (int) prng.between(4096, 30_000);
        int files = prng.chance(2, 3) ? 10_000 : (int) prng.between(2, 8);
        String full = prng.chance(3, 4) ? "" : prng.chance(1, 2) ? "fo" : "fd";
        String level = LEVELS[prng.below(LEVELS.length)];
        return new Service(name, script, writes, logged, prng.chance(1, 3), size, files, level, full);
    }

    private static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            int often = switch (kind) {
                case COMMAND -> 8;
                case SIGNAL_SERVICE, SIGNAL_LOGGER, KILL_SUPERVISE, KILL_AT_ANY_CALL, FAULTS, REPLACE_SVSCAN, UPGRADE ->
                    3;
                case LINK, DISK_FULL, DISK_FREE, POWER_CUT_AT_CALL, SHORT_CALLS -> 2;
                default -> 1;
            };
            for (int i = 0; i < often; i++) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private static Act act(Prng prng) {
        Kind kind = KINDS.get(prng.below(KINDS.size()));
        long after = prng.between(0, prng.chance(1, 4) ? 2500 : 100);
        return new Act(after, kind, prng.below(1 << 20), much(kind, prng), kind == Kind.COMMAND ? letters(prng) : "");
    }

    private static String letters(Prng prng) {
        StringBuilder letters = new StringBuilder();
        int count = 1 + prng.below(4);
        for (int i = 0; i < count; i++) {
            letters.append((char) prng.below(1 << 15));
        }
        return text(letters, prng.chance(1, 2) ? SERVICE_LETTERS : LOGGER_LETTERS);
    }

    private static String text(StringBuilder numbers, String letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < numbers.length(); i++) {
            text.append(letters.charAt(numbers.charAt(i) % letters.length()));
        }
        return text.toString();
    }

    private static long much(Kind kind, Prng prng) {
        return switch (kind) {
            case STORM -> prng.between(100, 5000);
            case SIGNAL_SERVICE, REPLACE_SVSCAN -> prng.chance(1, 2) ? Signal.TERM : Signal.KILL;
            case SIGNAL_LOGGER -> new int[] {Signal.TERM, Signal.KILL, Signal.ALRM, Signal.HUP}[prng.below(4)];
            case KILL_AT_ANY_CALL -> prng.chance(1, 2) ? 0 : 50 + prng.below(600);
            case STOP_AND_GO, SLOW_READER -> prng.between(1, 5000);
            case UPGRADE -> prng.chance(1, 2) ? 0 : prng.between(1, 40);
            case DISK_FULL -> prng.below(10_000);
            case CLOCK_STEP -> prng.between(-10_000, 10_000);
            case CLOCK_DRIFT -> prng.between(-100_000, 100_000);
            case FAULTS -> prng.chance(1, 3) ? 0 : 20 + prng.below(200);
            case SHORT_CALLS -> prng.chance(1, 3) ? 0 : 2 + prng.below(20);
            case NO_DESCRIPTORS, NO_PROCESSES, DIRECTORY_VANISHES -> prng.between(1, 4000);
            case POWER_CUT_AT_CALL -> prng.below(prng.chance(1, 2) ? 60 : 600);
            case KILL_BETWEEN_FORK_AND_RECORD -> prng.between(100, 1500);
            default -> prng.below(2000);
        };
    }

    /** The whole plan, a line for each thing. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("plan of seed " + seed + "\n");
        text.append("  pids up to ").append(pidMax);
        text.append(hasHandles ? "; pidfds" : "; no pidfds");
        text.append(hasHandles && handlesHaveInodes ? " with inodes" : "");
        text.append(hasHandles && handlesTellExit ? ", that tell the exit" : "");
        text.append(closingUs == 0 ? "" : "; the killed take " + closingUs + " us for each descriptor");
        text.append(heldUpOneIn == 0 ? "" : "; one call in " + heldUpOneIn + " is held up");
        text.append(initReapsAfterMs == 0 ? "" : "; init reaps after " + initReapsAfterMs + " ms");
        text.append(procTellsExit ? "" : "; /proc tells no exit");
        text.append(orderedDisk ? "; a disk with one log" : "; a disk without order");
        text.append(writeBackMs == 0 ? ", never written back" : ", written back every " + writeBackMs + " ms");
        text.append('\n');
        for (Service service : services) {
            text.append("  ").append(service.name).append(": ").append(service.script);
            text.append(service.logged ? " | " + service.logScript() : "").append('\n');
        }
        for (Act act : acts) {
            text.append("  ").append(act).append('\n');
        }
        text.append(earlyStop);
        return text.append(upgradesInTheEnd ? "  then healing, and an upgrade\n" : "  then healing\n")
                .toString();
    }
}
