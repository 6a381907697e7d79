package org.yagura.bench.supervision;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Curve;
import org.yagura.bench.Figure;
import org.yagura.bench.Machine;
import org.yagura.bench.ProcessFacts;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Stamps.Stamp;
import org.yagura.bench.Suite;
import org.yagura.bench.supervision.Dialect.Keeper;
import org.yagura.bench.supervision.Dialect.Word;

/** What more services cost: unlogged ones, for the number of processes is what ends first. */
public final class Growth implements Benchmark {
    /** Processes that are left to others. */
    static final int ROOM = 2_000;

    private static final double NS_PER_MS = 1e6;
    private static final double KIB_PER_MIB = 1024;
    private static final int TIMES = 5;
    private static final long IDLE_MS = 4_000;
    private static final long SETTLE_MS = 1_500;
    private static final double MS_PER_MINUTE = 60_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Curve BOOT = less(
            "growth.boot",
            "Boot",
            "s",
            true,
            "From the start of the supervisor until the last service is up. Unlogged services.");
    private static final Curve MEMORY = less(
            "growth.memory",
            "Memory of the supervisor's processes",
            "MiB",
            true,
            "Pss and page tables, the services themselves not counted.");
    private static final Curve OWN = less(
            "growth.own",
            "Memory of the supervisor itself",
            "KiB",
            true,
            "Private and dirty, of svscan, runsvdir, s6-svscan, supervisord alone: its tables.");
    private static final Curve IDLE = less(
            "growth.idle",
            "Processor time of the idle supervisor in a minute",
            "ms",
            false,
            "Of all its processes, counted over 4 s.");
    private static final Curve CONTROL = less(
            "growth.control",
            "From `svc -d` to the service's TERM",
            "ms",
            true,
            "Median of " + TIMES + " services that are older than a second.");
    private static final Curve PICK_UP = less(
            "growth.pickup",
            "From a new link to the running service",
            "ms",
            true,
            "Median of " + TIMES + " new services (daemontools, runit, supervisord: one).");
    private static final Curve STATUS = less("growth.status", "State of all services", "ms", true, "One command.");

    private static final Figure LINEAR = new Figure(
            "growth.linear",
            "Boot of the most services, for each, beside that of the most that all suites had",
            "×",
            Figure.Better.LESS,
            "1 is linear. Only Yagura.");
    private static final Figure TABLE = new Figure(
            "growth.table",
            "svscan's own memory for each service",
            "KiB",
            Figure.Better.LESS,
            "Private and dirty, the slope between the fewest and the most services.");

    private static final int SUPERVISORD_MOST = 100;
    private static final int LINEAR_FROM = 10_000;

    private final List<Integer> numbers;
    private final List<Integer> more;

    /**
     * A measurement.
     *
     * @param numbers for so many services each suite is measured
     * @param more and for so many Yagura alone
     */
    public Growth(List<Integer> numbers, List<Integer> more) {
        this.numbers = List.copyOf(numbers);
        this.more = List.copyOf(more);
    }

    private static Curve less(String id, String title, String unit, boolean logarithmic, String note) {
        return new Curve(id, title, unit, "services", Figure.Better.LESS, logarithmic, note);
    }

    @Override
    public Area area() {
        return Area.GROWTH;
    }

    @Override
    public List<Figure> figures() {
        return List.of(LINEAR, TABLE);
    }

    @Override
    public List<Curve> curves() {
        return List.of(BOOT, MEMORY, OWN, IDLE, CONTROL, PICK_UP, STATUS);
    }

    @Override
    public List<Suite> suites() {
        return List.of(Suite.YAGURA, Suite.DAEMONTOOLS, Suite.RUNIT, Suite.S6, Suite.SUPERVISORD, Suite.FLOOR);
    }

