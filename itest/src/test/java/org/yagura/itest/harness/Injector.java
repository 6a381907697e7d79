package org.yagura.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The program of src/test/c/inject.c: runs another, and lets one of its system calls fail. */
public final class Injector {
    /** Variable of the sandbox with the words that stand before the program that is to be disturbed. */
    public static final String VARIABLE = "INJECT";

    private static final Path SOURCE = Path.of("src/test/c/inject.c").toAbsolutePath();
    private static final String REPORT = "injected";

    private Injector() {}

    /** A system call of a program, as inject.c names it. */
    public record Call(int process, String name, int ordinal) {
        static Call of(String line) {
            String[] words = line.split(" ");
            return new Call(Integer.parseInt(words[0]), words[1], Integer.parseInt(words[2]));
        }

        @Override
        public String toString() {
            return name + " #" + ordinal + (process == 0 ? "" : " of child " + process);
        }
    }

    /** What is to happen at a call: {@code kill}, {@code short}, or the name of an error. */
    public record Fault(Call call, String what) {
        public boolean kills() {
            return what.equals("kill");
        }

        @Override
        public String toString() {
            return call + " " + what;
        }

        private String words() {
            boolean error = !kills() && !what.equals("short");
            return (error ? Integer.toString(Errnos.number(what)) : what) + " " + REPORT_PATH + " " + call.process()
                    + " " + call.name() + " " + call.ordinal();
        }
    }

    private static final String REPORT_PATH = "../" + REPORT;

    /** Whether there is a compiler, and the processor is one that inject.c knows. */
    public static boolean available() {
        return program().isPresent();
    }

    /** From now on the program behind {@code $INJECT} is only watched. */
    public static void watch(Sandbox box) {
        box.variable(VARIABLE, words("record " + REPORT_PATH));
        emptyReport(box);
    }

    /** From now on the program behind {@code $INJECT} is disturbed so. */
    public static void disturb(Sandbox box, Fault fault) {
        box.variable(VARIABLE, words(fault.words()));
        emptyReport(box);
    }

    /** The program may run under another account than we do. */
    private static void emptyReport(Sandbox box) {
        try {
            Files.writeString(report(box), "");
            Sandbox.chmod(report(box), "rw-rw-rw-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on it is left in peace. */
    public static void leave(Sandbox box) {
        box.variable(VARIABLE, "");
    }

    /** The calls that were seen since {@link #watch}. */
    public static List<Call> calls(Sandbox box) {
        return Sandbox.read(report(box)).lines().map(Call::of).toList();
    }

    /** Whether the call has taken place since {@link #disturb}. */
    public static boolean hit(Sandbox box) {
        return Sandbox.read(report(box)).startsWith("hit");
    }

    /** All that can go wrong at these calls: with {@code thin}, one error each, and the death of the process. */
    public static List<Fault> faults(List<Call> calls, boolean thin) {
        List<Fault> faults = new ArrayList<>();
        for (Call call : calls) {
            List<String> errnos = Errnos.of(call.name());
            for (String errno : errnos.subList(0, thin ? Math.min(1, errnos.size()) : errnos.size())) {
                faults.add(new Fault(call, errno));
            }
            if (call.name().equals("write") || call.name().equals("read")) {
                faults.add(new Fault(call, "short"));
            }
            faults.add(new Fault(call, "kill"));
        }
        return faults;
    }

    /** Every so manyth of a list, so that no more than {@code most} are left. */
    public static List<Fault> sample(List<Fault> faults, int most) {
        if (faults.size() <= most) {
            return faults;
        }
        List<Fault> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            some.add(faults.get((int) ((long) i * faults.size() / most)));
        }
        return some;
    }

    private static Path report(Sandbox box) {
        return Objects.requireNonNull(box.work.getParent()).resolve(REPORT);
    }

    private static String words(String mode) {
        return program().orElseThrow() + " " + mode;
    }

    private static Optional<Path> program() {
        return Compiled.PROGRAM;
    }

    private static final class Compiled {
        static final Optional<Path> PROGRAM = Programs.compile(SOURCE)
                .filter(ignored -> System.getProperty("os.arch").equals("amd64"));
    }
}
