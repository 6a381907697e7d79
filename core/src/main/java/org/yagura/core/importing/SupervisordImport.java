package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yagura.core.importing.IniFile.Entry;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** Service directories from a configuration of supervisord: one for each process of each program. */
public final class SupervisordImport {
    private static final int PROCESSES_MAX = 64;

    private final byte[] path;
    private final Settings settings;
    private final Report report;
    private final List<ServicePlan> plans = new ArrayList<>();

    private SupervisordImport(byte[] path, Settings settings, Report report) {
        this.path = path;
        this.settings = settings;
        this.report = report;
    }

    /** Reads a configuration. */
    public static List<ServicePlan> read(byte[] path, byte[] text, Settings settings, Report report) {
        report.begin(path);
        SupervisordImport reader = new SupervisordImport(path, settings, report);
        List<Entry> entries = IniFile.read(text, true);
        List<byte[]> done = new ArrayList<>();
        for (Entry entry : entries) {
            byte[] section = entry.section();
            boolean seen = false;
            for (byte[] earlier : done) {
                seen |= Arrays.equals(earlier, section);
            }
            if (!seen) {
                done.add(section);
                reader.section(section, entry.line(), entries);
            }
        }
        if (reader.plans.isEmpty()) {
            report.decide(0, Bytes.NONE, "there is no [program:x]");
        }
        return reader.plans;
    }

    private void section(byte[] section, int line, List<Entry> entries) {
        if (Ascii.startsWith(section, "program:")) {
            List<Entry> own = new ArrayList<>();
            for (Entry entry : entries) {
                if (Arrays.equals(entry.section(), section)) {
                    own.add(entry);
                }
            }
            program(Bytes.from(section, 8), own);
        } else if (NameSet.has("include", section)) {
            report.decide(line, Bytes.NONE, "files that [include] names are to be imported by themselves");
        } else if (Ascii.startsWith(section, "group:")
                || Ascii.startsWith(section, "eventlistener:")
                || Ascii.startsWith(section, "fcgi-program:")) {
            report.decide(line, Bytes.NONE, "[", section, "] could not be kept");
        }
    }

    private static byte[] value(List<Entry> own, String name, String otherwise) {
        byte[] value = Ascii.bytes(otherwise);
        for (Entry entry : own) {
            value = Ascii.equal(entry.name(), name) ? entry.value() : value;
        }
        return value;
    }

    private void program(byte[] name, List<Entry> own) {
        int count = Math.max(1, Math.min(PROCESSES_MAX, Bytes.number(value(own, "numprocs", "1"), 0)));
        int first = Bytes.number(value(own, "numprocs_start", "0"), 0);
        for (int i = 0; i < count; i++) {
            process(name, own, first + i, count > 1);
        }
        for (Entry entry : own) {
            habit(entry, name);
        }
    }

    private void process(byte[] name, List<Entry> own, int number, boolean several) {
        int line = own.get(0).line();
        Draft draft = new Draft(line, new Surroundings());
        byte[] pattern = value(own, "process_name", several ? "%(program_name)s-%(process_num)d" : "%(program_name)s");
        byte[] called = expand(pattern, name, number, line);
        boolean same = several && Bytes.indexOf(pattern, '%') < 0;
        draft.name = ServiceName.clean(same ? ServiceName.numbered(called, number) : called);
        draft.program =
                new ArrayList<>(CommandLine.split(expand(value(own, "command", ""), name, number, line), false));
        if (draft.program.isEmpty()) {
            report.decide(line, draft.name, "there is no command");
            return;
        }
        byte[] environment = expand(value(own, "environment", ""), name, number, line);
        environment(environment, draft);
        byte[] directory = expand(value(own, "directory", ""), name, number, line);
        if (directory.length > 0) {
            draft.around.directory = Piece.of(directory);
        }
        byte[] umask = value(own, "umask", "");
        if (umask.length > 0) {
            draft.around.umask = Piece.of(umask);
        }
        byte[] user = value(own, "user", "");
        if (user.length > 0 && !Ascii.equal(user, "root")) {
            draft.user(Piece.of(user));
        }
        byte[] wait = value(own, "stopwaitsecs", "");
        draft.killAfter = Bytes.isNumber(wait) ? wait : Bytes.NONE;
        draft.down = NameSet.has("false no off 0", value(own, "autostart", "true"));
        Foreground known = Foreground.of(draft.program.get(0).shown());
        if (known != null) {
            draft.program = known.apply(draft.program);
        }
        report.understood(line, draft.name, "runs ", draft.program.get(0).shown());
        plans.add(RunText.plan(draft, settings, path));
    }