    @Override
    public int rounds(Effort effort) {
        return 1;
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        List<Integer> all = new ArrayList<>(numbers);
        if (suite == Suite.YAGURA) {
            all.addAll(more);
        }
        if (suite == Suite.SUPERVISORD) {
            all.removeIf(services -> services > SUPERVISORD_MOST);
        }
        for (int services : all) {
            if (2L * services + ROOM > Machine.processesAtMost()) {
                results.note("pid_max is too low for " + services + " services.");
                continue;
            }
            measure(suite, stage, services, results);
        }
    }

    private static void measure(Suite suite, Stage stage, int services, Results results)
            throws IOException, InterruptedException {
        try (Scan scan = Scan.start(suite, stage, new Scan.Wanted(services, false, 0, Keeper.NONE))) {
            double bootS = (scan.awaitAll(services, false, PATIENCE) - scan.startNs()) / NS_PER_MS / 1e3;
            results.add(BOOT, suite, services, bootS);
            if (suite == Suite.FLOOR) {
                return;
            }
            Thread.sleep(SETTLE_MS);
            List<Long> own = scan.ownPids();
            ProcessFacts before = ProcessFacts.activity(own);
            Thread.sleep(IDLE_MS);
            ProcessFacts after = ProcessFacts.activity(own);
            results.add(
                    IDLE,
                    suite,
                    services,
                    (after.processorNs() - before.processorNs()) / NS_PER_MS * MS_PER_MINUTE / IDLE_MS);
            ProcessFacts all = ProcessFacts.sum(own);
            results.add(MEMORY, suite, services, (all.pssKib() + all.pageTablesKib()) / KIB_PER_MIB);
            results.add(OWN, suite, services, (double)
                    ProcessFacts.sum(scan.supervisors()).privateDirtyKib());
            double statusMs = stage.timed(suite, 1, scan.status(), null, Path.of("/"))
                            .get(0)
                            .wallNs()
                    / NS_PER_MS;
            results.add(STATUS, suite, services, statusMs);
            results.add(CONTROL, suite, services, control(scan, services));
            results.add(PICK_UP, suite, services, pickUp(scan));
        }
    }

    @Override
    public void finish(Stage stage, Results results) {
        SortedMap<Long, Double> boot = results.medians(BOOT).get(Suite.YAGURA);
        SortedMap<Long, Double> own = results.medians(OWN).get(Suite.YAGURA);
        long common = numbers.get(numbers.size() - 1);
        Double commonS = boot == null ? null : boot.get(common);
        if (boot == null || own == null || own.size() < 2 || commonS == null || boot.lastKey() <= common) {
            return;
        }
        long fewest = own.firstKey();
        long most = own.lastKey();
        double mostS = boot.getOrDefault(most, Double.NaN);
        // A few hundred say little of how it goes on.
        if (most >= LINEAR_FROM) {
            results.add(LINEAR, Suite.YAGURA, mostS / most / (commonS / common));
        }
        double moreKib = own.getOrDefault(most, Double.NaN) - own.getOrDefault(fewest, Double.NaN);
        results.add(TABLE, Suite.YAGURA, moreKib / (most - fewest));
    }

    private static double control(Scan scan, int services) throws IOException, InterruptedException {
        double[] ms = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            scan.stamps.forget();
            long beginNs = scan.tell(Word.DOWN, "s" + (long) i * services / TIMES);
            Stamp term = scan.stamps.await("term", PATIENCE);
            ms[i] = (term.ns() - beginNs) / NS_PER_MS;
        }
        return Results.median(ms);
    }

    private static double pickUp(Scan scan) throws IOException, InterruptedException {
        // Others look when their time has come, or take seconds: once shows it.
        boolean quick = scan.suite == Suite.YAGURA || scan.suite == Suite.S6;
        double[] ms = new double[quick ? TIMES : 1];
        for (int i = 0; i < ms.length; i++) {
            scan.make("new" + i, false, 0);
            scan.stamps.forget();
            long beginNs = scan.appear("new" + i);
            Stamp up = scan.stamps.await("up", PATIENCE);
            ms[i] = (up.ns() - beginNs) / NS_PER_MS;
        }
        return Results.median(ms);
    }
}
