package org.yagura.tools.yagura.facts;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.status.Condition;
import org.yagura.core.status.Status;
import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.Port;
import org.yagura.tools.ServiceDirectory;
import org.yagura.tools.svstat.SlotState;

/** Finds out how services are: from their directories, and from what {@code /proc} says of their processes. Needs no rights. */
public final class FactsReader {
    private static final int EXECUTABLE = 0111;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final byte[] RUN = Ascii.bytes("run");
    private static final byte[] LOG = Ascii.bytes("log");

    private final Port port;
    private final FileInfo info = new FileInfo();
    private final LogPlaces logs;

    public FactsReader(Port port) {
        this.port = port;
        logs = new LogPlaces(port);
    }

    /** Finds out all of several services. */
    public List<Facts> readAll(List<Target> targets) {
        List<Facts> all = new ArrayList<>(targets.size());
        for (Target target : targets) {
            Facts facts = read(target);
            logs.find(facts);
            all.add(facts);
        }
        ServiceProcesses processes = new ServiceProcesses(port);
        processes.look();
        for (Facts facts : all) {
            processes.measure(facts);
        }
        return all;
    }

    /** Finds out what the directory of a service tells; nothing of its processes and logs. */
    public Facts read(Target target) {
        Facts facts = new Facts(target, new SlotState(port.files(), port.descriptors(), port.processes()));
        look(facts);
        return facts;
    }

    /** Finds out again what may have changed since {@link #read}. */
    public void look(Facts facts) {
        int directory = ServiceDirectory.open(port.files(), facts.target.path());
        if (directory < 0) {
            facts.condition = Condition.UNKNOWN;
            facts.step = "open directory";
            facts.error = directory;
            return;
        }
        int run = port.files().stat(directory, RUN, info);
        facts.hasRun = run >= 0;
        facts.runIsExecutable = run >= 0 && info.isRegular() && (info.mode & EXECUTABLE) != 0;
        facts.hasLog = port.files().stat(directory, LOG, info) >= 0;
        SlotState.Finding finding = facts.state.look(directory, false);
        port.descriptors().close(directory);
        facts.normallyDown = facts.state.normallyDown();
        facts.isOurs = facts.state.form() == Status.Form.OURS;
        facts.step = facts.state.step();
        facts.error = facts.state.error();
        boolean neverRan = finding == SlotState.Finding.UNKNOWN && facts.error == -Errno.ENOENT;
        facts.condition = switch (finding) {
            case KNOWN -> Condition.of(facts.status);
            case NOT_RUNNING -> Condition.UNSUPERVISED;
            case UNKNOWN -> neverRan ? Condition.UNSUPERVISED : Condition.UNKNOWN;
        };
        facts.sinceNs = facts.isKnown() ? sinceNs(facts) : Facts.UNKNOWN;
    }

    /** Whether there is a service directory at all. */
    public boolean exists(Target target) {
        return port.files().stat(Files.CWD, target.path(), info) >= 0 && info.isDirectory();
    }

    private long sinceNs(Facts facts) {
        Status status = facts.status;
        if (facts.isOurs) {
            long elapsedNs = port.clock().bootNs() - status.changedBootNs;
            if (elapsedNs >= 0) {
                return elapsedNs;
            }
        }
        long seconds = port.clock().wallNs() / NS_PER_SECOND - status.changedWallSeconds;
        return seconds < 0 || seconds > Long.MAX_VALUE / NS_PER_SECOND ? Facts.UNKNOWN : seconds * NS_PER_SECOND;
    }
}
