package org.yagura.itest.torture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;
import org.yagura.itest.harness.Suite;

/** A tree of logged services at full rate, and somebody who kills its processes. */
public final class Torture {
    private enum Part {
        SERVICE,
        LOGGER,
        SUPERVISE,
        SVSCAN
    }

    private static final Part[] PARTS = Part.values();
    /** A process that was started less than a second ago is started again only when the second is over. */
    private static final long REST_NS = 1_200_000_000L;

    private static final int PID_AT = 48;

    private final Sandbox box;
    /** The programs in C that stand beside this. */
    public record Programs(Path numbers, Path disk, Path waits) {}

    private final Path numbers;
    private final Programs programs;
    private final int restUs;
    private @Nullable Disk disk;
    private final List<Service> services = new ArrayList<>();
    private final long[] lastKillNs;
    private final Random random = new Random(17);
    private final List<Set<Part>> deck = new ArrayList<>();
    private final Map<Part, Integer> kills = new EnumMap<>(Part.class);
    /** By how many died together. */
    private final int[] roundsOf = new int[PARTS.length + 1];

    private final long calmNs;
    private final List<Double> adoptedMs = new ArrayList<>();
    /** The same for the child of a parent that only forks and execs. */
    private final List<Double> floorMs = new ArrayList<>();

    private long longestSpanNs;
    private long startNs;
    private long endNs;
    private Losses losses = Losses.NONE;

    /**
     * @param restUs microseconds between a service's writes of 40 lines, 0 for full rate
     * @param calmMs before the first kill
     */
    public Torture(Sandbox box, Programs programs, int count, int restUs, long calmMs) {
        this.box = box;
        this.programs = programs;
        this.numbers = programs.numbers();
        this.restUs = restUs;
        this.calmNs = calmMs * 1_000_000;
        lastKillNs = new long[count];
        Scan.prepare(box);
        for (int i = 0; i < count; i++) {
            String name = "s" + i;
            Service each = Scan.service(
                    box,
                    name,
                    "[ -e " + box.path("stop") + " ] && exec sleep 98765; exec " + numbers + " write ./state ./alive "
                            + box.path("doubled") + " " + restUs);
            each.log("exec multilog t s1000000 n1000000 ./main");
            Scan.link(box, name);
            services.add(each);
        }
    }

    /** Kills so many processes, and ends the tree in order. */
    public void run(int wanted) {
        Scan scan = Scan.start(box);
        for (Service each : services) {
            each.awaitUp();
            each.log().awaitUp();
        }
        Running floor = box.start(numbers.toString(), "floor", mark().toString());
        Await.until("the floor's child", () -> floorPid() > 1);
        disk = new Disk(box, programs.disk(), numbers, restUs);
        Waits waits = new Waits(
                box, programs.waits(), services.stream().map(this::logDirectory).toList());
        Running check = box.start(checkCommand(disk, waits));
        startNs = System.nanoTime();
        Arrays.fill(lastKillNs, startNs);
        Await.until("calm is over", calmNs / 1_000_000 + 10_000, () -> System.nanoTime() - startNs > calmNs);
        while (total() < wanted) {
            round(scan);
        }
        endNs = System.nanoTime();
        endOf(floor);
        Await.holds("comes to rest", 1500, () -> true);
        if (box.suite == Suite.YAGURA) {
            scan.svscan.signal("TERM").end(60_000);
        } else {
            endOfDebians(scan);
        }
        // the last lines need what these noted, too
        disk.end();
        waits.end();
        box.write("done", "");
        losses = Losses.of(check.end(900_000).out());
    }

    private String[] checkCommand(Disk beside, Waits waits) {
        List<String> words = new ArrayList<>(List.of(
                numbers.toString(),
                "check",
                Long.toString(calmNs),
                box.path("done").toString(),
                beside.notes().toString(),
                waits.notes().toString()));
        for (Service each : services) {
            words.add(box.path(each.name + "/state").toString());
            words.add(logDirectory(each).toString());
        }
        return words.toArray(new String[0]);
    }

    private Path logDirectory(Service service) {
        return box.path(service.name + "/log/main");
    }

    private void round(Scan scan) {
        int chosen = random.nextInt(services.size());
        Await.until("its second is over", () -> System.nanoTime() - lastKillNs[chosen] > REST_NS);
        Set<Part> parts = parts();
        List<Long> pids = new ArrayList<>();
        List<Part> found = new ArrayList<>();
        long supervise = 0;
        for (Part part : parts) {
            long pid = pid(scan, services.get(chosen), part);
            if (pid > 1) {
                pids.add(pid);
                found.add(part);
                supervise = part == Part.SUPERVISE ? pid : supervise;
            }
        }
        Collections.shuffle(pids, random);
        boolean adopted = supervise > 0 && !found.contains(Part.SVSCAN) && box.suite == Suite.YAGURA;
        kill(pids, adopted ? box.path(services.get(chosen).name + "/supervise/status") : null);
        lastKillNs[chosen] = System.nanoTime();
        found.forEach(part -> kills.merge(part, 1, Integer::sum));
        roundsOf[found.size()]++;
        if (found.contains(Part.SVSCAN)) {
            scan.svscan.end();
            scan.startAgain();
            Arrays.fill(lastKillNs, System.nanoTime());
        }
    }

