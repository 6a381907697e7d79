package org.yagura.tools.yagura.top;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.status.Condition;
import org.yagura.core.table.Table;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.ByteSize;
import org.yagura.core.text.Shown;
import org.yagura.core.text.TimeSpan;
import org.yagura.core.time.CivilTime;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.facts.Facts;
import org.yagura.tools.yagura.facts.LogTail;
import org.yagura.tools.yagura.status.StatusRow;

/** Puts what is to be seen together, for one write. */
final class TopDrawing {
    private static final String HOME = "\033[H";
    private static final String LINE_END = "\033[K\r\n";
    private static final String REST = "\033[K\033[J";
    /** Lines that are no services: the title, the heads of columns, the bottom. */
    private static final int OTHER_LINES = 3;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final byte[] KEYS =
            Top.literal(" q quit  s start  d stop  r restart  l log  / filter  n c m sort by name, CPU, memory");
    private static final byte[] LOG_KEYS = Top.literal(" q back");

    private final Call call;
    private final Rows rows;
    private final byte[] scan;
    private final LogTail tail;
    private final int[] fields = new int[6];
    private int first;

    TopDrawing(Call call, Rows rows, byte[] scan) {
        this.call = call;
        this.rows = rows;
        this.scan = scan;
        tail = new LogTail(call.port);
    }

    /** Services that there is room for. */
    int room() {
        return Math.max(1, call.out.rows() - OTHER_LINES);
    }

    /** Draws the services. @param filtering whether the filter is being typed */
    void services(boolean filtering, byte[] note) {
        ByteBuilder out = call.out.text;
        int width = call.out.columns();
        out.append(HOME);
        Top.bar(Top.cut(title(), width), width, out);
        out.append(LINE_END);
        int chosen = rows.chosenRow();
        first = Math.max(0, Math.min(Math.min(first, chosen), Math.max(0, rows.shown.size() - room())));
        first = Math.max(first, chosen - room() + 1);
        Table table = table(first, Math.min(rows.shown.size(), first + room()));
        ByteBuilder lines = new ByteBuilder(2048);
        table.render(lines, call.out.colour(), width);
        append(lines, chosen - first + 1, out);
        for (int i = table.rows(); i < room(); i++) {
            out.append(LINE_END);
        }
        byte[] bottom = KEYS;
        if (filtering) {
            bottom = new ByteBuilder(64)
                    .append(" filter: ")
                    .append(Shown.of(rows.filter.toBytes()))
                    .append("_")
                    .toBytes();
        } else if (note.length > 0) {
            bottom = new ByteBuilder(64).append(" ").append(note).toBytes();
        }
        out.append(Top.cut(bottom, width)).append(REST);
    }

    /** Draws the end of a service's log. */
    void log(@Nullable Facts facts) {
        ByteBuilder out = call.out.text;
        int width = call.out.columns();
        out.append(HOME);
        ByteBuilder head = new ByteBuilder(64).append(" log of ");
        List<byte[]> lines = List.of();
        if (facts != null) {
            head.append(Shown.of(facts.target.name()));
            lines = tail.lines(facts, room() + 1);
        }
        Top.bar(Top.cut(head.toBytes(), width), width, out);
        out.append(LINE_END);
        if (lines.isEmpty()) {
            lines = List.of(Top.literal(" no lines to be seen"));
        }
        for (int i = 0; i <= room(); i++) {
            if (i < lines.size()) {
                out.append(Top.cut(lines.get(i), width));
            }
            out.append(LINE_END);
        }
        out.append(Top.cut(LOG_KEYS, width)).append(REST);
    }

    private byte[] title() {
        ByteBuilder out = new ByteBuilder(96).append(" ").append(Shown.of(scan)).append("  ");
        out.appendDecimal(rows.all.size()).append(" services");
        for (Condition condition : Condition.values()) {
            int count = rows.count(condition);
            if (count > 0) {
                out.append(", ").appendDecimal(count).append(" ").append(condition.word);
            }
        }
        if (rows.filter.length() > 0) {
            out.append("  filter: ").append(Shown.of(rows.filter.toBytes()));
        }
        if (call.port.calendar().local(call.port.clock().wallNs() / NS_PER_SECOND, fields)) {
            CivilTime.append(fields, ' ', out.append("  "));
        }
        return out.toBytes();
    }

    private Table table(int from, int to) {
        Table table = new Table("NAME", "STATE", ">PID", ">SINCE", ">RESTARTS", ">CPU%", ">MEM", "NEWEST LINE");
        for (int i = from; i < to; i++) {
            Facts facts = rows.shown.get(i);
            table.row().cell(0, Shown.of(facts.target.name()));
            table.cell(1, Top.literal(facts.condition.word), StatusRow.tone(facts.condition));
            if (facts.isKnown() && facts.status.pid != 0) {
                table.cell(2, new ByteBuilder(8).appendDecimal(facts.status.pid).toBytes());
            }
            if (facts.sinceNs >= 0) {
                table.cell(
                        3,
                        TimeSpan.appendShort(facts.sinceNs / NS_PER_SECOND, new ByteBuilder(8))
                                .toBytes());
            }
            if (facts.restarts() >= 0 && facts.isKnown()) {
                table.cell(4, new ByteBuilder(8).appendDecimal(facts.restarts()).toBytes());
            }
            int busy = rows.busy(facts);
            if (busy != Rows.UNKNOWN) {
                table.cell(
                        5,
                        new ByteBuilder(8)
                                .appendDecimal(busy / 10)
                                .append(".")
                                .appendDecimal(busy % 10)
                                .toBytes());
            }
            if (facts.memoryBytes >= 0) {
                table.cell(
                        6,
                        ByteSize.append(facts.memoryBytes, new ByteBuilder(8)).toBytes());
            }
            List<byte[]> newest = tail.lines(facts, 1);
            if (!newest.isEmpty()) {
                table.cell(7, newest.get(0));
            }
        }
        return table;
    }

    /** Appends lines, one of them in reverse. */
    private static void append(ByteBuilder lines, int marked, ByteBuilder out) {
        byte[] bytes = lines.array();
        int line = 0;
        int start = 0;
        for (int i = 0; i < lines.length(); i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            if (line == marked) {
                out.append("\033[7m");
                for (int k = start; k < i; k++) {
                    out.append(bytes[k]);
                    // A colour that ends must not end the mark.
                    if (bytes[k] == 'm' && k >= 3 && bytes[k - 1] == '0' && bytes[k - 2] == '[') {
                        out.append("\033[7m");
                    }
                }
                out.append("\033[0m");
            } else {
                out.append(bytes, start, i - start);
            }
            out.append(LINE_END);
            line++;
            start = i + 1;
        }
    }
}
