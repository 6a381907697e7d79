package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.importing.IniFile.Entry;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.TimeSpan;

/** A service directory from a unit of systemd. */
public final class SystemdImport {
    /** Names of units and of services in them that mean nothing here, and lose nothing. */
    private static final String SILENT =
            "Description Documentation DefaultDependencies WantedBy Alias Also SyslogIdentifier GuessMainPID RemainAfterExit"
                    + " StandardInput RestartSteps KillMode SendSIGKILL TasksMax RuntimeDirectoryPreserve TimeoutStartSec TimeoutSec"
                    + " StartLimitInterval StartLimitBurst StartLimitIntervalSec StartLimitAction";

    private static final byte[] SPACE = {' '};

    private final Report report;
    private final Specifiers specifiers;
    private final Draft draft;
    private final List<byte[]> preparing = new ArrayList<>();
    private byte[] type = Ascii.bytes("simple");
    private @Nullable Entry start;
    private @Nullable Entry user;
    private byte[] directories = Bytes.NONE;

    private SystemdImport(byte[] path, Report report) {
        this.report = report;
        specifiers = new Specifiers(Bytes.base(path));
        draft = new Draft(0, new Surroundings());
        draft.name = ServiceName.clean(specifiers.serviceName());
    }

    /**
     * Reads a unit.
     *
     * @param path its file; the name before {@code .service} counts, and what stands behind an at sign
     * @param given other files, of which the socket of the same name counts
     */
    public static List<ServicePlan> read(
            byte[] path, byte[] unit, List<RcImport.Given> given, Settings settings, Report report) {
        report.begin(path);
        SystemdImport reader = new SystemdImport(path, report);
        List<Entry> entries = IniFile.read(unit, false);
        for (Entry entry : entries) {
            reader.take(entry);
        }
        if (reader.start == null) {
            report.decide(0, Bytes.NONE, "there is no ExecStart: nothing to run");
            return List.of();
        }
        reader.finish(reader.start);
        ServicePlan plan = RunText.plan(reader.draft, settings, path);
        for (RcImport.Given other : given) {
            if (Specifiers.sameStem(Bytes.base(path), Bytes.base(other.path()))) {
                reader.sockets(other, plan);
                report.begin(path);
            }
        }
        if (Ascii.equal(reader.type, "oneshot")) {
            plan.file("down", Bytes.NONE);
        }
        return List.of(plan);
    }

    private void take(Entry entry) {
        byte[] name = entry.name();
        if (Ascii.equal(entry.section(), "Service")) {
            service(entry);
        } else if (Ascii.equal(entry.section(), "Unit")) {
            boolean order = NameSet.has("After Before Wants", name);
            boolean needs =
                    NameSet.has("Requires Requisite BindsTo PartOf Upholds Conflicts OnFailure OnSuccess", name);
            if (order && !onlyTargets(entry.value())) {
                report.guessed(
                        entry.line(),
                        draft.name,
                        name,
                        "=",
                        entry.value(),
                        ": there is no order here; who needs another starts again until it is there");
            } else if (needs && !onlyTargets(entry.value())
                    || Ascii.startsWith(name, "Condition")
                    || Ascii.startsWith(name, "Assert")) {
                lost(entry);
            }
        }
    }

    /** Targets only say when in a boot something starts. */
    private static boolean onlyTargets(byte[] units) {
        for (Piece unit : CommandLine.split(units, false)) {
            if (!Bytes.endsWith(unit.shown(), ".target")) {
                return false;
            }
        }
        return true;
    }

    private void lost(Entry entry) {
        report.decide(entry.line(), draft.name, entry.name(), "=", entry.value(), " could not be kept");
    }

    // ---- [Service]

