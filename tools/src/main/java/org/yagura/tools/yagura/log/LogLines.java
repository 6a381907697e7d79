package org.yagura.tools.yagura.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.net.Numbers;
import org.yagura.core.time.PointInTime;
import org.yagura.core.time.Zone;
import org.yagura.os.Port;
import org.yagura.os.Ready;
import org.yagura.tools.DescriptorWait;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.facts.Facts;
import org.yagura.tools.yagura.facts.FactsReader;
import org.yagura.tools.yagura.facts.LogPlaces;
import org.yagura.tools.yagura.facts.Target;
import org.yagura.tools.yagura.facts.Targets;

/** {@code yagura log}: the lines of services, merged by time. */
public final class LogLines {
    private static final int LINES_DEFAULT = 10;
    private static final int LINES_MAX = 1_000_000_000;
    /** How often a log that is followed is looked at. */
    private static final long LOOK_NS = 100_000_000L;

    private final Call call;
    private final LogPort port;
    private final LineFilter filter = new LineFilter();
    private final List<byte[]> services = new ArrayList<>();
    private final List<byte[]> directories = new ArrayList<>();
    private final Zone zone;
    private long lines = LINES_DEFAULT;
    private long shown;
    private boolean trouble;

    public LogLines(Call call) {
        this.call = call;
        Port all = call.port;
        port = new LogPort(
                all.files(),
                all.descriptors(),
                all.processes(),
                new DescriptorWait(all.poller(), all.clock()),
                call.messages);
        zone = call.arguments.has(Option.UTC) ? Zone.UTC : all.calendar()::local;
    }

    public Outcome run() {
        Outcome wrong = takeOptions();
        if (wrong != null) {
            return wrong;
        }
        if (!findLogs()) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        boolean follow = call.arguments.has(Option.FOLLOW);
        boolean several = services.size() > 1 || call.arguments.operands().isEmpty();
        LineWriter writer = new LineWriter(
                call.out, zone, several, call.arguments.has(Option.JSON), call.arguments.has(Option.RAW));
        MergedLines merged = begin();
        boolean goesOn = drain(merged, writer);
        Ready nothing = new Ready(1);
        while (follow && goesOn && !services.isEmpty()) {
            goesOn = call.out.flush();
            call.port.poller().await(LOOK_NS, nothing);
            goesOn = goesOn && drain(merged, writer);
        }
        return call.out.end(trouble ? Outcome.TROUBLE : shown == 0 && filter.searches() ? Call.NOT_SO : Outcome.DONE);
    }

    private @Nullable Outcome takeOptions() {
        boolean open = true;
        byte[] since = call.arguments.value(Option.SINCE);
        if (since != null) {
            filter.sinceNs = PointInTime.parse(since, call.port.clock().wallNs(), zone);
            open = false;
            if (filter.sinceNs == PointInTime.BAD) {
                return call.usage("no point in time: ", since);
            }
        }
        byte[] until = call.arguments.value(Option.UNTIL);
        if (until != null) {
            filter.untilNs = PointInTime.parse(until, call.port.clock().wallNs(), zone);
            open = false;
            if (filter.untilNs == PointInTime.BAD) {
                return call.usage("no point in time: ", until);
            }
        }
        filter.ignoreCase = call.arguments.has(Option.IGNORE_CASE);
        filter.fixed = call.arguments.value(Option.GREP);
        byte[] expression = call.arguments.value(Option.REGEX);
        if (expression != null) {
            if (call.port.expressions().compile(expression, filter.ignoreCase) < 0) {
                return call.usage("no regular expression: ", expression);
            }
            filter.expressions = call.port.expressions();
        }
        byte[] number = call.arguments.value(Option.LINES);
        if (number != null) {
            lines = Numbers.parse(number, LINES_MAX);
            return lines < 0 ? call.usage("no number of lines: ", number) : null;
        }
        if (!open || filter.searches()) {
            lines = LINES_MAX;
        }
        return null;
    }

    /** Finds the directories. @return whether the services could be found; where one cannot be read that is said, and the others count */
    private boolean findLogs() {
        Targets targets = new Targets(call);
        List<Target> wanted = targets.namedOrAll(false);
        if (wanted == null) {
            return false;
        }
        boolean named = !call.arguments.operands().isEmpty();
        FactsReader reader = new FactsReader(call.port);
        LogPlaces places = new LogPlaces(call.port);
        for (Target target : wanted) {
            Facts facts = reader.read(target);
            places.find(facts);
            if (!facts.logDirectories.isEmpty()) {
                services.add(target.name());
                // Several directories of one logger mostly hold parts of what the first one holds.
                directories.add(facts.logDirectories.get(0));
            } else if (named) {
                trouble = true;
                call.messages.warning();
                call.messages.add(reader.exists(target) ? "no log directory of " : "no such service: ");
                call.messages.add(target.name()).end();
            }
        }
        return true;
    }

    private List<LogSource> open() {
        List<LogSource> sources = new ArrayList<>();
        for (int i = 0; i < services.size(); i++) {
            LogSource source = new LogSource(port, i, services.get(i), directories.get(i));
            int error = source.files.open();
            if (error < 0) {
                trouble = true;
                call.messages
                        .warning()
                        .add("unable to read ")
                        .add(directories.get(i))
                        .because(-error);
            } else {
                source.follow(call.arguments.has(Option.FOLLOW));
                source.files.skipAfter(filter.untilNs);
                sources.add(source);
            }
        }
        return sources;
    }

    /** The logs, at the first line that is to be shown. */
    private MergedLines begin() {
        List<LogSource> sources = open();
        if (lines == LINES_MAX) {
            return startAll(sources);
        }
        long all = 0;
        LastLines last = new LastLines(port);
        for (int i = 0; i < sources.size() && all >= 0 && filter.isOpen(); i++) {
            long some = last.start(sources.get(i), lines);
            all = some == LastLines.PACKED ? some : all + some;
        }
        if (filter.isOpen() && all >= 0) {
            return skip(new MergedLines(sources), all - lines);
        }
        // What is wanted has to be counted first, and then to be read again.
        for (LogSource source : sources) {
            source.close();
        }
        MergedLines counted = startAll(open());
        all = 0;
        for (LogSource line = counted.next(); line != null && !filter.isPast(line); line = counted.next()) {
            all += filter.takes(line) ? 1 : 0;
        }
        for (LogSource source : counted.sources()) {
            source.close();
        }
        return skip(startAll(open()), all - lines);
    }

    private MergedLines startAll(List<LogSource> sources) {
        LabelSearch search = new LabelSearch(port.descriptors());
        for (LogSource source : sources) {
            if (filter.sinceNs == PointInTime.BAD) {
                source.startAt(0);
            } else {
                source.startAt(filter.sinceNs, search);
            }
        }
        return new MergedLines(sources);
    }

    private MergedLines skip(MergedLines merged, long count) {
        long left = count;
        while (left > 0) {
            LogSource line = merged.next();
            if (line == null) {
                break;
            }
            left -= filter.takes(line) ? 1 : 0;
        }
        return merged;
    }

    /** Shows all that is there now. @return whether it could be written, and more can be wanted */
    private boolean drain(MergedLines merged, LineWriter writer) {
        for (LogSource line = merged.next(); line != null; line = merged.next()) {
            if (filter.isPast(line)) {
                return false;
            }
            if (!filter.takes(line)) {
                continue;
            }
            shown++;
            if (!writer.write(line)) {
                return false;
            }
        }
        return true;
    }
}
