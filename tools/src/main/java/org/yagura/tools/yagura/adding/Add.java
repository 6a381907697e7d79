package org.yagura.tools.yagura.adding;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.adding.NewService;
import org.yagura.core.importing.PlanText;
import org.yagura.core.importing.ServicePlan;
import org.yagura.core.net.Numbers;
import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.Port;
import org.yagura.tools.AccountLookup;
import org.yagura.tools.Outcome;
import org.yagura.tools.ProgramSearch;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.importing.ServiceMaker;

/** Makes a service directory, checks what it needs, and links it into the scan directory when it is complete. */
public final class Add {
    private static final byte[] SLASH = {'/'};
    private static final int LOG_SIZE_MIN = 4096;
    private static final int LOG_SIZE_MAX = 16_777_215;
    private static final int LOG_COUNT_MIN = 2;
    private static final int LOG_COUNT_MAX = 1_000_000;
    private static final int EXECUTABLE = 0111;
    private static final int HERE_MAX = 4096;

    private final Call call;
    private final Files files;
    private final AccountLookup accounts;
    private final FileInfo info = new FileInfo();

    public Add(Call call) {
        this.call = call;
        Port port = call.port;
        files = port.files();
        accounts = new AccountLookup(files, port.descriptors(), port.processes(), port.poller(), port.clock());
    }

    public Outcome run() {
        byte[][] command = call.arguments.command();
        if (call.arguments.operands().size() != 1 || command.length == 0) {
            return call.usage();
        }
        byte[] name = call.arguments.operands().get(0);
        if (!NewService.isName(name)) {
            return call.usage("no name for a service: ", name);
        }
        NewService service = new NewService(name, command);
        Outcome wrong = take(service);
        if (wrong != null) {
            return wrong;
        }
        if (!isReady(service)) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        ServicePlan plan = service.plan();
        if (call.arguments.has(Option.DRY_RUN)) {
            PlanText.appendFiles(java.util.List.of(plan), call.out.text);
            return call.out.end(Outcome.DONE);
        }
        return make(plan);
    }

    private @Nullable Outcome take(NewService service) {
        service.user = call.arguments.value(Option.USER);
        service.logged = !call.arguments.has(Option.NO_LOG);
        service.logUser = call.arguments.value(Option.LOG_USER);
        service.logSize = call.arguments.value(Option.LOG_SIZE);
        service.logCount = call.arguments.value(Option.LOG_COUNT);
        service.workDirectory = call.arguments.value(Option.DIR);
        service.down = call.arguments.has(Option.DOWN);
        byte[] logs = call.arguments.value(Option.LOG_DIR);
        service.logDirectory = logs == null ? null : Ascii.concat(logs, SLASH, service.name);
        if (logs != null && !isAbsolute(logs)) {
            return call.usage("no absolute path: ", logs);
        }
        for (byte[] limit : call.arguments.values(Option.LIMIT)) {
            if (!service.limit(limit)) {
                return call.usage("no limit: ", limit);
            }
        }
        for (byte[] variable : call.arguments.values(Option.ENV)) {
            if (!service.variable(variable)) {
                return call.usage("no variable: ", variable);
            }
        }
        if (service.logSize != null && Numbers.parse(service.logSize, LOG_SIZE_MAX) < LOG_SIZE_MIN) {
            return call.usage("no size of a log file (4096 to 16777215): ", service.logSize);
        }
        if (service.logCount != null && Numbers.parse(service.logCount, LOG_COUNT_MAX) < LOG_COUNT_MIN) {
            return call.usage("no number of log files (2 and more): ", service.logCount);
        }
        return null;
    }

