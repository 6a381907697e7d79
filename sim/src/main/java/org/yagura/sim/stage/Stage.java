package org.yagura.sim.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.sim.file.Directory;
import org.yagura.sim.file.Disk;
import org.yagura.sim.file.Inode;
import org.yagura.sim.file.RegularFile;
import org.yagura.sim.file.SymbolicLink;
import org.yagura.sim.kernel.Image;
import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.SimProcess;
import org.yagura.tools.Applet;
import org.yagura.tools.Invocation;
import org.yagura.tools.Launcher;

/** A simulated machine with the tools in {@code /bin}, an empty {@code /service}, and the means to act on it from outside. */
public final class Stage {
    public static final long MS = 1_000_000;
    public static final long SECOND = 1000 * MS;
    private static final long TEMPORARY_DEVICE = 0x19;
    private static final byte[] EXECUTABLE = Shell.bytes("/bin/yagura");

    public final Kernel kernel;
    public final Ledger ledger = new Ledger();

    private UnaryOperator<Port> filter = port -> port;
    private final Files files;

    public Stage(long seed) {
        kernel = new Kernel(seed);
        files = kernel.outsider().port().files();
        // A disk of its own, so that what programs say is heard even where the other one is full.
        kernel.root().mount("tmp", new Disk(TEMPORARY_DEVICE).root());
        makeDirectory("/bin");
        makeDirectory("/service");
        makeDirectory("/sv");
        makeDirectory("/dev");
        write("/dev/null", "");
        Scripts.register(kernel, ledger);
        kernel.register("yagura", this::tool);
        program("/bin/yagura", "yagura");
        program("/bin/sh", "sh");
        program("/bin/sleeper", "sleeper");
        for (Applet applet : Applet.values()) {
            symlink("yagura", "/bin/" + applet.command);
        }
    }

    /** For mutants: from now on tools work on a port that was tampered with. */
    public void filterPorts(UnaryOperator<Port> portFilter) {
        filter = portFilter;
    }

    private int tool(SimProcess process, Image image) {
        byte[][] arguments = image.arguments();
        Applet applet = Applet.named(arguments[0]);
        int skip = 1;
        if (applet == null && arguments.length > 1) {
            applet = Applet.named(arguments[1]);
            skip = 2;
        }
        if (applet == null) {
            return 100;
        }
        process.markAsTool();
        byte[][] rest = java.util.Arrays.copyOfRange(arguments, skip, arguments.length);
        return Launcher.launch(
                applet, new Invocation(EXECUTABLE, rest, image::environment), filter.apply(process.port()));
    }

    // --- time ---

    /** Lets the machine run until a condition holds. Fails where it does not within the time. */
    public void until(String what, long withinNs, BooleanSupplier condition) {
        if (!kernel.runUntil(condition, withinNs)) {
            throw new AssertionError("not within " + withinNs / MS + " ms: " + what + "\n" + kernel.trace.last(60));
        }
    }

    /** Asks again and again, with a tenth of a second between; the question itself may run commands. */
    public void eventually(String what, long withinNs, BooleanSupplier question) {
        long endNs = nowNs() + withinNs;
        while (!question.getAsBoolean()) {
            if (nowNs() >= endNs) {
                throw new AssertionError("not within " + withinNs / MS + " ms: " + what + "\n" + kernel.trace.last(60));
            }
            pass(100 * MS);
        }
    }

    /** Lets the machine run for so long. */
    public void pass(long ns) {
        kernel.runUntil(() -> false, ns);
    }

    public long nowNs() {
        return kernel.clock().monotonicNs();
    }

    // --- processes ---

    /** Starts a program in a directory, with its output going to a file. */
    public SimProcess start(String output, String directory, String... command) {
        return startReading("/dev/null", output, directory, command);
    }

