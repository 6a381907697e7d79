package org.yagura.tools.yagura.why;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.json.JsonWriter;
import org.yagura.core.status.Condition;
import org.yagura.core.status.Want;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shown;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.facts.Facts;
import org.yagura.tools.yagura.facts.FactsReader;
import org.yagura.tools.yagura.facts.Target;
import org.yagura.tools.yagura.facts.Targets;

/** Tells of services that were named why they are as they are; with no names of those that are not as they should be. */
public final class Why {
    private final Call call;
    private final Targets targets;
    private final FactsReader reader;
    private final Explanation explanation;
    private final boolean json;

    public Why(Call call) {
        this.call = call;
        targets = new Targets(call);
        reader = new FactsReader(call.port);
        explanation = new Explanation(call.port, targets);
        json = call.arguments.has(Option.JSON);
    }

    public Outcome run() {
        boolean named = !call.arguments.operands().isEmpty();
        List<Target> asked = targets.namedOrAll(false);
        if (asked == null) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        List<Facts> all = new ArrayList<>();
        boolean missing = false;
        for (Target target : asked) {
            if (named && !reader.exists(target)) {
                missing = true;
                call.messages
                        .warning()
                        .add("no such service: ")
                        .add(target.name())
                        .end();
                continue;
            }
            Facts facts = reader.read(target);
            if (named || !isAsItShouldBe(facts)) {
                all.add(facts);
            }
        }
        print(all);
        if (!json && !named && all.isEmpty()) {
            call.out.text.append("Every service is as it should be.\n");
        }
        return call.out.end(missing ? Call.NOT_SO : Outcome.DONE);
    }

    /** Up where it is wanted up, down where it is wanted down, and not for the moment only. */
    private static boolean isAsItShouldBe(Facts facts) {
        return facts.condition == Condition.UP && facts.status.want == Want.UP && !explainsRestarts(facts)
                || facts.condition == Condition.DOWN && facts.normallyDown;
    }

    /** Whether its restarts are worth a word though it runs: it has not run for long. */
    static boolean explainsRestarts(Facts facts) {
        return facts.restarts() > 0 && facts.sinceNs < Explanation.SHORT_NS;
    }

    private void print(List<Facts> all) {
        JsonWriter writer = new JsonWriter(call.out.text);
        if (json) {
            writer.beginArray();
        }
        for (Facts facts : all) {
            Sentences sentences = new Sentences();
            explanation.explain(facts, sentences);
            if (json) {
                object(writer, facts, sentences);
            } else {
                text(facts, sentences);
            }
        }
        if (json) {
            writer.endArray();
            call.out.text.append((byte) '\n');
        }
    }

    private void text(Facts facts, Sentences sentences) {
        ByteBuilder out = call.out.text;
        out.append(Shown.of(facts.target.name()))
                .append(" is ")
                .append(facts.condition.word)
                .append(".\n");
        for (Sentences.Line line : sentences.lines) {
            out.append(line.quoted() ? "    | " : "  ").append(line.text()).append((byte) '\n');
        }
    }

    private static void object(JsonWriter writer, Facts facts, Sentences sentences) {
        writer.beginObject();
        writer.name("name").string(facts.target.name());
        writer.name("state").string(facts.condition.word);
        writer.name("sentences").beginArray();
        for (Sentences.Line line : sentences.lines) {
            if (!line.quoted()) {
                writer.string(line.text());
            }
        }
        writer.endArray();
        writer.name("log").beginArray();
        for (Sentences.Line line : sentences.lines) {
            if (line.quoted()) {
                writer.string(line.text());
            }
        }
        writer.endArray();
        writer.endObject();
    }
}
