package org.yagura.tools.yagura.status;

import java.util.List;
import org.yagura.core.status.Condition;
import org.yagura.core.status.Status;
import org.yagura.core.status.WaitStatus;
import org.yagura.core.status.Want;
import org.yagura.core.table.Table;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.ByteSize;
import org.yagura.core.text.Shown;
import org.yagura.core.text.TimeSpan;
import org.yagura.os.Errno;
import org.yagura.tools.svstat.SlotState;
import org.yagura.tools.yagura.facts.Facts;

/** One service as the cells of a row. */
public final class StatusRow {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int NAME = 0;
    private static final int STATE = 1;
    private static final int PID = 2;
    private static final int SINCE = 3;
    private static final int RESTARTS = 4;
    private static final int LAST_EXIT = 5;
    private static final int WANTS = 6;
    private static final int CPU = 7;
    private static final int MEMORY = 8;
    private static final int LOG = 9;
    private static final int NOTE = 10;

    private StatusRow() {}

    /** An empty table for services; with a column for notes where there are any. */
    static Table table(List<Facts> all) {
        for (Facts facts : all) {
            if (note(facts).length > 0) {
                return new Table(
                        "NAME",
                        "STATE",
                        ">PID",
                        "SINCE",
                        ">RESTARTS",
                        "LAST EXIT",
                        "WANTS",
                        ">CPU",
                        ">MEM",
                        ">LOG",
                        "NOTE");
            }
        }
        return new Table("NAME", "STATE", ">PID", "SINCE", ">RESTARTS", "LAST EXIT", "WANTS", ">CPU", ">MEM", ">LOG");
    }

    /** Fills the last row of a table whose columns are those of {@code yagura status}. */
    static void fill(Table table, Facts facts, long nowWallNs) {
        Status status = facts.status;
        table.cell(NAME, Shown.of(facts.target.name()));
        table.cell(STATE, Ascii.bytes(facts.condition.word), tone(facts.condition));
        byte[] note = note(facts);
        if (note.length > 0) {
            table.cell(NOTE, note);
        }
        if (facts.isKnown()) {
            known(table, facts, status, nowWallNs);
        }
        if (facts.logBytes >= 0) {
            table.cell(LOG, ByteSize.append(facts.logBytes, text()).toBytes());
        }
    }

    private static void known(Table table, Facts facts, Status status, long nowWallNs) {
        int pid = status.script == 0 ? status.pid : status.scriptPid;
        if (pid != 0) {
            table.cell(PID, text().appendDecimal(pid).toBytes());
        }
        if (facts.sinceNs >= 0) {
            table.cell(
                    SINCE,
                    TimeSpan.appendWords(facts.sinceNs / NS_PER_SECOND, text()).toBytes());
        }
        if (facts.isOurs) {
            long restarts = facts.restarts();
            table.cell(
                    RESTARTS,
                    text().appendDecimal(restarts).toBytes(),
                    restarts > 0 ? Table.Tone.CAUTION : Table.Tone.PLAIN);
        }
        if (facts.isOurs && status.waitStatusKnown) {
            table.cell(LAST_EXIT, lastExit(status, nowWallNs));
        }
        table.cell(WANTS, wants(facts));
        if (facts.cpuNs >= 0) {
            table.cell(CPU, cpu(facts.cpuNs));
            table.cell(MEMORY, ByteSize.append(facts.memoryBytes, text()).toBytes());
        }
    }

    /** How a condition looks. */
    public static Table.Tone tone(Condition condition) {
        return switch (condition) {
            case UP -> Table.Tone.GOOD;
            case DOWN -> Table.Tone.FAINT;
            case FAILED, UNSUPERVISED, UNKNOWN -> Table.Tone.BAD;
            default -> Table.Tone.CAUTION;
        };
    }

    /** What is wanted of a service, in words. */
    public static byte[] wants(Facts facts) {
        ByteBuilder out =
                text().append(facts.status.want == Want.UP ? "up" : facts.status.want == Want.DOWN ? "down" : "once");
        if (facts.status.exiting) {
            out.append(", exit");
        }
        boolean wantedUp = facts.status.want == Want.UP;
        if (wantedUp == facts.normallyDown) {
            out.append(facts.normallyDown ? " (normally down)" : " (normally up)");
        }
        return out.toBytes();
    }

    private static byte[] lastExit(Status status, long nowWallNs) {
        ByteBuilder out = WaitStatus.append(status.waitStatus, text());
        long agoNs = nowWallNs - status.waitStatusWallNs;
        if (agoNs >= 0 && status.waitStatusWallNs > 0) {
            TimeSpan.appendShort(agoNs / NS_PER_SECOND, out.append(", ")).append(" ago");
        }
        return out.toBytes();
    }

    private static byte[] cpu(long ns) {
        long seconds = ns / NS_PER_SECOND;
        ByteBuilder out = text();
        return seconds < 60
                ? TimeSpan.appendSeconds(ns, 1, out).append((byte) 's').toBytes()
                : TimeSpan.appendShort(seconds, out).toBytes();
    }

    /** What one should know of a service besides; empty mostly. */
    private static byte[] note(Facts facts) {
        if (facts.condition == Condition.UNKNOWN) {
            return reason(facts);
        }
        String note = !facts.hasRun ? "there is no run" : !facts.runIsExecutable ? "run is not executable" : "";
        return Ascii.bytes(note);
    }

    /** Why nothing is known. */
    static byte[] reason(Facts facts) {
        if (facts.error == -Errno.ENOENT) {
            return Ascii.bytes("no such service");
        }
        ByteBuilder out = text().append("unable to ").append(facts.step).append(": ");
        boolean bad = facts.error == SlotState.BAD_FORMAT;
        return out.append(bad ? Ascii.bytes("bad format") : Errno.phrase(-facts.error))
                .toBytes();
    }

    private static ByteBuilder text() {
        return new ByteBuilder(24);
    }
}
