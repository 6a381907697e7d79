package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yagura.itest.harness.Errnos;
import org.yagura.itest.harness.FaultCase;
import org.yagura.itest.harness.FaultCounts;
import org.yagura.itest.harness.Injector;
import org.yagura.itest.harness.Injector.Call;
import org.yagura.itest.harness.Injector.Fault;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Suite;
import org.yagura.itest.harness.SuiteTests;

/**
 * Each system call of each command fails once, with each error that it may have, and is the last before a kill. Then the command has
 * done all that it does otherwise, or says what went wrong and exits for trouble; files are as before or as after; and done again
 * without a fault, it does what it always does.
 */
class FaultsIT {
    /** What the whole check can afford; {@code make faults} asks for all. */
    private static final int SAMPLE = 25;

    private static final int TROUBLE = 111;
    private static final int HANG_MS = 8_000;

    private static final String FILES = "find . -mindepth 1 -printf '%y %m %P %l\\n' | LC_ALL=C sort; "
            + "find . -type f ! -path './d/*' | LC_ALL=C sort | while read -r f; do echo \"-- $f\"; cksum <\"$f\"; done";

    static Stream<FaultCase> commands() {
        String only = System.getProperty("yagura.faults.only", "");
        return FaultCase.read("commands.faults").stream()
                .filter(each -> each.name().contains(only));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void aFailingCallOfACommand(FaultCase each) {
        assumeTrue(Suite.YAGURA.wanted(), "our suite was not asked for");
        assumeTrue(Injector.available(), "there is no C compiler");
        assumeTrue(SuiteTests.root() || !each.is("root"), "needs root");
        assumeFalse(Suite.sanitized(), "the calls of the sanitizers are not ours");
        try (Sandbox box = new Sandbox(Suite.YAGURA)) {
            new Sweep(box, each).run();
        }
    }

    /** What is on disk, by path: type, mode, target and checksum. */
    private static SortedMap<String, String> files(Sandbox box, FaultCase each) {
        SortedMap<String, String> found = new TreeMap<>();
        if (each.is("once")) {
            return found;
        }
        String name = "";
        for (String line : box.sh(FILES).out().split("\n")) {
            if (line.startsWith("-- ./")) {
                name = line.substring(5);
            } else if (!name.isEmpty()) {
                found.merge(name, line, (mode, sum) -> mode + " " + sum);
            } else if (!line.isEmpty()) {
                String[] words = line.split(" ", 4);
                // a stamp's name is the time
                String path = words[2].startsWith("d/") ? "d/stamp" : words[2];
                found.put(path, words[0] + " " + words[1] + " " + words[3]);
            }
        }
        return found;
    }

    private static final class Sweep {
        private final Sandbox box;
        private final FaultCase each;
        private final List<String> violations = new ArrayList<>();
        private boolean prepared;
        private Result usual = new Result(-1, "", "");
        private SortedMap<String, String> old = new TreeMap<>();
        private SortedMap<String, String> done = new TreeMap<>();

        Sweep(Sandbox box, FaultCase each) {
            this.box = box;
            this.each = each;
        }

        void run() {
            prepare();
            old = files(box, each);
            Injector.watch(box);
            usual = box.sh(each.command());
            done = files(box, each);
            List<Call> calls = Injector.calls(box);
            boolean whole = Boolean.getBoolean("yagura.faults");
            List<Fault> faults = Injector.faults(calls, !whole).stream()
                    .filter(fault -> !each.is("not " + fault.call().name() + " " + fault.what()))
                    .toList();
            for (Fault fault : whole ? faults : Injector.sample(faults, SAMPLE)) {
                prepare();
                Injector.disturb(box, fault);
                @Nullable Result result = end();
                if (result == null) {
                    violations.add(each + ": " + fault + ": hangs");
                    continue;
                }
                if (!Injector.hit(box)) {
                    FaultCounts.missed(each.name(), fault);
                    continue;
                }
                int before = violations.size();
                boolean survived = judge(fault, result);
                if (violations.size() == before) {
                    FaultCounts.held(each.name(), fault, survived);
                }
            }
            assertEquals("", String.join("\n", violations));
        }

        private void prepare() {
            Injector.leave(box);
            if (each.is("once") && prepared) {
                return;
            }
            prepared = true;
            box.sh("find . -mindepth 1 -delete\n" + each.before()).ok();
        }

        /** Runs the command to its end; null where there is none. */
        private @Nullable Result end() {
            Running running = box.startSh(each.command());
            try {
                return running.end(HANG_MS);
            } catch (AssertionError hang) {
                box.endAll();
                prepared = false;
                return null;
            }
        }

        /** @return whether nobody but a reader of the messages has noticed */
        private boolean judge(Fault fault, Result result) {
            SortedMap<String, String> now = files(box, each);
            boolean survived = result.exit() == usual.exit() && result.out().equals(usual.out()) && now.equals(done);
            if (!survived) {
                if (!fault.kills()) {
                    hasSaidSo(fault, result);
                }
                oldOrNew(fault, now);
                again(fault);
            }
            if (result.err().contains("internal error") || result.err().contains("Exception")) {
                violation(fault, result, "internal error");
            }
            return survived;
        }

        private void hasSaidSo(Fault fault, Result result) {
            boolean success = result.exit() == usual.exit() && usual.exit() != each.troubleCode();
            boolean part = usual.out().startsWith(result.out());
            boolean warns = each.is("warns") || each.is("warns of " + fault.what()) || each.is("may stop") && part;
            if (success && !warns) {
                violation(fault, result, "wrong success");
            } else if (!success && !mayExit(fault, result.exit())) {
                violation(fault, result, "exit code");
            } else if (!part && !warns) {
                violation(fault, result, "wrong output");
            }
            if (!isTold(fault, result)) {
                violation(fault, result, "the reason is not told");
            }
        }

        private boolean isTold(Fault fault, Result result) {
            // the write may have been that of the message
            return each.is("silent")
                    || each.is("may stop")
                    || isAnswer(fault)
                    || fault.what().equals("short")
                    || fault.call().name().equals("write")
                    || (result.err() + result.out()).contains(Errnos.phrase(fault.what()));
        }

        private boolean mayExit(Fault fault, int code) {
            return code == each.troubleCode() || code == TROUBLE || each.is("any exit") || isAnswer(fault);
        }

        private boolean isAnswer(Fault fault) {
            return each.is("answer " + fault.call().name() + " " + fault.what());
        }

        private void oldOrNew(Fault fault, SortedMap<String, String> now) {
            SortedMap<String, String> strange = new TreeMap<>(now);
            strange.entrySet()
                    .removeIf(file -> file.getValue().equals(old.get(file.getKey()))
                            || file.getValue().equals(done.get(file.getKey()))
                            || each.mayLeave(file.getKey()));
            List<String> gone = old.keySet().stream()
                    .filter(path -> done.containsKey(path) && !now.containsKey(path))
                    .filter(path -> !each.mayLeave(path))
                    .toList();
            if (!strange.isEmpty() || !gone.isEmpty()) {
                violations.add(each + ": " + fault + ": neither old nor new: " + strange + ", gone: " + gone);
            }
        }

        private void again(Fault fault) {
            Injector.leave(box);
            Result second = box.sh(each.command());
            if (!each.is("apart")
                    && (second.exit() != usual.exit() || !second.out().equals(usual.out()))) {
                violation(fault, second, "done again");
            }
            SortedMap<String, String> now = files(box, each);
            if (!now.equals(done)) {
                violations.add(each + ": " + fault + ": files when done again: " + now + ", not " + done);
            }
        }

        private void violation(Fault fault, Result result, String what) {
            violations.add(each + ": " + fault + ": " + what + ": " + result);
        }
    }
}
