package org.yagura.tools.yagura.events;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.events.Event;
import org.yagura.core.events.EventKind;
import org.yagura.core.json.JsonWriter;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shown;
import org.yagura.core.time.CivilTime;
import org.yagura.core.time.PointInTime;
import org.yagura.core.time.Zone;
import org.yagura.os.ChildExit;
import org.yagura.os.Errno;
import org.yagura.os.Ready;
import org.yagura.os.SpawnRequest;
import org.yagura.tools.Outcome;
import org.yagura.tools.ProgramSearch;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.facts.Target;
import org.yagura.tools.yagura.facts.Targets;

/** Prints the histories of services in one, in the order of time; goes on with what happens where asked to, and tells a program of it. */
public final class Events {
    private static final long LOOK_NS = 200_000_000L;
    private static final long REAP_NS = 5_000_000L;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final Call call;
    private final boolean json;
    private final boolean follow;
    private final byte @org.jspecify.annotations.Nullable [] program;
    private final Ready nothing = new Ready(1);
    private final int[] fields = new int[6];
    private final Zone zone;
    private long sinceNs;
    private long untilNs;
    private int nameWidth;

    public Events(Call call) {
        this.call = call;
        json = call.arguments.has(Option.JSON);
        program = call.arguments.value(Option.RUN);
        zone = call.arguments.has(Option.UTC) ? Zone.UTC : call.port.calendar()::local;
        follow = call.arguments.has(Option.FOLLOW) || program != null;
    }

    public Outcome run() {
        sinceNs = time(Option.SINCE, Long.MIN_VALUE + 1);
        untilNs = time(Option.UNTIL, Long.MAX_VALUE);
        if (sinceNs == PointInTime.BAD || untilNs == PointInTime.BAD) {
            byte[] wrong = call.arguments.value(sinceNs == PointInTime.BAD ? Option.SINCE : Option.UNTIL);
            return call.usage("no point in time: ", wrong == null ? new byte[0] : wrong);
        }
        List<Target> asked = new Targets(call).namedOrAll(call.arguments.has(Option.LOGS));
        if (asked == null) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        List<History> histories = new ArrayList<>();
        List<History.Entry> entries = new ArrayList<>();
        int code = begin(asked, histories, entries);
        if (program == null) {
            print(entries);
        }
        if (!follow) {
            return call.out.end(code);
        }
        while (call.out.flush()) {
            call.port.poller().await(LOOK_NS, nothing);
            entries.clear();
            for (History history : histories) {
                history.read(entries);
            }
            print(entries);
        }
        return call.out.end(Outcome.TROUBLE);
    }

    private long time(Option option, long otherwise) {
        byte[] text = call.arguments.value(option);
        return text == null
                ? otherwise
                : PointInTime.parse(text, call.port.clock().wallNs(), zone);
    }

    private int begin(List<Target> asked, List<History> histories, List<History.Entry> entries) {
        int code = Outcome.DONE;
        boolean named = !call.arguments.operands().isEmpty();
        for (Target target : asked) {
            History history = new History(call.port, target);
            nameWidth = Math.max(nameWidth, Shown.columns(Shown.of(target.name())));
            histories.add(history);
            int error = history.read(entries);
            if (error < 0 && (named || error != -Errno.ENOENT)) {
                call.messages
                        .warning()
                        .add("unable to read the history of ")
                        .add(target.path())
                        .because(-error);
                code = error == -Errno.ENOENT ? Math.max(code, Call.NOT_SO) : Outcome.TROUBLE;
            }
        }
        return code;
    }

    private void print(List<History.Entry> entries) {
        List<History.Entry> sorted = new ArrayList<>(entries.size());
        for (History.Entry entry : entries) {
            // Nearly in order already: each history is.
            int at = sorted.size();
            while (at > 0 && sorted.get(at - 1).event().wallNs > entry.event().wallNs) {
                at--;
            }
            sorted.add(at, entry);
        }
        for (History.Entry entry : sorted) {
            if (entry.event().wallNs < sinceNs || entry.event().wallNs > untilNs) {
                continue;
            }
            if (program != null) {
                tell(program, entry);
            } else if (json) {
                object(entry);
            } else {
                line(entry);
            }
        }
    }

    private void line(History.Entry entry) {
        ByteBuilder out = call.out.text;
        if (zone.local(Math.floorDiv(entry.event().wallNs, NS_PER_SECOND), fields)) {
            CivilTime.append(fields, ' ', out);
        }
        byte[] name = Shown.of(entry.target().name());
        out.append("  ").append(name);
        for (int i = Shown.columns(name); i < nameWidth + 2; i++) {
            out.append((byte) ' ');
        }
        entry.event().appendWords(out);
        out.append((byte) '\n');
    }

    private void object(History.Entry entry) {
        Event event = entry.event();
        ByteBuilder words = new ByteBuilder(64);
        event.appendWords(words);
        JsonWriter object = new JsonWriter(call.out.text).beginObject();
        object.name("at").seconds(event.wallNs);
        object.name("name").string(entry.target().name());
        object.name("event").string(event.kind.word);
        object.name("details").beginArray();
        for (byte[] detail : event.details) {
            object.string(detail);
        }
        object.endArray();
        object.name("message").string(words.toBytes()).endObject();
        call.out.text.append((byte) '\n');
    }

    /** Runs the program with an event as its arguments, and waits for its end. */
    private void tell(byte[] name, History.Entry entry) {
        if (entry.event().kind == EventKind.CLAIM) {
            return;
        }
        byte[][] arguments = new byte[3 + entry.event().details.length][];
        arguments[0] = name;
        arguments[1] = entry.target().name();
        arguments[2] = Ascii.bytes(entry.event().kind.word);
        System.arraycopy(entry.event().details, 0, arguments, 3, entry.event().details.length);
        int error = -Errno.ENOENT;
        for (byte[] candidate : ProgramSearch.candidates(name, call.invocation.variable("PATH"))) {
            error = spawn(new SpawnRequest(candidate, arguments, null));
            if (error != -Errno.ENOENT) {
                break;
            }
        }
        if (error < 0) {
            call.messages.warning().add("unable to run ").add(name).because(-error);
        }
    }

    private int spawn(SpawnRequest request) {
        int pid = call.port.processes().spawn(request);
        ChildExit exit = new ChildExit();
        while (pid > 0 && call.port.processes().reap(pid, exit) == 0) {
            call.port.poller().await(REAP_NS, nothing);
        }
        return pid < 0 ? pid : -request.failedErrno;
    }
}
