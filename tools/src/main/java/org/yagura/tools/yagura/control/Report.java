package org.yagura.tools.yagura.control;

import org.yagura.core.control.Deed;
import org.yagura.core.json.JsonWriter;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shown;
import org.yagura.core.text.TimeSpan;
import org.yagura.os.Errno;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.facts.Facts;

/** Says what became of each service, as soon as it is known. */
final class Report {
    private static final long SLOW_NS = 100_000_000L;

    private final Call call;
    private final Deed deed;
    private final boolean quiet;
    private final boolean json;
    private int code = Outcome.DONE;

    Report(Call call, Deed deed) {
        this.call = call;
        this.deed = deed;
        quiet = call.arguments.has(Option.QUIET);
        json = call.arguments.has(Option.JSON);
    }

    /** The exit code for what was reported so far. */
    int code() {
        return code;
    }

    /** It is done. @param words as in {@code web: started} */
    void done(Task task, String words, long nowNs) {
        task.over = true;
        ByteBuilder text = new ByteBuilder(64).append(words);
        int pid = task.facts.isKnown() ? task.facts.status.pid : 0;
        if (pid != 0) {
            text.append(" (pid ").appendDecimal(pid).append(")");
        }
        if (nowNs - task.begunNs >= SLOW_NS) {
            TimeSpan.appendSeconds(nowNs - task.begunNs, 1, text.append(" after "))
                    .append(" seconds");
        }
        if (task.killed) {
            text.append(", killed");
        }
        if (task.leftOver > 0) {
            text.append("; ").appendDecimal(task.leftOver);
            text.append(task.leftOver == 1 ? " process that came from it goes" : " processes that came from it go");
            text.append(" on (stop --tree ends them)");
        }
        say(task.facts, true, text.toBytes());
    }

    /** It was so already. */
    void already(Task task, String words) {
        task.over = true;
        say(task.facts, true, Ascii.concat(Ascii.bytes(words), Ascii.bytes(" already")));
    }

    /** It could not be made so. */
    void notSo(Task task, byte[] why) {
        task.over = true;
        code = Math.max(code, Call.NOT_SO);
        fail(task.facts, why);
    }

    /** A system call failed. */
    void trouble(Task task, String unableTo, int error) {
        task.over = true;
        code = Outcome.TROUBLE;
        byte[] why = new ByteBuilder(64)
                .append("unable to ")
                .append(unableTo)
                .append(": ")
                .append(Errno.phrase(-error))
                .toBytes();
        fail(task.facts, why);
    }

    private void fail(Facts facts, byte[] why) {
        if (json) {
            say(facts, false, why);
            return;
        }
        call.messages
                .warning()
                .add("unable to ")
                .add(deed.verb)
                .add(" ")
                .add(Shown.of(facts.target.name()))
                .add(": ")
                .add(why)
                .end();
    }

    private void say(Facts facts, boolean done, byte[] words) {
        ByteBuilder out = call.out.text;
        if (json) {
            JsonWriter object = new JsonWriter(out).beginObject();
            object.name("name").string(facts.target.name()).name("done").bool(done);
            object.name("state").string(facts.condition.word).name("pid");
            if (facts.isKnown() && facts.status.pid != 0) {
                object.number(facts.status.pid);
            } else {
                object.nothing();
            }
            object.name("message").string(words).endObject();
            out.append((byte) '\n');
        } else if (!quiet) {
            out.append(Shown.of(facts.target.name())).append(": ").append(words).append((byte) '\n');
        }
        call.out.flush();
    }
}
