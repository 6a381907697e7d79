package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Errnos;
import org.yagura.itest.harness.FaultCase;
import org.yagura.itest.harness.FaultCounts;
import org.yagura.itest.harness.Injector;
import org.yagura.itest.harness.Injector.Fault;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Suite;

/**
 * The stories of daemons.faults, in which one system call of the daemon fails, or is the last before a kill. Whoever keeps it starts it
 * again, and the story ends as it always does: no service twice, no line lost or twice, nothing left.
 */
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(7200)
class DaemonFaultsIT {
    /** What the whole check can afford for a story; {@code make faults} asks for all. */
    private static final int SAMPLE = 6;

    private static final int SAMPLE_WHOLE = Integer.getInteger("yagura.faults.most", Integer.MAX_VALUE);

    private static final int WORKERS = Integer.getInteger("yagura.faults.workers", 4);
    private static final int HANG_MS = 60_000;
    private static final int KILLED = 137;
    private static final int TROUBLE = 111;

    static Stream<FaultCase> stories() {
        String only = System.getProperty("yagura.faults.only", "");
        return FaultCase.read("daemons.faults").stream()
                .filter(each -> each.name().contains(only));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void aFailingCallOfADaemon(FaultCase story) throws InterruptedException {
        assumeTrue(Suite.YAGURA.wanted(), "our suite was not asked for");
        assumeTrue(Injector.available(), "there is no C compiler");
        assumeFalse(Suite.sanitized(), "the calls of the sanitizers are not ours");
        List<Fault> faults;
        String usual;
        try (Sandbox box = new Sandbox(Suite.YAGURA)) {
            prepare(box, story);
            Injector.watch(box);
            Result result = box.startSh(FaultCase.PRELUDE + story.command()).end(HANG_MS);
            usual = result.out();
            assertEquals(0, result.exit(), result.toString());
            boolean whole = Boolean.getBoolean("yagura.faults");
            faults = Injector.faults(Injector.calls(box), !whole).stream()
                    .filter(fault ->
                            !story.is("not " + fault.call().name() + " " + fault.what()) && !story.is("not " + fault))
                    .toList();
            faults = Injector.sample(faults, whole ? SAMPLE_WHOLE : SAMPLE);
        }
        Queue<Fault> left = new ConcurrentLinkedQueue<>(faults);
        List<String> violations = Collections.synchronizedList(new ArrayList<>());
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(Thread.ofPlatform().start(() -> work(story, usual, left, violations)));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        assertEquals("", String.join("\n", violations));
    }

    private static void work(FaultCase story, String usual, Queue<Fault> left, List<String> violations) {
        for (Fault fault = left.poll(); fault != null; fault = left.poll()) {
            try (Sandbox box = new Sandbox(Suite.YAGURA)) {
                tell(box, story, usual, fault);
            } catch (AssertionError violation) {
                System.out.println(story + ": " + fault + ": " + violation.getMessage());
                violations.add(story + ": " + fault + ": " + violation.getMessage());
            }
        }
    }

    private static void prepare(Sandbox box, FaultCase story) {
        Injector.leave(box);
        box.sh(FaultCase.PRELUDE + story.before());
    }

    private static void tell(Sandbox box, FaultCase story, String usual, Fault fault) {
        prepare(box, story);
        Injector.disturb(box, fault);
        Result result = box.startSh(FaultCase.PRELUDE + story.command()).end(HANG_MS);
        if (!Injector.hit(box)) {
            FaultCounts.missed(story.name(), fault);
            return;
        }
        assertEquals(usual, result.out(), () -> "ends differently: " + result.err());
        boolean ended = box.exists("ends");
        if (ended) {
            String ends = box.read("ends");
            int wanted = fault.kills() ? KILLED : TROUBLE;
            assertEquals(
                    "",
                    ends.lines().filter(line -> !line.endsWith(": " + wanted)).toList().stream()
                            .findFirst()
                            .orElse(""),
                    () -> "exit code: " + result.err());
            boolean told = fault.kills()
                    || story.is("answer " + fault.call().name())
                    || fault.what().equals("short")
                    || fault.call().name().equals("write")
                    || result.err().contains(Errnos.phrase(fault.what()));
            assertEquals("told", told ? "told" : result.err());
        }
        Await.until(
                () -> "processes remain: " + box.processes(),
                5_000,
                () -> box.processes().isEmpty());
        FaultCounts.held(story.name(), fault, !ended);
    }
}