    /** {@code A="1",B='2',C=3}. */
    private static void environment(byte[] text, Draft draft) {
        int at = 0;
        while (at < text.length) {
            int equals = Bytes.indexOf(text, '=', at);
            if (equals < 0) {
                return;
            }
            byte[] name = Bytes.trimmed(Arrays.copyOfRange(text, at, equals));
            ByteBuilder value = new ByteBuilder(16);
            int quote = 0;
            at = equals + 1;
            while (at < text.length && (quote != 0 || text[at] != ',')) {
                byte b = text[at++];
                if (quote == 0 && (b == '"' || b == '\'')) {
                    quote = b;
                } else if (b == quote) {
                    quote = 0;
                } else {
                    value.append(b);
                }
            }
            at++;
            draft.around.variables.set(name, Bytes.trimmed(value.toBytes()));
            draft.around.variables.export(name);
        }
    }

    private byte[] expand(byte[] text, byte[] program, int number, int line) {
        ByteBuilder out = new ByteBuilder(text.length + 16);
        int i = 0;
        while (i < text.length) {
            int close = text[i] == '%' && i + 1 < text.length && text[i + 1] == '(' ? Bytes.indexOf(text, ')', i) : -1;
            if (close > 0) {
                byte[] name = Arrays.copyOfRange(text, i + 2, close);
                int end = close + 1;
                while (end < text.length && text[end] >= '0' && text[end] <= '9') {
                    end++;
                }
                int width = Bytes.number(text, close + 1);
                if (NameSet.has("process_num", name)) {
                    out.appendDigits(number, Math.max(1, Math.min(width, 9)));
                } else if (NameSet.has("program_name group_name", name)) {
                    out.append(program);
                } else if (NameSet.has("here", name)) {
                    out.append(Bytes.parent(path));
                } else {
                    out.append(Arrays.copyOfRange(text, i, Math.min(text.length, end + 1)));
                    report.decide(line, program, "%(", name, ")s is not known, and stays as it is");
                }
                i = end + 1;
            } else {
                boolean doubled = text[i] == '%' && i + 1 < text.length && text[i + 1] == '%';
                out.append(text[i]);
                i += doubled ? 2 : 1;
            }
        }
        return out.toBytes();
    }

    private void habit(Entry entry, byte[] service) {
        byte[] name = entry.name();
        byte[] value = entry.value();
        if (NameSet.has("autorestart", name) && NameSet.has("false unexpected", value)) {
            report.decide(
                    entry.line(),
                    service,
                    "autorestart=",
                    value,
                    ": supervise starts it again whatever its exit was; `svc -o` starts it once");
        } else if (NameSet.has("stopsignal", name) && !NameSet.has("TERM SIGTERM", value)) {
            report.decide(
                    entry.line(),
                    service,
                    "stopsignal=",
                    value,
                    ": svc -d sends TERM; yagura kill ",
                    value,
                    " sends that");
        } else if (NameSet.has("stdout_logfile stderr_logfile", name)) {
            report.understood(entry.line(), service, name, "=", value, ": lines go to log/run");
        } else if (NameSet.has("stopwaitsecs", name)) {
            report.understood(entry.line(), service, "the file kill-after says how long yagura stop waits");
        } else if (NameSet.has("priority startsecs startretries stopasgroup killasgroup exitcodes serverurl", name)) {
            report.guessed(entry.line(), service, name, "=", value, " has no counterpart");
        } else if (!NameSet.has(
                "command process_name numprocs numprocs_start directory umask user environment autostart autorestart stopsignal"
                        + " redirect_stderr stdout_logfile_maxbytes stdout_logfile_backups stdout_capture_maxbytes stdout_events_enabled"
                        + " stderr_logfile_maxbytes stderr_logfile_backups stderr_capture_maxbytes stderr_events_enabled stdout_syslog stderr_syslog",
                name)) {
            report.decide(entry.line(), service, name, "=", value, " could not be kept");
        }
    }
}
