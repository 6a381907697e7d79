package org.yagura.tools.yagura.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.importing.PlanText;
import org.yagura.core.importing.RcImport;
import org.yagura.core.importing.Report;
import org.yagura.core.importing.ServicePlan;
import org.yagura.core.importing.Settings;
import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.tools.AccountLookup;
import org.yagura.tools.FileContent;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;

/** Reads what somebody else's program was told about services, and makes service directories of it. */
public final class Import {
    private static final int FILE_BYTES_MAX = 262_144;
    private static final byte[] NONE = {};
    private static final byte[] LOG_USER = Ascii.bytes("multilog");

    private final Call call;
    private final Files files;
    private final FileContent content;
    private final AccountLookup accounts;
    private final Report report = new Report();
    private final List<ServicePlan> plans = new ArrayList<>();
    private final List<RcImport.Given> given = new ArrayList<>();

    public Import(Call call) {
        this.call = call;
        files = call.port.files();
        content = new FileContent(call.port.descriptors());
        accounts = new AccountLookup(
                files, call.port.descriptors(), call.port.processes(), call.port.poller(), call.port.clock());
    }

    /** Does it. */
    public Outcome run() {
        List<byte[]> operands = call.arguments.operands();
        boolean dryRun = call.arguments.has(Option.DRY_RUN);
        byte[] into = call.arguments.value(Option.INTO);
        if (operands.size() < 2) {
            return call.usage();
        }
        if (into == null && !dryRun) {
            return call.usage("say where to with --into DIR, or look first with --dry-run", NONE);
        }
        Kind kind = Kind.named(operands.get(0));
        if (kind == null) {
            return call.usage("no such kind of service: ", operands.get(0));
        }
        for (byte[] file : call.arguments.values(Option.GIVEN)) {
            byte[] text = read(file);
            if (text == null) {
                return Outcome.exit(Outcome.TROUBLE);
            }
            given.add(new RcImport.Given(file, text));
        }
        for (byte[] file : operands.subList(1, operands.size())) {
            if (!take(kind, file)) {
                return Outcome.exit(Outcome.TROUBLE);
            }
        }
        checkAccounts();
        byte[] where = into == null ? NONE : into;
        if (!dryRun && !write(where)) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        show(dryRun, where);
        return call.out.end(report.hasDecisions() ? Call.NOT_SO : Outcome.DONE);
    }

    private Settings settings() {
        byte[] user = call.arguments.value(Option.LOG_USER);
        byte[] directory = call.arguments.value(Option.LOG_DIR);
        return new Settings(user == null ? LOG_USER : user, directory == null ? NONE : directory);
    }

    private boolean take(Kind kind, byte[] file) {
        byte[] text = read(file);
        if (text == null) {
            return false;
        }
        plans.addAll(
                switch (kind) {
                    case RC -> RcImport.read(file, text, given, settings(), report);
                });
        return true;
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
        for (ServicePlan plan : plans) {
            for (byte[] user : plan.users()) {
                if (accounts.find(user) != AccountLookup.FOUND) {
                    report.decide(
                            0, plan.name(), "there is no account ", user, ": make it before the service is started");
                }
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

    private static byte[] path(byte[] into, ServicePlan plan) {
        return Ascii.concat(into, new byte[] {'/'}, plan.name());
    }

    // ---- what people see

    private void show(boolean dryRun, byte[] into) {
        if (call.arguments.has(Option.JSON)) {
            ImportJson.append(report, plans, dryRun ? NONE : into, call.out.text);
            return;
        }
        PlanText.appendFindings(report, call.out.text);
        if (dryRun) {
            PlanText.appendFiles(plans, call.out.text);
            return;
        }
        for (ServicePlan plan : plans) {
            call.out.text.append("made ").append(path(into, plan)).append((byte) '\n');
        }
    }
}
