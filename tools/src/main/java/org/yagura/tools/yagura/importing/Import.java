package org.yagura.tools.yagura.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.importing.PlanText;
import org.yagura.core.importing.ProcfileImport;
import org.yagura.core.importing.RcImport;
import org.yagura.core.importing.Report;
import org.yagura.core.importing.RunitImport;
import org.yagura.core.importing.ServicePlan;
import org.yagura.core.importing.Settings;
import org.yagura.core.importing.SupervisordImport;
import org.yagura.core.importing.SystemdImport;
import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.tools.AccountLookup;
import org.yagura.tools.FileContent;
import org.yagura.tools.NameList;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;

/** Reads what somebody else's program was told about services, and makes service directories of it. */
public final class Import {
    private static final int FILE_BYTES_MAX = 262_144;
    private static final byte[] NONE = {};
    private static final byte[] SLASH = {'/'};

    private final Call call;
    private final Files files;
    private final FileContent content;
    private final AccountLookup accounts;
    private final Settings settings;
    private final Report report = new Report();
    private final List<ServicePlan> plans = new ArrayList<>();
    private final List<RcImport.Given> given = new ArrayList<>();

    public Import(Call call) {
        this.call = call;
        files = call.port.files();
        content = new FileContent(call.port.descriptors());
        accounts = new AccountLookup(
                files, call.port.descriptors(), call.port.processes(), call.port.poller(), call.port.clock());
        byte[] user = call.arguments.value(Option.LOG_USER);
        byte[] logs = call.arguments.value(Option.LOG_DIR);
        settings = new Settings(
                user == null ? ServiceMaker.logUser(call.port, accounts) : user, logs == null ? NONE : logs);
    }

    /** Does it. */
    public Outcome run() {
        List<byte[]> operands = call.arguments.operands();
        boolean dryRun = call.arguments.has(Option.DRY_RUN);
        byte[] into = call.arguments.value(Option.INTO);
        if (operands.size() < 2) {
            return call.usage();
        }
        Kind kind = Kind.named(operands.get(0));
        if (kind == null) {
            return call.usage("no such kind of service: ", operands.get(0));
        }
        List<byte[]> beside = new ArrayList<>(call.arguments.values(Option.GIVEN));
        List<byte[]> sources = new ArrayList<>();
        for (byte[] file : operands.subList(1, operands.size())) {
            // A socket is no service, but belongs to one.
            (kind == Kind.SYSTEMD && isSocket(file) ? beside : sources).add(file);
        }
        for (byte[] file : beside) {
            byte[] text = read(file);
            if (text == null) {
                return Outcome.exit(Outcome.TROUBLE);
            }
            given.add(new RcImport.Given(file, text));
        }
        for (byte[] file : sources) {
            if (!take(kind, file)) {
                return Outcome.exit(Outcome.TROUBLE);
            }
        }
        checkAccounts();
        byte[] where = into == null ? ServiceMaker.INTO : into;
        if (dryRun) {
            warnOfTaken(where);
        } else if (!write(where)) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        show(dryRun, where);
        return call.out.end(report.hasDecisions() ? Call.NOT_SO : Outcome.DONE);
    }

    private static boolean isSocket(byte[] file) {
        byte[] end = Ascii.bytes(".socket");
        int from = file.length - end.length;
        return from > 0 && Arrays.equals(Arrays.copyOfRange(file, from, file.length), end);
    }

    private boolean take(Kind kind, byte[] file) {
        if (kind == Kind.RUNIT) {
            return takeDirectory(file);
        }
        byte[] text = read(file);
        if (text == null) {
            return false;
        }
        plans.addAll(
                switch (kind) {
                    case SYSTEMD -> SystemdImport.read(file, text, given, settings, report);
                    case SUPERVISORD -> SupervisordImport.read(absolute(file), text, settings, report);
                    case PROCFILE -> ProcfileImport.read(absolute(file), text, given, settings, report);
                    default -> RcImport.read(file, text, given, settings, report);
                });
        return true;
    }

