package org.yagura.bench;

import java.util.ArrayList;
import java.util.List;
import org.yagura.bench.Benchmark.Effort;
import org.yagura.bench.log.Instructions;
import org.yagura.bench.log.ManyLoggers;
import org.yagura.bench.log.Memory;
import org.yagura.bench.log.Search;
import org.yagura.bench.log.SystemCalls;
import org.yagura.bench.log.Throughput;
import org.yagura.bench.log.Throughput.Source;
import org.yagura.bench.net.Connections;
import org.yagura.bench.start.Chain;
import org.yagura.bench.start.MailChain;
import org.yagura.bench.start.Size;
import org.yagura.bench.start.StartUp;
import org.yagura.bench.supervision.Growth;
import org.yagura.bench.supervision.Idle;
import org.yagura.bench.supervision.ManyServices;
import org.yagura.bench.supervision.Reaction;
import org.yagura.bench.supervision.ServiceMemory;

/** What is measured, in which order, and how much of it. */
public final class Plan {
    private static final long MB = 1_000_000;
    private static final long MB_PER_GB = 1000;

    private Plan() {}

    /**
     * All benchmarks.
     *
     * @param searchedGb GB of log to look for something in; 0 for what suits the effort
     */
    public static List<Benchmark> benchmarks(Effort effort, int searchedGb) {
        boolean quick = effort == Effort.QUICK;
        List<Benchmark> all = new ArrayList<>();
        for (Source source : Source.values()) {
            all.add(new Throughput(100, (quick ? 20 : 60) * MB, source, false));
            all.add(new Throughput(20, (quick ? 8 : 24) * MB, source, false));
            all.add(new Throughput(1000, (quick ? 50 : 150) * MB, source, false));
            all.add(new Throughput(100, (quick ? 20 : 60) * MB, source, true));
        }
        all.add(new Instructions(quick));
        all.add(new SystemCalls());
        all.add(new ManyLoggers(quick ? List.of(1, 8) : List.of(1, 2, 5, 10, 50, 200), (quick ? 10 : 60) * MB));
        all.add(new Search((searchedGb > 0 ? searchedGb * MB_PER_GB : quick ? 100 : MB_PER_GB) * MB));
        all.add(new Memory());
        all.add(new ServiceMemory(quick ? 60 : 500, quick ? 2 : 5));
        all.add(new ManyServices(quick ? 100 : 500));
        if (!quick) {
            all.add(new ManyServices(2000));
        }
        all.add(new Idle(quick ? 100 : 500, quick ? 5 : 60));
        all.add(new Reaction(quick));
        all.add(new StartUp());
        all.addAll(Chain.all());
        all.add(new MailChain(false));
        all.add(new MailChain(true));
        all.add(new Connections(10, quick ? 1_000 : 3_000, false));
        all.add(new Connections(40, quick ? 1_000 : 3_000, false));
        all.add(new Connections(10, quick ? 1_000 : 3_000, true));
        all.add(new Size());
        all.add(new Growth(
                quick ? List.of(10, 100) : List.of(10, 100, 1_000), quick ? List.of(300) : List.of(3_000, 10_000)));
        return all;
    }
}