    private void service(Entry entry) {
        byte[] name = entry.name();
        if (NameSet.has("Type", name)) {
            type = entry.value();
        } else if (NameSet.has("User", name)) {
            user = entry;
            specifiers.user = specifiers.expand(entry.value());
        } else if (NameSet.has("ExecStart", name)) {
            start(entry);
        } else if (NameSet.has("ExecStartPre ExecCondition", name)) {
            preparing.add(entry.value());
        } else if (NameSet.has("Environment", name)) {
            environment(entry);
        } else if (NameSet.has("EnvironmentFile", name)) {
            environmentFile(entry);
        } else if (NameSet.has("WorkingDirectory", name)) {
            byte[] path = specifiers.expand(entry.value());
            boolean optional = path.length > 0 && path[0] == '-';
            draft.around.directory = Piece.of(optional ? Bytes.from(path, 1) : path);
            if (Ascii.equal(path, "~")) {
                draft.around.directory = Wrappers.text("~");
                lost(entry);
            }
        } else if (Ascii.startsWith(name, "Limit")) {
            limit(entry);
        } else if (NameSet.has("UMask", name)) {
            draft.around.umask = Piece.of(entry.value());
        } else if (NameSet.has("Nice", name)) {
            draft.nice(Piece.of(entry.value()));
        } else if (NameSet.has("OOMScoreAdjust", name)) {
            draft.preparations.add(Ascii.concat(
                    Ascii.bytes("echo "), Piece.quoted(entry.value()), Ascii.bytes(" >/proc/self/oom_score_adj")));
        } else if (NameSet.has("RuntimeDirectory StateDirectory CacheDirectory LogsDirectory", name)) {
            directories = Ascii.concat(
                    directories, name, Ascii.bytes("="), specifiers.expand(entry.value()), new byte[] {'\n'});
        } else {
            habits(entry);
        }
    }

    private void habits(Entry entry) {
        byte[] name = entry.name();
        byte[] value = entry.value();
        if (NameSet.has("Restart", name)) {
            if (Ascii.equal(value, "no")) {
                report.decide(
                        entry.line(), draft.name, "Restart=no: supervise starts it again; `svc -o` starts it once");
            } else if (!Ascii.equal(value, "always")) {
                report.guessed(
                        entry.line(),
                        draft.name,
                        "Restart=",
                        value,
                        ": supervise starts it again whatever its exit was");
            }
        } else if (NameSet.has("RestartSec", name)) {
            report.guessed(
                    entry.line(),
                    draft.name,
                    "RestartSec=",
                    value,
                    ": supervise starts it no sooner than a second after its last start");
        } else if (NameSet.has("ExecReload", name) && Bytes.contains(value, "kill -HUP $MAINPID")) {
            report.understood(entry.line(), draft.name, "reload: yagura reload, or svc -h");
        } else if (NameSet.has("PIDFile", name)) {
            report.understood(
                    entry.line(), draft.name, "pid file ", value, " is not needed: supervise knows the process");
        } else if (NameSet.has("StandardOutput StandardError", name)) {
            report.understood(entry.line(), draft.name, name, "=", value, ": lines go to log/run");
        } else if (NameSet.has("TimeoutStopSec", name)) {
            if (TimeSpan.parse(value) != TimeSpan.BAD) {
                draft.killAfter = value;
                report.understood(entry.line(), draft.name, "the file kill-after says how long yagura stop waits");
            } else if (!Ascii.equal(value, "infinity")) {
                lost(entry);
            }
        } else if (NameSet.has("KillSignal", name) && (Ascii.equal(value, "SIGTERM") || Ascii.equal(value, "15"))) {
            return;
        } else if (NameSet.has("Group", name) && user != null && Arrays.equals(user.value(), value)) {
            return;
        } else if (!NameSet.has(SILENT, name)) {
            lost(entry);
        }
    }

    private void start(Entry entry) {
        if (entry.value().length == 0) {
            start = null;
        } else if (start != null) {
            preparing.add(start.value());
            start = entry;
        } else {
            start = entry;
        }
    }

    private void environment(Entry entry) {
        for (Piece word : CommandLine.split(specifiers.expand(entry.value()), false)) {
            int equals = Bytes.indexOf(word.shown(), '=');
            if (equals > 0) {
                byte[] name = Arrays.copyOf(word.shown(), equals);
                draft.around.variables.set(name, Bytes.from(word.shown(), equals + 1));
                draft.around.variables.export(name);
            }
        }
    }

