package org.yagura.bench.supervision;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.ProcessFacts;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** What one more logged service costs in memory, supervisor and logger together, the service itself not counted. */
public final class ServiceMemory implements Benchmark {
    private static final int FEW = 10;
    private static final long LOGGED_BYTES = 1_000_000;
    private static final long IDLE_MS = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final int many;
    private final Figure pss;
    private final Figure dirty;
    private final Figure tables;
    private final Figure processes;

    public ServiceMemory(int many) {
        this.many = many;
        String note = "Slope between " + FEW + " and " + many
                + " services, when every logger has taken 1 MB at full rate and has been idle for 5 s.";
        this.pss = new Figure(
                "service.memory.pss", "Memory for each logged service: Pss", "KiB", Figure.Better.LESS, note);
        this.dirty = new Figure(
                "service.memory.private",
                "Memory for each logged service: private and dirty",
                "KiB",
                Figure.Better.LESS,
                "As before.");
        this.tables = new Figure(
                "service.memory.tables",
                "Memory for each logged service: page tables",
                "KiB",
                Figure.Better.LESS,
                "As before.");
        this.processes = new Figure(
                "service.processes",
                "Processes for each logged service",
                "",
                Figure.Better.LESS,
                "The service itself not counted.");
    }

    @Override
    public List<Figure> figures() {
        return List.of(pss, dirty, tables, processes);
    }

    @Override
    public List<Suite> suites() {
        return Suite.SUPERVISORS;
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
    }

    private record Total(ProcessFacts facts, int processes) {}

    private static Total total(Suite suite, Stage stage, int services) throws IOException, InterruptedException {
        try (Scan scan = Scan.start(suite, stage, services, true, LOGGED_BYTES)) {
            scan.stamps.await(
                    "all up", services, PATIENCE, stamp -> stamp.kind().equals("up"));
            Thread.sleep(IDLE_MS);
            ProcessFacts sum = ProcessFacts.NONE;
            List<Long> pids = scan.ownPids();
            for (long pid : pids) {
                sum = sum.plus(ProcessFacts.of(pid));
            }
            return new Total(sum, pids.size());
        }
    }
}