    /** Whether its accounts, its program and its directory are there. */
    private boolean isReady(NewService service) {
        if (service.logged && service.logUser == null) {
            byte[] user = ServiceMaker.logUser(call.port, accounts);
            if (user.length > 0) {
                service.logUser = user;
            } else if (call.port.identity().effectiveUid() == 0) {
                call.messages.warning().add("the logger will be root: there is no account multilog, see --log-user");
                call.messages.end();
            }
        }
        if (!isAccount(service.user) || !isAccount(service.logUser)) {
            return false;
        }
        byte[] directory = service.workDirectory;
        if (directory != null && (!isAbsolute(directory) || !isDirectory(directory))) {
            call.messages.fatal().add("no such directory: ").add(directory).end();
            return false;
        }
        if (!isProgram(service.command[0])) {
            call.messages
                    .fatal()
                    .add("no such program: ")
                    .add(service.command[0])
                    .end();
            return false;
        }
        return true;
    }

    private boolean isAccount(byte @Nullable [] name) {
        int found = name == null ? AccountLookup.FOUND : accounts.find(name);
        if (name != null && found == AccountLookup.UNKNOWN) {
            call.messages.fatal().add("unknown account ").add(name).end();
        } else if (name != null && found < 0) {
            call.messages.fatal().add("unable to look up account ").add(name).because(-found);
        }
        return found == AccountLookup.FOUND;
    }

    private static boolean isAbsolute(byte[] path) {
        return path.length > 0 && path[0] == '/';
    }

    private boolean isDirectory(byte[] path) {
        return files.stat(Files.CWD, path, info) >= 0 && info.isDirectory();
    }

    /** A name is sought on our own PATH, which is at least near to that of svscan; a path has to be absolute, for run is called elsewhere. */
    private boolean isProgram(byte[] word) {
        for (byte b : word) {
            if (b == '/' && word[0] != '/') {
                return false;
            }
        }
        for (byte[] candidate : ProgramSearch.candidates(word, call.invocation.variable("PATH"))) {
            boolean there = files.stat(Files.CWD, candidate, info) >= 0;
            if (there && info.isRegular() && (info.mode & EXECUTABLE) != 0) {
                return true;
            }
        }
        return false;
    }

    private Outcome make(ServicePlan plan) {
        byte[] into = call.arguments.value(Option.INTO);
        byte[] directory = absolute(into == null ? ServiceMaker.INTO : into);
        byte[] path = Ascii.concat(directory, SLASH, plan.name());
        byte[] link = Ascii.concat(call.scanDirectory(), SLASH, plan.name());
        if (!isDirectory(call.scanDirectory())) {
            call.messages
                    .fatal()
                    .add("unable to read ")
                    .add(call.scanDirectory())
                    .because(Errno.ENOENT);
            return Outcome.exit(Outcome.TROUBLE);
        }
        for (byte[] taken : new byte[][] {path, link}) {
            if (files.lstat(Files.CWD, taken, info) >= 0) {
                call.messages.fatal().add("unable to create ").add(taken).because(Errno.EEXIST);
                return Outcome.exit(Outcome.TROUBLE);
            }
        }
        int error = files.makeDirectory(Files.CWD, directory, 0755);
        if (error < 0 && error != -Errno.EEXIST) {
            call.messages.fatal().add("unable to create ").add(directory).because(-error);
            return Outcome.exit(Outcome.TROUBLE);
        }
        if (!new ServiceMaker(call.port, accounts, call.messages).make(directory, plan)) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        error = files.symlink(path, Files.CWD, link);
        if (error < 0) {
            call.messages.fatal().add("unable to create ").add(link).because(-error);
            return Outcome.exit(Outcome.TROUBLE);
        }
        call.out
                .text
                .append("made ")
                .append(path)
                .append(", linked as ")
                .append(link)
                .append((byte) '\n');
        return call.out.end(Outcome.DONE);
    }

    /** A link holds a path that is good from anywhere. */
    private byte[] absolute(byte[] path) {
        if (isAbsolute(path)) {
            return path;
        }
        byte[] here = new byte[HERE_MAX];
        int length = files.readLink(Files.CWD, Ascii.bytes("/proc/self/cwd"), here, 0, here.length);
        return length <= 0 ? path : Ascii.concat(Arrays.copyOf(here, length), SLASH, path);
    }
}