    private void kill(List<Long> pids, @Nullable Path status) {
        if (pids.isEmpty()) {
            return;
        }
        long[] ns = kill(status == null ? "-" : status.toString(), pids);
        longestSpanNs = Math.max(longestSpanNs, ns[0]);
        if (status != null) {
            adoptedMs.add(ns[1] / 1e6);
            floorMs.add(kill(mark().toString(), List.of(floorPid()))[1] / 1e6);
        }
    }

    private long[] kill(String watched, List<Long> pids) {
        List<String> words = new ArrayList<>(List.of(numbers.toString(), "kill", watched));
        pids.forEach(pid -> words.add(Long.toString(pid)));
        String[] ns = box.run(words.toArray(new String[0])).ok().strip().split(" ");
        return new long[] {Long.parseLong(ns[0]), Long.parseLong(ns[1])};
    }

    private Path mark() {
        return box.path("mark");
    }

    private long floorPid() {
        byte[] bytes = box.exists("mark") ? box.read("mark").getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
        return bytes.length < PID_AT + 4
                ? 0
                : ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(PID_AT);
    }

    private void endOf(Running floor) {
        floor.signal("KILL").end();
        Proc.signal(floorPid(), "KILL");
    }

    /** Each of them, each pair, and twice all four, in an order drawn anew when all have been dealt. */
    private Set<Part> parts() {
        if (deck.isEmpty()) {
            for (Part part : PARTS) {
                deck.add(EnumSet.of(part));
                for (Part other : EnumSet.range(part, Part.SVSCAN)) {
                    if (other != part) {
                        deck.add(EnumSet.of(part, other));
                    }
                }
            }
            deck.add(EnumSet.allOf(Part.class));
            deck.add(EnumSet.allOf(Part.class));
            Collections.shuffle(deck, random);
        }
        return deck.removeLast();
    }

    private long pid(Scan scan, Service service, Part part) {
        return switch (part) {
            case SERVICE -> service.pid();
            case LOGGER -> service.log().pid();
            case SVSCAN -> scan.svscan.pid();
            case SUPERVISE -> superviseOf(service);
        };
    }

    private long superviseOf(Service service) {
        if (box.suite == Suite.DEBIAN) {
            return Scan.superviseOf(box, service.name);
        }
        return supervisePid(service);
    }

    /** Bytes 48 to 51 of our status; see yagura-status(5). */
    private long supervisePid(Service service) {
        byte[] bytes = box.read(service.name + "/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
        org.yagura.core.status.Status status = new org.yagura.core.status.Status();
        status.decode(bytes, bytes.length);
        return status.supervisePid;
    }

    /** Debian's has no stop of its own: services first, then the loggers when they are quiet. */
    private void endOfDebians(Scan scan) {
        box.write("stop", "");
        for (long pid : box.processes("numbers write ./state")) {
            Proc.signal(pid, "TERM");
        }
        Await.holds("loggers read what is left", 3000, () -> true);
        scan.svscan.signal("KILL").end();
        for (String name : List.of("supervise", "multilog")) {
            for (long pid : box.processes(name)) {
                Proc.signal(pid, "TERM");
            }
        }
        Await.until("loggers end", () -> box.processes("multilog").isEmpty());
    }

    private int total() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    public Losses losses() {
        return losses;
    }

    public int killsOfAll() {
        return roundsOf[PARTS.length];
    }

    /** Pids of services that found another copy of themselves alive. */
    public List<String> secondCopies() {
        return box.exists("doubled") ? box.read("doubled").lines().toList() : List.of();
    }

    @Override
    public String toString() {
        return total() + " kills (" + kills + "), in rounds of one " + roundsOf[1] + ", of two " + roundsOf[2]
                + ", of three " + roundsOf[3] + ", of all four " + roundsOf[4] + ", within " + longestSpanNs / 1000
                + " us; " + services.size() + " services, " + (endNs - startNs) / 1_000_000_000
                + " s; second copies: " + secondCopies().size() + "; ms from a supervise's death to adopted: "
                + summary(adoptedMs) + "; to the next child of a parent that only forks and execs: " + summary(floorMs)
                + "; " + disk;
    }

    private static String summary(List<Double> ms) {
        List<Double> sorted = ms.stream().sorted().toList();
        return sorted.isEmpty()
                ? "none"
                : "median " + sorted.get(sorted.size() / 2) + ", most " + sorted.getLast() + " of " + sorted.size();
    }
}
