package org.yagura.tools;

import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.Exec;
import org.yagura.os.Port;
import org.yagura.tools.argv0.Argv0;
import org.yagura.tools.envdir.Envdir;
import org.yagura.tools.envuidgid.Envuidgid;
import org.yagura.tools.multilog.Multilog;
import org.yagura.tools.multilog.MultilogPort;
import org.yagura.tools.pgrphack.Pgrphack;
import org.yagura.tools.setlock.Setlock;
import org.yagura.tools.setuidgid.Setuidgid;
import org.yagura.tools.softlimit.Softlimit;
import org.yagura.tools.supervise.Supervise;
import org.yagura.tools.svc.Svc;
import org.yagura.tools.svok.Svok;
import org.yagura.tools.svscan.Svscan;
import org.yagura.tools.svstat.Svstat;
import org.yagura.tools.tai64n.Tai64n;
import org.yagura.tools.tai64nlocal.Tai64nlocal;

/** Makes the tool that was called for out of the parts of the port, runs it, and carries out how it ends. */
public final class Launcher {
    private static final byte[] PATH_DEFAULT = Ascii.bytes("/bin:/usr/bin");

    private Launcher() {}

    /** Runs a tool. @return the process's exit code; does not return where another program took the process over */
    public static int launch(Applet applet, Invocation invocation, Port port) {
        return switch (run(applet, invocation, port)) {
            case Outcome.Exit exit -> exit.code();
            case Outcome.Exec exec -> exec(exec, invocation, port);
        };
    }

    private static Outcome run(Applet applet, Invocation invocation, Port port) {
        return switch (applet) {
            case ENVDIR -> new Envdir(invocation, port.files(), port.descriptors()).run();
            case ENVUIDGID -> new Envuidgid(invocation, accounts(port), port.descriptors()).run();
            case SOFTLIMIT -> new Softlimit(invocation, port.limits(), port.descriptors()).run();
            case SETLOCK -> new Setlock(invocation, port.files(), port.descriptors()).run();
            case PGRPHACK -> new Pgrphack(invocation, port.processes(), port.descriptors()).run();
            case ARGV0 -> new Argv0(invocation, port.descriptors()).run();
            case SVC -> new Svc(invocation, port.files(), port.descriptors(), port.poller(), port.clock()).run();
            case SVOK -> new Svok(invocation, port.files(), port.descriptors()).run();
            case SVSTAT ->
                new Svstat(invocation, port.files(), port.descriptors(), port.processes(), port.clock()).run();
            case SETUIDGID -> new Setuidgid(invocation, accounts(port), port.identity(), port.descriptors()).run();
            case SUPERVISE -> EventLoop.run(supervise(invocation, port), port.poller(), port.clock());
            case SVSCAN -> EventLoop.run(svscan(invocation, port), port.poller(), port.clock());
            case MULTILOG -> EventLoop.run(multilog(invocation, port), port.poller(), port.clock());
            case TAI64N -> new Tai64n(port.descriptors(), port.clock()).run();
            case TAI64NLOCAL -> new Tai64nlocal(port.descriptors(), port.calendar()).run();
        };
    }

    private static AccountLookup accounts(Port port) {
        return new AccountLookup(port.files(), port.descriptors(), port.processes(), port.poller(), port.clock());
    }

    private static Supervise supervise(Invocation invocation, Port port) {
        return new Supervise(
                invocation,
                port.files(),
                port.descriptors(),
                port.processes(),
                port.signals(),
                port.poller(),
                port.clock());
    }

    private static Svscan svscan(Invocation invocation, Port port) {
        return new Svscan(
                invocation,
                port.files(),
                port.descriptors(),
                port.processes(),
                port.signals(),
                port.poller(),
                port.watches(),
                port.limits());
    }

    private static Daemon multilog(Invocation invocation, Port port) {
        return new Multilog(
                invocation,
                new MultilogPort(
                        port.files(),
                        port.descriptors(),
                        port.processes(),
                        port.signals(),
                        port.poller(),
                        port.clock(),
                        port.bytes()));
    }

    private static int exec(Outcome.Exec exec, Invocation invocation, Port port) {
        byte[] name = exec.program();
        int error = indexOf(name, '/', 0) < name.length
                ? port.exec().exec(name, exec.arguments(), exec.environment())
                : execOnPath(exec, invocation, port.exec());
        new Messages(port.descriptors(), exec.tool())
                .fatal()
                .add("unable to run ")
                .add(name)
                .because(-error);
        return Outcome.TROUBLE;
    }

    /**
     * Tries each directory of PATH. A file that is there but may not be run does not end the search, but its error is reported if
     * nothing better comes; any other error than "no such file" ends it.
     */
    static int execOnPath(Outcome.Exec exec, Invocation invocation, Exec system) {
        byte[] variable = invocation.variable("PATH");
        byte[] path = variable == null ? PATH_DEFAULT : variable;
        ByteBuilder candidate = new ByteBuilder(64);
        int reported = -Errno.ENOENT;
        for (int start = 0; start <= path.length; ) {
            int end = indexOf(path, ':', start);
            candidate.clear();
            if (end == start) {
                candidate.append((byte) '.');
            }
            candidate.append(path, start, end - start).append((byte) '/').append(exec.program());
            int error = system.exec(candidate.toBytes(), exec.arguments(), exec.environment());
            if (error != -Errno.ENOENT) {
                reported = error;
            }
            if (error != -Errno.ENOENT && error != -Errno.EACCES && error != -Errno.EPERM && error != -Errno.EISDIR) {
                return error;
            }
            start = end + 1;
        }
        return reported;
    }

    /** Where a byte next is, or the length where it is not. */
    private static int indexOf(byte[] in, char wanted, int from) {
        int at = from;
        while (at < in.length && in[at] != wanted) {
            at++;
        }
        return at;
    }
}