    private void environmentFile(Entry entry) {
        byte[] path = specifiers.expand(entry.value());
        boolean optional = path.length > 0 && path[0] == '-';
        byte[] file = Piece.quoted(optional ? Bytes.from(path, 1) : path);
        byte[] guard = optional ? Ascii.concat(Ascii.bytes("[ ! -r "), file, Ascii.bytes(" ] || ")) : Bytes.NONE;
        draft.preparations.add(
                Ascii.concat(Ascii.bytes("set -a; "), guard, Ascii.bytes(". "), file, Ascii.bytes("; set +a")));
        report.guessed(
                entry.line(),
                draft.name,
                "EnvironmentFile: a shell reads ",
                file,
                ", to which quotes and $ mean a little more");
    }

    private void limit(Entry entry) {
        String[] table = {
            "LimitNOFILE n 1",
            "LimitCORE c 512",
            "LimitDATA d 1024",
            "LimitFSIZE f 512",
            "LimitMEMLOCK l 1024",
            "LimitSTACK s 1024",
            "LimitAS v 1024",
            "LimitCPU t 1"
        };
        byte[] value = Bytes.upTo(entry.value(), ':');
        for (String row : table) {
            int space = row.indexOf(' ');
            if (Ascii.equal(entry.name(), row.substring(0, space))) {
                ByteBuilder line = new ByteBuilder(24)
                        .append("ulimit -")
                        .append((byte) row.charAt(space + 1))
                        .append((byte) ' ');
                if (Ascii.equal(value, "infinity")) {
                    line.append("unlimited");
                } else {
                    line.appendDecimal(size(value) / Bytes.number(Ascii.bytes(row), space + 3));
                }
                draft.around.limits.add(line.toBytes());
                return;
            }
        }
        if (NameSet.has("LimitNPROC", entry.name()) && Bytes.isNumber(value)) {
            draft.before.addAll(List.of(Piece.of("softlimit"), Piece.of("-p"), Piece.of(value)));
            return;
        }
        lost(entry);
    }

    private static long size(byte[] value) {
        long number = Bytes.number(value, 0);
        byte unit = value.length == 0 ? 0 : value[value.length - 1];
        return switch (unit) {
            case 'K' -> number << 10;
            case 'M' -> number << 20;
            case 'G' -> number << 30;
            case 'T' -> number << 40;
            default -> number;
        };
    }

    // ---- the whole

    private void finish(Entry command) {
        int line = command.line();
        byte[] name = draft.name;
        if (specifiers.isTemplate()) {
            report.decide(
                    0, name, "a template: name the file of an instance, ", name, "@INSTANCE.service (a link will do)");
        }
        makeDirectories();
        byte[] account = user == null ? Bytes.NONE : specifiers.expand(user.value());
        boolean changes = account.length > 0 && !Ascii.equal(account, "root");
        byte[] raw = command.value();
        draft.program = words(raw, line);
        boolean privileged = Bytes.indexOf(prefix(raw), '+') >= 0 || Bytes.indexOf(prefix(raw), '!') >= 0;
        for (byte[] before : preparing) {
            prepare(before, changes ? account : Bytes.NONE, line);
        }
        if (draft.program.isEmpty()) {
            report.decide(line, name, "there is no program in ExecStart");
            draft.program.add(Piece.of("false"));
        }
        if (changes && !privileged) {
            draft.user(Piece.of(account));
            report.guessed(
                    line, name, "setuidgid ", account, ": HOME and USER stay as they are, further groups are given up");
        }
        foreground(line);
        if (specifiers.unknown != 0) {
            report.decide(line, name, "%", new byte[] {(byte) specifiers.unknown}, " is not known, and stays as it is");
        }
        report.understood(line, name, "runs ", draft.program.get(0).shown());
    }

    private void foreground(int line) {
        byte[] name = draft.name;
        Foreground known = Foreground.of(draft.program.get(0).shown());
        if (Ascii.equal(type, "forking")) {
            if (known == null) {
                draft.before.add(Piece.of("fghack"));
                report.decide(line, name, "Type=forking: find what keeps it in front, and take fghack away");
            } else {
                draft.program = known.apply(draft.program);
                report.understood(
                        line, name, "Type=forking: stays in the foreground with ", known.added(), ": ", known.source());
            }
        } else if (Ascii.equal(type, "oneshot")) {
            report.decide(line, name, "Type=oneshot: it has a file down; `svc -o` runs it once");
        } else if (Ascii.equal(type, "notify") || Ascii.equal(type, "notify-reload") || Ascii.equal(type, "dbus")) {
            report.guessed(line, name, "Type=", type, ": it is up as soon as it runs; nobody waits for its word");
        }
    }

