package org.yagura.tools.yagura.status;

import java.util.List;
import org.yagura.core.json.JsonWriter;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shown;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.facts.Target;
import org.yagura.tools.yagura.facts.Targets;

/** {@code yagura list}: the names of the services, one in each line; as they are, where no terminal shows them. */
public final class ListNames {
    private final Call call;

    public ListNames(Call call) {
        this.call = call;
    }

    public Outcome run() {
        if (!call.arguments.operands().isEmpty()) {
            return call.usage("too many arguments: ", call.arguments.operands().get(0));
        }
        List<Target> all = new Targets(call).all(call.arguments.has(Option.LOGS));
        if (all == null) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        ByteBuilder out = call.out.text;
        if (call.arguments.has(Option.JSON)) {
            JsonWriter json = new JsonWriter(out).beginArray();
            for (Target target : all) {
                json.string(target.name());
            }
            json.endArray();
            out.append((byte) '\n');
            return call.out.end(Outcome.DONE);
        }
        for (Target target : all) {
            byte[] name = target.name();
            out.append(call.out.isTerminal() ? Shown.of(name) : name).append((byte) '\n');
        }
        return call.out.end(Outcome.DONE);
    }
}
