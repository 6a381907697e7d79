package org.yagura.itest.torture;

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

    private static final long PATIENCE_NS = 2_000_000_000L;

    private final Sandbox box;
    private final Path numbers;
    private final List<Service> services = new ArrayList<>();
    private final long[] lastKillNs;
    private final Random random = new Random(17);
    private final List<Set<Part>> deck = new ArrayList<>();
    private final Map<Part, Integer> kills = new EnumMap<>(Part.class);
    /** By how many died together. */
    private final int[] roundsOf = new int[PARTS.length + 1];

    private final List<Double> adoptedMs = new ArrayList<>();
    private long longestSpanNs;
    private long startNs;
    private long endNs;
    private Losses losses = Losses.of("0 0 0 0 0 0 0 0 0 0 0");

    public Torture(Sandbox box, Path numbers, int count) {
        this.box = box;
        this.numbers = numbers;
        lastKillNs = new long[count];
        Scan.prepare(box);
        for (int i = 0; i < count; i++) {
            String name = "s" + i;
            Service each = Scan.service(
                    box,
                    name,
                    "[ -e " + box.path("stop") + " ] && exec sleep 98765; exec " + numbers + " write ./state ./alive "
                            + box.path("doubled"));
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
        Running check = box.start(checkCommand());
        startNs = System.nanoTime();
        Arrays.fill(lastKillNs, startNs);
        while (total() < wanted) {
            round(scan);
        }
        endNs = System.nanoTime();
        Await.holds("comes to rest", 1500, () -> true);
        if (box.suite == Suite.YAGURA) {
            scan.svscan.signal("TERM").end(60_000);
        } else {
            endOfDebians(scan);
        }
        box.write("done", "");
        losses = Losses.of(check.end(900_000).out());
    }

    private String[] checkCommand() {
        List<String> words = new ArrayList<>(
                List.of(numbers.toString(), "check", box.path("done").toString()));
        for (Service each : services) {
            words.add(box.path(each.name + "/state").toString());
            words.add(box.path(each.name + "/log/main").toString());
        }
        return words.toArray(new String[0]);
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
        kill(pids);
        long before = System.nanoTime();
        lastKillNs[chosen] = before;
        found.forEach(part -> kills.merge(part, 1, Integer::sum));
        roundsOf[found.size()]++;
        if (found.contains(Part.SVSCAN)) {
            scan.svscan.end();
            scan.startAgain();
            Arrays.fill(lastKillNs, System.nanoTime());
        } else if (supervise > 0 && box.suite == Suite.YAGURA) {
            adopted(services.get(chosen), supervise, before);
        }
    }

    private void kill(List<Long> pids) {
        if (pids.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(List.of(numbers.toString(), "kill"));
        pids.forEach(pid -> words.add(Long.toString(pid)));
        String spanNs = box.run(words.toArray(new String[0])).ok().strip();
        longestSpanNs = Math.max(longestSpanNs, Long.parseLong(spanNs));
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
        byte[] bytes =
                box.read(service.name + "/supervise/status").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        org.yagura.core.status.Status status = new org.yagura.core.status.Status();
        status.decode(bytes, bytes.length);
        return status.supervisePid;
    }

    private void adopted(Service service, long former, long fromNs) {
        while (System.nanoTime() - fromNs < PATIENCE_NS) {
            if (supervisePid(service) != former) {
                adoptedMs.add((System.nanoTime() - fromNs) / 1e6);
                return;
            }
        }
        throw new AssertionError("no other supervise of " + service.name);
    }

    /** Debian's has no stop of its own: services first, then the loggers when they are quiet. */
    private void endOfDebians(Scan scan) {
        box.write("stop", "");
        for (long pid : box.processes("numbers write")) {
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
        List<Double> sorted = adoptedMs.stream().sorted().toList();
        String adopted = sorted.isEmpty()
                ? "none"
                : "median " + sorted.get(sorted.size() / 2) + ", most " + sorted.getLast() + " of " + sorted.size();
        return total() + " kills (" + kills + "), in rounds of one " + roundsOf[1] + ", of two " + roundsOf[2]
                + ", of three " + roundsOf[3] + ", of all four " + roundsOf[4] + ", within " + longestSpanNs / 1000
                + " us; " + services.size() + " services, " + (endNs - startNs) / 1_000_000_000
                + " s; second copies: " + secondCopies().size() + "; ms from a supervise's death to adopted: "
                + adopted;
    }
}