    private static byte[] prefix(byte[] command) {
        int end = 0;
        while (end < command.length && "@-:+!|".indexOf(command[end]) >= 0) {
            end++;
        }
        return Arrays.copyOf(command, end);
    }

    private List<Piece> words(byte[] command, int line) {
        byte[] prefix = prefix(command);
        boolean expands = Bytes.indexOf(prefix, ':') < 0;
        List<Piece> words =
                new ArrayList<>(CommandLine.split(specifiers.expand(Bytes.from(command, prefix.length)), expands));
        if (Bytes.indexOf(prefix, '@') >= 0 && words.size() > 1) {
            words.remove(1);
            report.guessed(line, draft.name, "the name that it is given as its own, with @, is left out");
        }
        return words;
    }

    private void prepare(byte[] command, byte[] account, int line) {
        byte[] prefix = prefix(command);
        boolean asRoot = account.length == 0 || Bytes.indexOf(prefix, '+') >= 0 || Bytes.indexOf(prefix, '!') >= 0;
        ByteBuilder text = new ByteBuilder(64);
        if (!asRoot) {
            text.append("setuidgid ").append(Piece.quoted(account)).append(SPACE);
        }
        boolean first = true;
        for (Piece word : words(command, line)) {
            text.append(first ? Bytes.NONE : SPACE).append(word.text());
            first = false;
        }
        text.append(Bytes.indexOf(prefix, '-') >= 0 ? " || :" : " || exit 111");
        draft.preparations.add(text.toBytes());
    }

    private void makeDirectories() {
        for (Entry entry : IniFile.read(directories, false)) {
            byte[] base = Ascii.bytes(
                    Ascii.startsWith(entry.name(), "Runtime")
                            ? "/run/"
                            : Ascii.startsWith(entry.name(), "State")
                                    ? "/var/lib/"
                                    : Ascii.startsWith(entry.name(), "Cache") ? "/var/cache/" : "/var/log/");
            for (Piece word : CommandLine.split(entry.value(), false)) {
                byte[] path = Piece.quoted(Ascii.concat(base, Bytes.upTo(word.shown(), ':')));
                byte[] make = Ascii.concat(Ascii.bytes("mkdir -p "), path);
                draft.preparations.add(
                        user == null
                                ? make
                                : Ascii.concat(
                                        make, Ascii.bytes(" && chown "), Piece.quoted(specifiers.user), SPACE, path));
            }
        }
    }

    // ---- sockets

    private void sockets(RcImport.Given unit, ServicePlan plan) {
        report.begin(unit.path());
        ByteBuilder lines = new ByteBuilder(64);
        byte[] label = Bytes.NONE;
        List<Entry> entries = IniFile.read(unit.content(), false);
        for (Entry entry : entries) {
            label = entry.is("Socket", "FileDescriptorName") ? entry.value() : label;
        }
        for (Entry entry : entries) {
            byte[] value = specifiers.expand(entry.value());
            if (entry.is("Socket", "ListenStream") && value.length > 0) {
                boolean unix = value[0] == '/';
                boolean port = Bytes.isNumber(value);
                lines.append(unix ? "unix " : "tcp ")
                        .append(port ? "[::]:" : "")
                        .append(value);
                lines.append(label.length > 0 ? SPACE : Bytes.NONE)
                        .append(label)
                        .append((byte) '\n');
                if (port) {
                    report.guessed(
                            entry.line(),
                            draft.name,
                            "port ",
                            value,
                            ": for IPv4 a line `tcp 0.0.0.0:",
                            value,
                            "` would have to be added");
                }
            } else if (Ascii.equal(entry.section(), "Socket") && !NameSet.has("FileDescriptorName", entry.name())) {
                boolean usual =
                        entry.is("Socket", "Accept") && (Ascii.equal(value, "no") || Ascii.equal(value, "false"));
                if (!usual) {
                    lost(entry);
                }
            }
        }
        if (lines.length() > 0) {
            plan.file("sockets", lines.toBytes());
            report.understood(
                    0,
                    draft.name,
                    "its sockets are in the file sockets; it is not started by the first connection, but at once");
        }
    }
}
