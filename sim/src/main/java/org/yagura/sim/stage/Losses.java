package org.yagura.sim.stage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yagura.sim.check.LogsComplete;
import org.yagura.sim.check.PowerCutPromise;
import org.yagura.sim.file.Inode;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** Which lines a log may lack at the end of a story, in ways that doc/durability.md has. */
final class Losses implements ProcessListener {
    /** Lines that kills can take from a logger that said it has no journal. */
    private static final long WITHOUT_JOURNAL = 1_000_000;
    /** Of the lines that are written. */
    private static final long LINE_BYTES_MIN = 20;
    /** A name that was away, or a service that could not be opened, so lately may not have been looked at again. */
    private static final long NAME_SEEN_NS = 7 * Stage.SECOND;

    private final TreeStory story;
    private final Stage stage;
    private final List<Plan.Service> services = new ArrayList<>();
    /** Lines that were in a pipe that nobody held any more. */
    private final Map<String, Long> inPipes = new HashMap<>();

    private final Map<String, Set<String>> takenByPowerCuts = new HashMap<>();
    private final Map<String, Set<String>> damagedByPowerCuts = new HashMap<>();
    private final Map<String, Long> nameAwayNs = new HashMap<>();
    /** When a call of svscan or of a supervise has failed. */
    private long failedNs = Long.MIN_VALUE / 2;

    Losses(TreeStory story) {
        this.story = story;
        stage = story.stage;
        stage.kernel.listen(this);
    }

    /** Holds a log to the promise of its level. */
    void watch(Plan.Service service) {
        PowerCutPromise.Level level = PowerCutPromise.Level.of(service.level(), service.size());
        services.add(service);
        new PowerCutPromise(stage, log(service.directory()), log(Trouble.elsewhere(service)), level);
    }

    private static String log(String directory) {
        return directory + "/log/main";
    }

    /** Whether the name of a service has led to it for so long. */
    boolean isNamedFor(Plan.Service service, long ns) {
        return stage.exists("/service/" + service.name())
                && stage.nowNs() - nameAwayNs.getOrDefault(service.name(), Long.MIN_VALUE / 2) > ns;
    }

    /** The name of a service in the scan directory is not there now, or leads nowhere, or has just come back. */
    void nameIsAway(Plan.Service service) {
        nameAwayNs.put(service.name(), stage.nowNs());
    }

    /**
     * Service, logger, supervise and svscan all gone at once; or all but svscan, which has let go of it in a stop, or has just begun and not looked there yet, or could
     * not open it, or holds no pipe of a service without a name, and lets go of it when nobody is left.
     */
    @Override
    public void pipeLost(@Nullable Inode pipe, int lines) {
        for (Plan.Service service : services) {
            String directory = service.directory();
            Inode here = stage.find(directory + "/log/supervise/pipe");
            Inode elsewhere = stage.find(Trouble.elsewhere(service) + "/log/supervise/pipe");
            if (pipe == null || pipe != here && pipe != elsewhere) {
                continue;
            }
            boolean named = isNamedFor(service, NAME_SEEN_NS);
            boolean open = stage.kernel.faults.isCalm() && stage.nowNs() - failedNs > NAME_SEEN_NS;
            if (!named || !open || story.svscanIsNew() || story.isStopping()) {
                inPipes.merge(service.name(), lines + 1L, Long::sum);
            }
        }
    }

    @Override
    public void failed(SimProcess process, Call call, String path) {
        if (process.name.equals("svscan") || process.name.equals("supervise")) {
            failedNs = stage.nowNs();
        }
    }

    @Override
    public void powerIsBack() {
        for (Plan.Service service : services) {
            String name = service.name();
            Set<String> taken = takenByPowerCuts.computeIfAbsent(name, key -> new HashSet<>());
            Set<String> damaged = damagedByPowerCuts.computeIfAbsent(name, key -> new HashSet<>());
            Set<String> left = new HashSet<>();
            boolean moved = !stage.exists(service.directory());
            String log = log(moved ? Trouble.elsewhere(service) : service.directory());
            for (String line : LogReader.lines(LogReader.text(stage, log))) {
                left.add(LogsComplete.withoutLabel(line));
            }
            List<String> accepted = new ArrayList<>(stage.ledger.accepted(name));
            for (String line : accepted) {
                if (!left.contains(line)) {
                    taken.add(line);
                }
            }
            left.removeAll(new HashSet<>(accepted));
            for (String line : left) {
                damaged.add(line.replace("\n", ""));
            }
        }
    }

    /** What the log of a service may lack. */
    LogsComplete.Allowance allowed(Plan.Service service) {
        long said = 0;
        boolean pieces = false;
        boolean loggerMissed = false;
        // It is said every five seconds at most.
        boolean oldestRemoved = service.full().equals("fo");
        Set<String> elsewhere = new HashSet<>(takenByPowerCuts.getOrDefault(service.name(), Set.of()));
        for (String line : stage.read("/tmp/said").split("\n", -1)) {
            if (line.startsWith("multilog: warning: lost for ") || line.startsWith("multilog: warning: dropped for ")) {
                String[] words = line.substring(line.indexOf(": ", 28) + 2).split(" ", -1);
                // A line that was cut off counts too.
                said += Long.parseLong(words[0]) + 1;
            } else if (line.startsWith("supervise: warning: ") && line.contains(" bytes for log are not logged")) {
                // A second TERM has cut the logger short.
                said += 1 + Long.parseLong(line.split(" ", -1)[2]) / LINE_BYTES_MIN;
                pieces = true;
            } else if (line.contains(", a kill can lose lines")) {
                said += WITHOUT_JOURNAL;
                pieces = true;
            } else if (line.contains("unable to read standard input")) {
                said++;
                pieces = true;
            } else if (line.startsWith("supervise: ") && line.contains("log/") && !line.contains("status.new")) {
                loggerMissed = true;
            } else if (loggerMissed && line.startsWith(service.name() + " ")) {
                // A supervise that could not have the logger has said so, and the service wrote to the output of
                // svscan.
                elsewhere.add(line + "\n");
            }
        }
        String name = service.name();
        int files = LogReader.finished(stage, log(service.directory())).size() + 1;
        return new LogsComplete.Allowance(
                said + inPipes.getOrDefault(name, 0L),
                elsewhere,
                damagedByPowerCuts.getOrDefault(name, Set.of()),
                files >= service.count() || oldestRemoved,
                pieces);
    }
}
