package org.yagura.tools.yagura.checking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.checking.Findings;
import org.yagura.core.checking.ScriptCheck;
import org.yagura.core.log.DirectorySpec;
import org.yagura.core.supervise.Compat;
import org.yagura.core.supervise.ListenFile;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.ByteSize;
import org.yagura.core.text.TimeSpan;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.tools.AccountLookup;
import org.yagura.tools.FileContent;
import org.yagura.tools.NameList;
import org.yagura.tools.ProgramSearch;
import org.yagura.tools.yagura.Call;

/** Examines one service directory. */
final class ServiceCheck {
    private static final int CONTENT_MAX = 1 << 20;
    private static final int EXECUTABLE = 0111;
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int READABLE_BY_OTHERS = 0004;
    private static final byte[] RUN = Ascii.bytes("/run");
    private static final byte[] LOG = Ascii.bytes("/log");
    private static final byte[] ENV = Ascii.bytes("/env");
    private static final byte[] SOCKETS = Ascii.bytes("/sockets");
    private static final byte[] COMPAT = Ascii.bytes("/compat");
    private static final byte[] KILL_AFTER = Ascii.bytes("/kill-after");
    private static final byte[] SLASH = {'/'};
    /** Scripts that count only where the directory asks for them. */
    private static final String[] ENCORE_SCRIPTS = {"start", "stop", "notify"};

    private static final String[] RUNIT_SCRIPTS = {"finish", "check"};
    private static final String[] SECRETS = {"PASS", "SECRET", "TOKEN", "KEY", "CREDENTIAL"};

    private final Call call;
    private final Files files;
    private final Findings findings;
    private final FileInfo info = new FileInfo();
    private final FileContent content;
    private final AccountLookup accounts;
    /** Log directories, and the files that name them. */
    private final List<byte[]> logDirectories = new ArrayList<>();

    private final List<byte[]> loggers = new ArrayList<>();

    ServiceCheck(Call call, Findings findings) {
        this.call = call;
        this.findings = findings;
        Port port = call.port;
        files = port.files();
        content = new FileContent(port.descriptors());
        accounts = new AccountLookup(files, port.descriptors(), port.processes(), port.poller(), port.clock());
    }

    void check(byte[] path) {
        findings.in(path);
        int error = files.stat(Files.CWD, path, info);
        if (error < 0 || !info.isDirectory()) {
            findings.error(0, error < 0 ? "no such service" : "no directory");
            return;
        }
        checkWritable();
        int compat = compat(path);
        program(path);
        scripts(path, compat);
        sockets(path);
        killAfter(path);
        environment(path);
        byte[] log = Ascii.concat(path, LOG);
        if (files.stat(Files.CWD, log, info) < 0) {
            return;
        }
        findings.in(log);
        if (info.isDirectory()) {
            checkWritable();
            program(log);
        } else if ((compat & Compat.ENCORE) == 0) {
            findings.error(0, "no directory: there is no logger");
        }
    }

    private void checkWritable() {
        if ((info.mode & WRITABLE_BY_OTHERS) != 0) {
            findings.warning(0, "others than its owner may write to it");
        }
    }

    private int compat(byte[] path) {
        findings.in(Ascii.concat(path, COMPAT));
        byte[] text = read(findings.path());
        int suites = Compat.NONE;
        if (text == null) {
            return suites;
        }
        Compat words = new Compat(text);
        for (byte[] word = words.next(); word != null; word = words.next()) {
            int suite = Compat.of(word);
            if (suite == Compat.UNKNOWN) {
                findings.error(0, "not known: ", word);
            } else {
                suites |= suite;
            }
        }
        return suites;
    }

    private void scripts(byte[] path, int compat) {
        unasked(
                path,
                ENCORE_SCRIPTS,
                (compat & Compat.ENCORE) != 0,
                "is not run without the word encore in a file compat");
        unasked(
                path,
                RUNIT_SCRIPTS,
                (compat & Compat.RUNIT) != 0,
                "is not run without the word runit in a file compat");
    }

    private void unasked(byte[] path, String[] names, boolean asked, String text) {
        for (String name : names) {
            findings.in(Ascii.concat(path, SLASH, Ascii.bytes(name)));
            boolean there = files.stat(Files.CWD, findings.path(), info) >= 0 && info.isRegular();
            if (there && !asked) {
                findings.warning(0, text);
            } else if (there && (info.mode & EXECUTABLE) == 0) {
                findings.error(0, "not executable");
            }
        }
    }

    private void sockets(byte[] path) {
        findings.in(Ascii.concat(path, SOCKETS));
        byte[] text = read(findings.path());
        if (text == null) {
            return;
        }
        ListenFile sockets = new ListenFile(text);
        while (sockets.next() != null) {
            // Only what is wrong counts.
        }
        String wrong = sockets.error();
        if (wrong != null) {
            findings.error(sockets.line(), wrong);
        }
    }

    private void killAfter(byte[] path) {
        findings.in(Ascii.concat(path, KILL_AFTER));
        byte[] text = read(findings.path());
        if (text != null && TimeSpan.parseFile(text) == TimeSpan.BAD) {
            findings.error(0, "no length of time: nothing is killed");
        }
    }

