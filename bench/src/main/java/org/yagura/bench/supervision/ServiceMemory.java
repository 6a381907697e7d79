package org.yagura.bench.supervision;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.ProcessFacts;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;
import org.yagura.bench.supervision.Dialect.Keeper;

/** What one more logged service costs in memory, supervisor and logger together, the service itself not counted. */
public final class ServiceMemory implements Benchmark {
    private static final int FEW = 10;
    private static final long LOGGED_BYTES = 1_000_000;
    private static final double KIB_PER_MIB = 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final int many;
    private final int idleSeconds;
    private final Figure pss;
    private final Figure dirty;
    private final Figure tables;
    private final Figure processes;
    private final Figure whole;

    public ServiceMemory(int many, int idleSeconds) {
        this.many = many;
        this.idleSeconds = idleSeconds;
        String note = "Slope between " + FEW + " and " + many
                + " services, when every logger has taken 1 MB at full rate and has been idle for " + idleSeconds
                + " s. Yagura's includes the pages of "
                + "its journals. supervisord has one process for all. Floor: two static C programs for each service that do the least, a "
                + "keeper that waits and a logger with a buffer of 64 KiB.";
        this.pss = less("service.memory.pss", "Memory for each logged service: Pss", "KiB", note);
        this.dirty = less(
                "service.memory.private", "Memory for each logged service: private and dirty", "KiB", "As before.");
        this.tables = less("service.memory.tables", "Memory for each logged service: page tables", "KiB", "As before.");
        this.processes =
                less("service.processes", "Processes for each logged service", "", "The service itself not counted.");
        this.whole = less(
                "service.memory.whole",
                "Memory of " + many + " logged services: Pss and page tables",
                "MiB",
                "All of it, the supervisor too.");
    }

    private static Figure less(String id, String title, String unit, String note) {
        return new Figure(id, title, unit, Figure.Better.LESS, note);
    }

    @Override
    public Area area() {
        return Area.MEMORY;
    }

    @Override
    public List<Figure> figures() {
        return List.of(pss, dirty, tables, processes, whole);
    }

    @Override
    public List<Suite> suites() {
        return Suite.with(Suite.SUPERVISORS, Suite.FLOOR);
    }

    @Override
    public int rounds(Effort effort) {
        return 1;
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        Total few = total(suite, stage, FEW);
        Total all = total(suite, stage, many);
        double more = many - FEW;
        results.add(pss, suite, (all.facts.pssKib() - few.facts.pssKib()) / more);
        results.add(dirty, suite, (all.facts.privateDirtyKib() - few.facts.privateDirtyKib()) / more);
        results.add(tables, suite, (all.facts.pageTablesKib() - few.facts.pageTablesKib()) / more);
        results.add(processes, suite, (all.processes - few.processes) / more);
        results.add(whole, suite, (all.facts.pssKib() + all.facts.pageTablesKib()) / KIB_PER_MIB);
        if (suite != Suite.YAGURA_AGAIN) {
            all.where.forEach((process, where) -> results.memory(suite.title + ": " + process, where));
        }
    }

    private record Total(ProcessFacts facts, int processes, Map<String, Map<String, Double>> where) {}

    private Total total(Suite suite, Stage stage, int services) throws IOException, InterruptedException {
        try (Scan scan = Scan.start(suite, stage, new Scan.Wanted(services, true, LOGGED_BYTES, Keeper.WAITS))) {
            scan.awaitAll(services, true, PATIENCE);
            Thread.sleep(1000L * idleSeconds);
            List<Long> pids = scan.ownPids();
            // One process of each kind, the last that was started: what all have in common is shared among most of them
            // by then.
            Map<String, Long> kinds = new LinkedHashMap<>();
            for (long pid : pids) {
                kinds.put(ProcessFacts.calledBy(pid), pid);
            }
            Map<String, Map<String, Double>> where = new LinkedHashMap<>();
            for (Map.Entry<String, Long> kind : kinds.entrySet()) {
                where.put(kind.getKey(), ProcessFacts.whereMemoryIs(kind.getValue()));
            }
            return new Total(ProcessFacts.sum(pids), pids.size(), where);
        }
    }
}
