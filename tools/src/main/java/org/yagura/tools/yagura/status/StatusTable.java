package org.yagura.tools.yagura.status;

import java.util.List;
import org.yagura.core.json.JsonWriter;
import org.yagura.core.status.Condition;
import org.yagura.core.table.Table;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Ready;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.facts.Facts;
import org.yagura.tools.yagura.facts.FactsReader;
import org.yagura.tools.yagura.facts.Target;
import org.yagura.tools.yagura.facts.Targets;

/** {@code yagura status}: a table, a line for each service. */
public final class StatusTable {
    private static final long WATCH_NS = 1_000_000_000L;

    private final Call call;
    private final FactsReader reader;
    private final Targets targets;
    private final boolean json;

    public StatusTable(Call call) {
        this.call = call;
        reader = new FactsReader(call.port);
        targets = new Targets(call);
        json = call.arguments.has(Option.JSON);
    }

    public Outcome run() {
        boolean watch = call.arguments.has(Option.WATCH);
        Ready nothing = new Ready(1);
        while (true) {
            List<Target> asked = targets.namedOrAll(call.arguments.has(Option.LOGS));
            if (asked == null) {
                return Outcome.exit(Outcome.TROUBLE);
            }
            List<Facts> all = reader.readAll(asked);
            if (json) {
                json(all);
            } else {
                table(all, watch && call.out.isTerminal());
            }
            if (!watch) {
                return call.out.end(code(all));
            }
            if (!call.out.flush()) {
                return call.out.end(Outcome.TROUBLE);
            }
            call.port.poller().await(WATCH_NS, nothing);
        }
    }

    /** A service that was named is to be up; of all together nothing is expected. */
    private int code(List<Facts> all) {
        int code = Outcome.DONE;
        boolean named = !call.arguments.operands().isEmpty();
        for (Facts facts : all) {
            if (named && facts.condition != Condition.UP && facts.condition != Condition.PAUSED) {
                code = Call.NOT_SO;
            }
        }
        return code;
    }

    private void table(List<Facts> all, boolean screen) {
        ByteBuilder out = call.out.text;
        if (all.isEmpty()) {
            out.append("no services in ").append(targets.scanDirectory()).append((byte) '\n');
            return;
        }
        Table table = StatusRow.table(all);
        long nowNs = call.port.clock().wallNs();
        for (Facts facts : all) {
            StatusRow.fill(table.row(), facts, nowNs);
        }
        if (!screen) {
            table.render(out, call.out.colour());
            return;
        }
        call.out.measure();
        ByteBuilder lines = new ByteBuilder(1024);
        table.render(lines, call.out.colour(), call.out.columns());
        Screen.show(lines, call.out.rows(), out);
    }

    private void json(List<Facts> all) {
        JsonWriter json = new JsonWriter(call.out.text);
        json.beginArray();
        for (Facts facts : all) {
            FactsJson.write(json, facts);
        }
        json.endArray();
        call.out.text.append((byte) '\n');
    }
}
