package org.yagura.sim.stage;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells stories from the command line.
 *
 * <pre>
 * Hunt [tcp] SEED                     one story, with its plan first and every call as it happens
 * Hunt soak MINUTES [SEED [THREADS]]  stories of fresh seeds, or from a seed on; says which fail, and how much it was
 * </pre>
 *
 * Stories are of a tree of services, those of {@code tcp} of a tcpserver. A hunt tells both kinds of each seed.
 */
public final class Hunt {
    private static final double NS_PER_MINUTE = 60e9;
    private static final double NS_PER_HOUR = 3600e9;
    private static final long SAID_EVERY_NS = 60_000_000_000L;

    private final PrintStream out;
    private final Watchdog watchdog = Watchdog.thatEndsTheProgram();
    private final long startNs = System.nanoTime();
    private final AtomicLong seeds;
    private final AtomicLong plans = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong virtualNs = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong powerCuts = new AtomicLong();
    private long saidNs = startNs;

    private Hunt(long firstSeed, PrintStream out) {
        seeds = new AtomicLong(firstSeed);
        this.out = out;
    }

    public static void main(String[] arguments) throws InterruptedException {
        boolean soaks = arguments.length > 1 && arguments[0].equals("soak");
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime() & 0xffff_ffffffL;
        boolean good = soaks
                ? new Hunt(seed, System.out).soak(arguments)
                : replay(story(arguments), arguments[arguments.length - 1], System.out);
        if (!good) {
            System.exit(1);
        }
    }

    private static Story story(String[] arguments) {
        boolean tcp = arguments.length > 1 && arguments[0].equals("tcp");
        long seed = Long.parseLong(arguments[arguments.length - 1]);
        return tcp ? new TcpStory(seed) : new TreeStory(seed);
    }

    /** Tells one story aloud. The same seed gives the same bytes. @return whether it went well */
    static boolean replay(Story story, String seed, PrintStream out) {
        out.print(story.planned());
        story.stage().kernel.trace.printTo(out);
        try {
            story.tell();
            out.println("all is well");
            return true;
        } catch (AssertionError failure) {
            out.print(story.done());
            out.println("said:\n" + story.stage().read("/tmp/said"));
            out.println("seed " + seed + ": " + headline(failure));
            return false;
        }
    }

    private static String headline(AssertionError failure) {
        String text = String.valueOf(failure.getMessage());
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private boolean soak(String[] arguments) throws InterruptedException {
        long endNs = startNs + (long) (Double.parseDouble(arguments[1]) * NS_PER_MINUTE);
        int count = arguments.length > 3
                ? Integer.parseInt(arguments[3])
                : Runtime.getRuntime().availableProcessors();
        out.println("from seed " + seeds.get() + " on, " + count + " at a time");
        Thread[] threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            threads[i] = new Thread(() -> tellUntil(endNs));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        say();
        return failures.get() == 0;
    }

    private void tellUntil(long endNs) {
        while (System.nanoTime() < endNs) {
            long seed = seeds.getAndIncrement();
            tell(new TreeStory(seed), "seed " + seed);
            tell(new TcpStory(seed), "tcp seed " + seed);
            sayNowAndThen();
        }
    }

    private void tell(Story story, String name) {
        long beforeNs = story.stage().nowNs();
        try {
            watchdog.tell(name, story);
        } catch (AssertionError failure) {
            failures.incrementAndGet();
            out.println(name + ": " + headline(failure));
        }
        plans.incrementAndGet();
        virtualNs.addAndGet(story.stage().nowNs() - beforeNs);
        calls.addAndGet(story.stage().kernel.trace.count());
        powerCuts.addAndGet(story.boots());
    }

    private synchronized void sayNowAndThen() {
        if (System.nanoTime() - saidNs > SAID_EVERY_NS) {
            saidNs = System.nanoTime();
            say();
        }
    }

    private void say() {
        double minutes = (System.nanoTime() - startNs) / NS_PER_MINUTE;
        double hours = virtualNs.get() / NS_PER_HOUR;
        out.printf(
                "%d plans, %d failed, in %.1f minutes: %.1f plans a second, %.1f virtual hours a minute, %d calls, %d power cuts%n",
                plans.get(),
                failures.get(),
                minutes,
                plans.get() / minutes / 60,
                hours / minutes,
                calls.get(),
                powerCuts.get());
        out.flush();
    }
}
