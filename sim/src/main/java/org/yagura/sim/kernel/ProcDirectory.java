package org.yagura.sim.kernel;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yagura.sim.file.Directory;
import org.yagura.sim.file.Disk;
import org.yagura.sim.file.Inode;
import org.yagura.sim.file.RegularFile;
import org.yagura.sim.file.SymbolicLink;

/** A directory of /proc: what is in it is made when it is looked up. */
final class ProcDirectory extends Directory {
    private static final long TICK_NS = 10_000_000;

    private static final String DELETED = " (deleted)";

    private final Function<String, @Nullable Inode> lookUp;

    private ProcDirectory(Disk disk, Directory parent, Function<String, @Nullable Inode> lookUp) {
        super(disk, 0555, parent);
        this.lookUp = lookUp;
    }

    /** The whole of /proc. */
    static Directory of(Kernel kernel, Directory parent) {
        Disk disk = new Disk(5);
        return new ProcDirectory(disk, parent, name -> kernel.hasProc ? top(kernel, disk, parent, name) : null);
    }

    private static @Nullable Inode top(Kernel kernel, Disk disk, Directory root, String name) {
        if (name.equals("sys") || name.equals("kernel") || name.equals("random")) {
            return new ProcDirectory(disk, root, inner -> top(kernel, disk, root, inner));
        }
        if (name.equals("boot_id")) {
            return file(disk, kernel.bootId() + "\n");
        }
        SimProcess process = name.equals("self") ? kernel.current() : kernel.process(number(name));
        return process == null || process.isReaped()
                ? null
                : new ProcDirectory(disk, root, inner -> of(disk, process, inner));
    }

    private static @Nullable Inode of(Disk disk, SimProcess process, String name) {
        return switch (name) {
            case "stat" -> file(disk, statLine(process));
            case "cwd" -> new SymbolicLink(disk, pathOf(process.directory));
            case "ns" -> new ProcDirectory(disk, process.kernel.root(), inner -> of(disk, process, inner));
            case "fd" -> new ProcDirectory(disk, process.kernel.root(), inner -> openFile(process, inner));
            // Where the link leads: all that is asked of it is which file it is.
            case "pid", "pid_for_children" -> process.kernel.pidNamespace;
            default -> null;
        };
    }

    private static String pathOf(Directory directory) {
        Directory above = directory.parent();
        if (above == directory) {
            return "/";
        }
        for (String name : above.names()) {
            if (above.get(name) == directory) {
                String before = pathOf(above);
                return before.equals("/") ? "/" + name : before + "/" + name;
            }
        }
        return "(unreachable)";
    }

    /** Where a file is, below a directory; for the few that ask. */
    static String pathOf(Directory below, Inode wanted) {
        for (String name : below.names()) {
            Inode inode = below.get(name);
            if (inode == wanted) {
                String above = pathOf(below);
                return (above.equals("/") ? "" : above) + "/" + name;
            }
            if (inode instanceof Directory directory && !(inode instanceof ProcDirectory)) {
                String path = pathOf(directory, wanted);
                if (!path.endsWith(DELETED)) {
                    return path;
                }
            }
        }
        return "/somewhere" + DELETED;
    }

    /** The name of a descriptor leads to the file itself, even a deleted one. */
    private static @Nullable Inode openFile(SimProcess process, String name) {
        OpenFile file = process.descriptors.get(number(name));
        return file == null ? null : file.inode;
    }

    private static String statLine(SimProcess process) {
        char state = process.isZombie() ? 'Z' : process.isStopped() ? 'T' : 'S';
        StringBuilder line = new StringBuilder();
        line.append(process.pid).append(" (").append(process.name).append(") ").append(state);
        line.append(' ').append(process.parent().pid);
        line.append(" 0 ").append(process.session);
        line.append(" 0".repeat(15)).append(' ').append(startTicks(process));
        boolean tellsExit = process.isZombie() && process.kernel.procTellsExit;
        line.append(" 0".repeat(12)).append(tellsExit ? " 1" : " 0");
        line.append(" 0".repeat(16)).append(' ').append(tellsExit ? process.waitStatus : 0);
        return line.append('\n').toString();
    }

    static long startTicks(SimProcess process) {
        return (process.startedNs - BootClock.shiftNs(process.kernel)) / TICK_NS;
    }

    private static RegularFile file(Disk disk, String text) {
        RegularFile file = new RegularFile(disk, 0444);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        file.write(0, bytes, 0, bytes.length);
        return file;
    }

    private static int number(String name) {
        int value = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9' || value > 100_000_000) {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return name.isEmpty() ? -1 : value;
    }

    @Override
    public @Nullable Inode get(String name) {
        return lookUp.apply(name);
    }

    @Override
    public boolean isEmpty() {
        return false;
    }
}