    /** The same with a file or FIFO as its input. */
    public SimProcess startReading(String input, String output, String directory, String... command) {
        Directory at = directory(directory);
        int in = open(input, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        kernel.outsider().port().descriptors().setNonBlocking(in, false);
        int out = open(output, OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.APPEND, 0644);
        byte[][] arguments = new byte[command.length][];
        for (int i = 0; i < command.length; i++) {
            arguments[i] = Shell.bytes(command[i]);
        }
        byte[][] environment = {Shell.bytes("PATH=/bin")};
        Image image = new Image((self, given) -> 0, arguments, environment);
        SimProcess process = kernel.start("/bin/" + command[0], image, at, in, out, out);
        kernel.outsider().port().descriptors().close(in);
        kernel.outsider().port().descriptors().close(out);
        return process;
    }

    /** Runs a command to its end, for a minute at most. @return what it said on 1 and 2 */
    public String run(String... command) {
        String output = "/tmp/output";
        remove(output);
        SimProcess process = start(output, "/", command);
        until(String.join(" ", command) + " ends", 60 * SECOND, () -> !process.isAlive());
        lastStatus = process.waitStatus();
        return read(output);
    }

    private int lastStatus;

    /** The exit code of the last {@link #run}. */
    public int lastExitCode() {
        return lastStatus >> 8;
    }

    // --- services ---

    /** Makes a service directory under {@code /sv} with a {@code run} file, not yet in {@code /service}. */
    public String prepare(String name, String script) {
        String path = "/sv/" + name;
        makeDirectory(path);
        program(path + "/run", script);
        return path;
    }

    /** Makes a service and links it into {@code /service}. */
    public String service(String name, String script) {
        String path = prepare(name, script);
        symlink(path, "/service/" + name);
        return path;
    }

    /** The living processes that were started as the {@code run} of a service directory, whatever they have become. */
    public List<SimProcess> copies(String directory) {
        Inode wanted = find(directory);
        List<SimProcess> copies = new ArrayList<>();
        for (SimProcess process : kernel.processes()) {
            if (process.isAlive() && process.service() == wanted && wanted != null) {
                copies.add(process);
            }
        }
        return copies;
    }

    /** The one living copy of a service, or null where there is none. */
    public @Nullable SimProcess copy(String directory) {
        List<SimProcess> copies = copies(directory);
        if (copies.size() > 1) {
            throw new AssertionError("two copies of " + directory + ": " + copies);
        }
        return copies.isEmpty() ? null : copies.get(0);
    }

    public boolean isUp(String directory) {
        return copy(directory) != null;
    }

    /** The process with a pid, which must be there. */
    public SimProcess process(int pid) {
        return Objects.requireNonNull(kernel.process(pid));
    }

    /** The living processes of a tool. */
    public List<SimProcess> tools(String name) {
        List<SimProcess> found = new ArrayList<>();
        for (SimProcess process : kernel.processes()) {
            if (process.isAlive() && process.isTool() && !process.isBeforeExec() && process.name.equals(name)) {
                found.add(process);
            }
        }
        return found;
    }

    // --- files, from outside ---

    private int open(String path, int flags, int mode) {
        return must(path, files.open(Files.CWD, Shell.bytes(path), flags, mode));
    }

    private static int must(String what, int result) {
        if (result < 0) {
            throw new AssertionError(what + ": error " + -result);
        }
        return result;
    }

    public void makeDirectory(String path) {
        must(path, files.makeDirectory(Files.CWD, Shell.bytes(path), 0755));
    }

    /** Writes a file that can be exec'd. */
    public void program(String path, String script) {
        write(path, "#!" + script + "\n");
        Objects.requireNonNull(find(path)).changeMode(0755, kernel.clock().wallNs());
    }

    public void write(String path, String text) {
        int fd = open(path, OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.TRUNCATE, 0644);
        byte[] bytes = Shell.bytes(text);
        must(path, kernel.outsider().port().descriptors().write(fd, bytes, 0, bytes.length));
        kernel.outsider().port().descriptors().close(fd);
    }

    /** Makes a FIFO and holds it open for the scenario. @return the scenario's descriptor */
    public int makeFifo(String path) {
        must(path, files.makeFifo(Files.CWD, Shell.bytes(path), 0600));
        return open(path, OpenFlag.READ_WRITE | OpenFlag.NONBLOCK, 0);
    }

    /** Writes into a FIFO without waiting. @return bytes written or a negated errno */
    public int poke(String path, String text) {
        int fd = files.open(Files.CWD, Shell.bytes(path), OpenFlag.WRITE | OpenFlag.NONBLOCK, 0);
        if (fd < 0) {
            return fd;
        }
        byte[] bytes = Shell.bytes(text);
        int n = kernel.outsider().port().descriptors().write(fd, bytes, 0, bytes.length);
        kernel.outsider().port().descriptors().close(fd);
        return n;
    }

    public void symlink(String target, String path) {
        even(path, () -> files.symlink(Shell.bytes(target), Files.CWD, Shell.bytes(path)));
    }

    public void rename(String from, String to) {
        even(from, () -> files.rename(Files.CWD, Shell.bytes(from), Files.CWD, Shell.bytes(to)));
    }

    /** What the scenario does can be done even on a full disk. */
    private void even(String what, IntSupplier action) {
        boolean full = kernel.disk().namesFull;
        kernel.disk().namesFull = false;
        must(what, action.getAsInt());
        kernel.disk().namesFull = full;
    }

    /** Removes a name, a directory with all that is in it; nothing where it is not there. */
    public void remove(String path) {
        int slash = path.lastIndexOf('/');
        Inode parent = find(slash == 0 ? "/" : path.substring(0, slash));
        Inode inode = parent instanceof Directory directory ? directory.get(path.substring(slash + 1)) : null;
        if (inode instanceof Directory directory) {
            for (String name : directory.names()) {
                remove(path + "/" + name);
            }
            must(path, files.removeDirectory(Files.CWD, Shell.bytes(path)));
        } else if (inode != null) {
            must(path, files.unlink(Files.CWD, Shell.bytes(path)));
        }
    }

    /** What stands under an absolute name, through symbolic links; null where there is nothing. */
    public @Nullable Inode find(String path) {
        Inode at = kernel.root();
        String above = "/";
        for (String name : path.split("/")) {
            if (name.isEmpty()) {
                continue;
            }
            if (!(at instanceof Directory directory)) {
                return null;
            }
            at = directory.get(name);
            if (at instanceof SymbolicLink link) {
                at = find(link.target.startsWith("/") ? link.target : above + link.target);
            }
            above += name + "/";
        }
        return at;
    }

    /** The absolute name of a directory. */
    public String path(Directory directory) {
        Directory above = directory.parent();
        if (above == directory) {
            return "";
        }
        for (String name : above.names()) {
            if (above.get(name) == directory) {
                return path(above) + "/" + name;
            }
        }
        return "(unreachable)";
    }

    public boolean exists(String path) {
        return find(path) != null;
    }

    public Directory directory(String path) {
        if (find(path) instanceof Directory directory) {
            return directory;
        }
        throw new AssertionError(path + " is no directory");
    }

    /** A file's content, empty where it is not there. */
    public String read(String path) {
        return find(path) instanceof RegularFile file ? file.text() : "";
    }
}