    /** The files that envdir reads, where they are in the usual place. */
    private void environment(byte[] path) {
        byte[] directory = Ascii.concat(path, ENV);
        NameList names = new NameList(files, call.port.descriptors());
        int count = names.read(directory);
        for (int i = 0; i < count; i++) {
            byte[] name = names.get(i);
            findings.in(Ascii.concat(directory, SLASH, name));
            if (files.stat(Files.CWD, findings.path(), info) < 0) {
                findings.error(0, "a link to nothing: envdir leaves its variable alone");
            } else if (info.isDirectory()) {
                findings.error(0, "a directory: envdir cannot read it");
            } else if (Ascii.holds(name, 0, name.length, Ascii.bytes("="), false)) {
                findings.error(0, "no name of a variable has =: envdir refuses it");
            } else if ((info.mode & READABLE_BY_OTHERS) != 0 && isSecret(name)) {
                findings.warning(0, "all may read it");
            }
        }
    }

    private static boolean isSecret(byte[] name) {
        boolean secret = false;
        for (String word : SECRETS) {
            secret |= Ascii.holds(name, 0, name.length, Ascii.bytes(word), true);
        }
        return secret;
    }

    /** Examines {@code run}. */
    private void program(byte[] directory) {
        byte[] path = Ascii.concat(directory, RUN);
        findings.in(path);
        int error = files.stat(Files.CWD, path, info);
        if (error < 0) {
            boolean missing = error == -Errno.ENOENT;
            findings.error(
                    0,
                    missing ? "there is none" : "cannot be looked at: ",
                    missing ? new byte[0] : Errno.phrase(-error));
            return;
        }
        if (!info.isRegular()) {
            findings.error(0, "no file");
            return;
        }
        if ((info.mode & EXECUTABLE) == 0) {
            findings.error(0, "not executable");
        }
        checkWritable();
        boolean open = (info.mode & READABLE_BY_OTHERS) != 0;
        byte[] text = read(path);
        if (text == null) {
            findings.warning(0, "cannot be read, and was not examined");
            return;
        }
        ScriptCheck script = new ScriptCheck(text, findings);
        script.read();
        for (ScriptCheck.Need variable : script.variables) {
            if (open && isSecret(variable.name())) {
                findings.warning(variable.line(), "all may read it: ", variable.name());
            }
        }
        needs(script, directory);
        for (ScriptCheck.LogNeed log : script.logs) {
            logDirectory(directory, log);
        }
    }

    private void needs(ScriptCheck script, byte[] base) {
        byte[] interpreter = script.interpreter();
        if (interpreter != null && !isProgram(interpreter, base)) {
            findings.error(1, "there is no ", interpreter);
        }
        for (ScriptCheck.Need need : script.programs) {
            if (!isProgram(need.name(), base)) {
                findings.error(need.line(), "no such program: ", need.name());
            }
        }
        for (ScriptCheck.Need need : script.accounts) {
            if (accounts.find(need.name()) == AccountLookup.UNKNOWN) {
                findings.error(need.line(), "unknown account ", need.name());
            }
        }
    }

    private boolean isProgram(byte[] word, byte[] base) {
        boolean relative = word.length > 0 && word[0] != '/' && holdsSlash(word);
        byte[][] candidates = relative
                ? new byte[][] {Ascii.concat(base, SLASH, word)}
                : ProgramSearch.candidates(word, call.invocation.variable("PATH"));
        for (byte[] candidate : candidates) {
            boolean there = files.stat(Files.CWD, candidate, info) >= 0;
            if (there && info.isRegular() && (info.mode & EXECUTABLE) != 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsSlash(byte[] word) {
        boolean holds = false;
        for (byte b : word) {
            holds |= b == '/';
        }
        return holds;
    }

    private void logDirectory(byte[] base, ScriptCheck.LogNeed log) {
        DirectorySpec spec = log.directory();
        byte[] path = spec.path()[0] == '/' ? spec.path() : Ascii.concat(base, SLASH, spec.path());
        boolean there = files.stat(Files.CWD, path, info) >= 0;
        if (there && !info.isDirectory()) {
            findings.error(log.line(), "no directory: ", path);
            return;
        }
        shared(there, path, log.line());
        int owner = info.uid;
        boolean known = log.account().length > 0 && accounts.find(log.account()) == AccountLookup.FOUND;
        if (there && known && owner != accounts.uid()) {
            findings.error(log.line(), "does not belong to who writes there: ", path);
        }
        if (!there && known && accounts.uid() != 0) {
            findings.warning(log.line(), "is not there, and its logger may not be allowed to make it: ", path);
        }
        byte[] on = there ? path : base;
        long free = files.freeBytes(on);
        long most = (long) spec.size() * spec.count();
        if (free >= 0 && most > free) {
            ByteBuilder text = new ByteBuilder(64).append(path).append(" (");
            ByteSize.append(most, text).append(" of ");
            ByteSize.append(free, text).append((byte) ')');
            findings.warning(log.line(), "can grow beyond what is free: ", text.toBytes());
        }
    }

    /** A second logger in a directory waits for the first one to end. {@link #info} is of the directory. */
    private void shared(boolean there, byte[] path, int line) {
        byte[] directory = there
                ? new ByteBuilder(48)
                        .appendDecimal(info.device)
                        .append(" ")
                        .appendDecimal(info.inode)
                        .toBytes()
                : path;
        for (int i = 0; i < loggers.size(); i++) {
            boolean same = Arrays.equals(logDirectories.get(i), directory);
            if (same && !Arrays.equals(loggers.get(i), findings.path())) {
                findings.error(line, "has a logger already, by ", loggers.get(i));
                return;
            }
        }
        logDirectories.add(directory);
        loggers.add(findings.path());
    }

    private byte @Nullable [] read(byte[] path) {
        int fd = files.open(Files.CWD, path, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        return fd < 0 ? null : content.read(fd, CONTENT_MAX);
    }
}