    /** A directory of runit's: those of its files count that are there. */
    private boolean takeDirectory(byte[] directory) {
        byte[] path = directory;
        while (path.length > 1 && path[path.length - 1] == '/') {
            path = Arrays.copyOf(path, path.length - 1);
        }
        List<RcImport.Given> found = new ArrayList<>();
        FileInfo info = new FileInfo();
        for (String name : RunitImport.FILES) {
            byte[] file = Ascii.concat(path, Ascii.bytes("/" + name));
            if (files.stat(Files.CWD, file, info) < 0) {
                continue;
            }
            byte[] text = read(file);
            if (text == null) {
                return false;
            }
            found.add(new RcImport.Given(Ascii.bytes(name), text));
        }
        NameList names = new NameList(files, call.port.descriptors());
        int variables = names.read(Ascii.concat(path, Ascii.bytes("/env")));
        for (int i = 0; i < variables; i++) {
            byte[] name = Ascii.concat(Ascii.bytes("env/"), names.get(i));
            byte[] text = read(Ascii.concat(path, SLASH, name));
            if (text == null) {
                return false;
            }
            found.add(new RcImport.Given(name, text));
        }
        plans.addAll(RunitImport.read(path, found, settings, report));
        int others = names.read(path);
        for (int i = 0; i < others; i++) {
            byte[] name = names.get(i);
            if (!RunitImport.knows(name)) {
                report.decide(0, NONE, "is not copied: ", path, "/", name);
            }
        }
        return true;
    }

    /** A name that does not depend on the current directory. */
    private byte[] absolute(byte[] file) {
        if (file.length > 0 && file[0] == '/') {
            return file;
        }
        byte[] directory = new byte[4096];
        int length = files.readLink(Files.CWD, Ascii.bytes("/proc/self/cwd"), directory, 0, directory.length);
        return length <= 0 ? file : Ascii.concat(Arrays.copyOf(directory, length), SLASH, file);
    }

    private byte @Nullable [] read(byte[] file) {
        int fd = files.open(Files.CWD, file, OpenFlag.READ, 0);
        byte[] text = fd < 0 ? null : content.read(fd, FILE_BYTES_MAX);
        if (text == null) {
            call.messages.fatal().add("unable to read ").add(file).because(fd < 0 ? -fd : content.error());
        }
        return text;
    }

    private void checkAccounts() {
        boolean root = call.port.identity().effectiveUid() == 0 && settings.logUser().length == 0;
        for (ServicePlan plan : plans) {
            for (byte[] user : plan.users()) {
                if (accounts.find(user) != AccountLookup.FOUND) {
                    report.decide(
                            0, plan.name(), "there is no account ", user, ": make it before the service is started");
                }
            }
            if (root && plan.logDirectory() != null && plan.logUser().length == 0) {
                report.decide(0, plan.name(), "its logger will be root: there is no account multilog, see --log-user");
            }
        }
    }

    // ---- writing

    private boolean write(byte[] into) {
        int error = files.makeDirectory(Files.CWD, into, 0755);
        if (error < 0 && error != -Errno.EEXIST) {
            call.messages.fatal().add("unable to create ").add(into).because(-error);
            return false;
        }
        FileInfo info = new FileInfo();
        for (int i = 0; i < plans.size(); i++) {
            byte[] path = path(into, plans.get(i));
            if (files.lstat(Files.CWD, path, info) >= 0) {
                call.messages.fatal().add("unable to create ").add(path).because(Errno.EEXIST);
                return false;
            }
            for (int j = 0; j < i; j++) {
                if (Arrays.equals(plans.get(i).name(), plans.get(j).name())) {
                    call.messages
                            .fatal()
                            .add("two services would be called ")
                            .add(plans.get(i).name());
                    call.messages
                            .add(": import their files one after the other")
                            .end();
                    return false;
                }
            }
        }
        ServiceMaker maker = new ServiceMaker(call.port, accounts, call.messages);
        for (ServicePlan plan : plans) {
            if (!maker.make(into, plan)) {
                return false;
            }
        }
        return true;
    }

    private void warnOfTaken(byte[] into) {
        FileInfo info = new FileInfo();
        for (ServicePlan plan : plans) {
            byte[] path = path(into, plan);
            if (files.lstat(Files.CWD, path, info) >= 0) {
                call.messages.warning().add("unable to create ").add(path).because(Errno.EEXIST);
            }
        }
    }

    private static byte[] path(byte[] into, ServicePlan plan) {
        return Ascii.concat(into, SLASH, plan.name());
    }

    // ---- what people see

    private void show(boolean dryRun, byte[] into) {
        if (call.arguments.has(Option.JSON)) {
            ImportJson.append(report, plans, into, !dryRun, call.out.text);
            return;
        }
        PlanText.appendFindings(report, call.out.text);
        if (dryRun) {
            PlanText.appendFiles(plans, call.out.text);
        }
        for (ServicePlan plan : plans) {
            call.out
                    .text
                    .append(dryRun ? "would make " : "made ")
                    .append(path(into, plan))
                    .append((byte) '\n');
        }
    }
}
