package org.yagura.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.yagura.bench.Curve;
import org.yagura.bench.Machine;
import org.yagura.bench.Results;
import org.yagura.bench.Results.Summary;
import org.yagura.bench.Suite;

/** What the figures of this machine would become on larger ones, worked out and not measured. */
final class OnPaper {
    private static final double KIB_PER_MIB = 1024;
    private static final int SERVICES = 10_000;
    private static final double MS_PER_S = 1000;
    private static final List<Integer> PROCESSORS = List.of(2, 8, 32, 96);
    /** A byte is written to the pipe, read from it, put behind a label and written: each time read once and written once. */
    private static final double MEMORY_TRAFFIC = 8;

    private final Results results;
    private final Machine machine;

    OnPaper(Results results, Machine machine) {
        this.results = results;
        this.machine = machine;
    }

    void append(StringBuilder page) {
        Summary pss = results.summary("service.memory.pss", Suite.YAGURA);
        Summary tables = results.summary("service.memory.tables", Suite.YAGURA);
        Summary processor = first("boot.2000.cpu", "boot.500.cpu", "boot.100.cpu");
        Summary own = first("boot.2000.own", "boot.500.own", "boot.100.own");
        Double rate = loggingRate();
        if (pss == null || tables == null || processor == null || own == null || rate == null) {
            return;
        }
        page.append("\n### On larger machines, on paper\n\nWorked out from the figures of this run, not measured.\n\n");
        double memoryMib = SERVICES * (pss.median() + tables.median()) / KIB_PER_MIB;
        page.append("- *Memory* is linear: ").append(SERVICES).append(" logged services take ");
        page.append(Numbers.withUnit(memoryMib, "MiB")).append(" (");
        page.append(Numbers.withUnit(pss.median() + tables.median(), "KiB")).append(" each) on any machine.\n");
        page.append("- *Boot*: a service and its logger take ").append(Numbers.withUnit(processor.median(), "ms"));
        page.append(" of processor time, their scripts and the kernel included, and svscan itself ");
        page.append(Numbers.withUnit(own.median(), "ms"));
        page.append(
                " of it. The first part is divided among the processors; svscan's is not, and so is the least for each\n");
        page.append("  service, however large the machine is. The kernel's own locks are not in this.\n");
        page.append(
                "- *Logging*: loggers share nothing, so the rate grows with the processors until memory is busy: a logged byte is\n");
        page.append("  moved four times, which is ").append(Numbers.number(MEMORY_TRAFFIC));
        page.append(" bytes of traffic where no cache helps.\n");
        page.append(
                "- *Idle and control*: an idle tree takes no time, and a command goes to one supervise, whatever the others do; neither\n");
        page.append("  depends on the machine's size.\n\n");
        page.append("| processors | boot of ").append(SERVICES);
        page.append(" logged services, s | logging, MB/s | memory traffic of that, GB/s |\n|---:|---:|---:|---:|\n");
        for (int processors : PROCESSORS) {
            double boot = SERVICES * Math.max(processor.median() / processors, own.median()) / MS_PER_S;
            double logging = rate * processors / machine.processors();
            page.append(String.format(
                    Locale.ROOT,
                    "| %d | %.1f | %.0f | %.1f |%n",
                    processors,
                    boot,
                    logging,
                    logging * MEMORY_TRAFFIC / MS_PER_S));
        }
    }

    private @Nullable Summary first(String... ids) {
        for (String id : ids) {
            Summary summary = results.summary(id, Suite.YAGURA);
            if (summary != null) {
                return summary;
            }
        }
        return null;
    }

    /** What this machine's processors log when there are more loggers than processors. */
    private @Nullable Double loggingRate() {
        for (Curve curve : results.curves()) {
            SortedMap<Long, Double> line = results.medians(curve).get(Suite.YAGURA);
            if (curve.id().equals("growth.logging") && line != null) {
                return line.tailMap((long) machine.processors()).values().stream()
                        .max(Double::compare)
                        .orElse(null);
            }
        }
        return null;
    }
}
