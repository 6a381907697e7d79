package org.yagura.tools;

import org.yagura.core.text.LineEnds;
import org.yagura.os.Port;
import org.yagura.tools.argv0.Argv0;
import org.yagura.tools.envdir.Envdir;
import org.yagura.tools.envuidgid.Envuidgid;
import org.yagura.tools.fghack.Fghack;
import org.yagura.tools.multilog.Multilog;
import org.yagura.tools.multilog.MultilogPort;
import org.yagura.tools.net.NetPort;
import org.yagura.tools.pgrphack.Pgrphack;
import org.yagura.tools.popstamp.Popstamp;
import org.yagura.tools.rblsmtpd.Rblsmtpd;
import org.yagura.tools.readproctitle.Readproctitle;
import org.yagura.tools.relay.Filter;
import org.yagura.tools.relay.Relay;
import org.yagura.tools.relayok.Relayok;
import org.yagura.tools.setlock.Setlock;
import org.yagura.tools.setuidgid.Setuidgid;
import org.yagura.tools.softlimit.Softlimit;
import org.yagura.tools.supervise.Supervise;
import org.yagura.tools.svc.Svc;
import org.yagura.tools.svok.Svok;
import org.yagura.tools.svscan.Svscan;
import org.yagura.tools.svscanboot.Svscanboot;
import org.yagura.tools.svstat.Svstat;
import org.yagura.tools.svup.Svup;
import org.yagura.tools.tai64n.Tai64n;
import org.yagura.tools.tai64nlocal.Tai64nlocal;
import org.yagura.tools.tcpclient.Conversation;
import org.yagura.tools.tcpclient.Tcpclient;
import org.yagura.tools.tcprules.Tcprules;
import org.yagura.tools.tcprulescheck.Tcprulescheck;
import org.yagura.tools.tcpserver.Tcpserver;
import org.yagura.tools.updateservice.UpdateService;
import org.yagura.tools.yagura.Yagura;

/** Makes the tool that was called for out of the parts of the port, runs it, and carries out how it ends. */
public final class Launcher {
    private Launcher() {}

    /** Runs a tool. @return the process's exit code; does not return where another program took the process over */
    public static int launch(Applet applet, Invocation invocation, Port port) {
        return switch (run(applet, invocation, port)) {
            case Outcome.Exit exit -> exit.code();
            case Outcome.Exec exec -> exec(exec, invocation, port);
        };
    }

    /** Runs {@code yagura WORD …} where the word is no tool's name. @return the process's exit code; does not return where another program took the process over */
    public static int command(Invocation invocation, Port port) {
        return switch (Yagura.run(invocation, port)) {
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
            case POPSTAMP ->
                new Popstamp(invocation, port.files(), port.descriptors(), port.processes(), port.clock()).run();
            case RELAYOK -> new Relayok(invocation, port.files(), port.descriptors(), port.clock()).run();
            case FGHACK -> EventLoop.run(fghack(invocation, port), port);
            case READPROCTITLE ->
                new Readproctitle(invocation, port.descriptors(), port.poller(), port.processTitle()).run();
            case SVSCANBOOT -> new Svscanboot(invocation, port.files(), port.descriptors(), port.processes()).run();
            case UPDATE_SERVICE -> new UpdateService(invocation, port).run();
            case TCPSERVER -> EventLoop.run(new Tcpserver(invocation, port), port);
            case ARGV0 -> new Argv0(invocation, port.descriptors()).run();
            case TCPRULES -> new Tcprules(invocation, port.files(), port.descriptors(), port.identity()).run();
            case TCPRULESCHECK -> new Tcprulescheck(invocation, port.files(), port.descriptors()).run();
            case TCPCLIENT -> new Tcpclient(invocation, NetPort.of(port)).run();
            case TCPCAT -> new Conversation(Conversation.Kind.CAT, invocation, port).run();
            case WHO -> new Conversation(Conversation.Kind.WHO, invocation, port).run();
            case DATE -> new Conversation(Conversation.Kind.DATE, invocation, port).run();
            case FINGER -> new Conversation(Conversation.Kind.FINGER, invocation, port).run();
            case HTTP -> new Conversation(Conversation.Kind.HTTP, invocation, port).run();
            case MCONNECT -> new Conversation(Conversation.Kind.TALK, invocation, port).run();
            case MCONNECT_IO -> Outcome.exit(Relay.talk(port, 6, 7));
            case RBLSMTPD -> new Rblsmtpd(invocation, port).run();
            case RECORDIO -> new Relay(Relay.Kind.RECORD, invocation, port.descriptors(), port.processes()).run();
            case FIXCRIO -> new Relay(Relay.Kind.FIX, invocation, port.descriptors(), port.processes()).run();
            case ADDCR -> Filter.run(port.descriptors(), LineEnds.Change.ADD);
            case DELCR -> Filter.run(port.descriptors(), LineEnds.Change.REMOVE);
            case SVC -> new Svc(invocation, port.files(), port.descriptors(), port.poller(), port.clock()).run();
            case SVOK -> new Svok(invocation, port.files(), port.descriptors()).run();
            case SVSTAT ->
                new Svstat(invocation, port.files(), port.descriptors(), port.processes(), port.clock()).run();
            case SVUP -> new Svup(invocation, port.files(), port.descriptors(), port.processes(), port.poller()).run();
            case SETUIDGID -> new Setuidgid(invocation, accounts(port), port.identity(), port.descriptors()).run();
            case SUPERVISE -> EventLoop.run(supervise(invocation, port), port);
            case SVSCAN -> EventLoop.run(svscan(invocation, port), port);
            case MULTILOG -> EventLoop.run(multilog(invocation, port), port);
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
                port.clock(),
                port.sockets(),
                port.succession());
    }

    private static Svscan svscan(Invocation invocation, Port port) {
        return new Svscan(
                invocation,
                port.files(),
                port.descriptors(),
                port.processes(),
                port.signals(),
                port.poller(),
                port.clock(),
                port.watches(),
                port.limits(),
                port.succession());
    }

    private static Fghack fghack(Invocation invocation, Port port) {
        return new Fghack(
                invocation, port.files(), port.descriptors(), port.processes(), port.signals(), port.poller());
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
                        port.identity(),
                        port.bytes(),
                        port.mapping(),
                        port.memory()));
    }

    private static int exec(Outcome.Exec exec, Invocation invocation, Port port) {
        byte[] name = exec.program();
        int error = ProgramSearch.exec(
                port.exec(), name, exec.arguments(), exec.environment(), invocation.variable("PATH"));
        new Messages(port.descriptors(), exec.tool())
                .fatal()
                .add("unable to run ")
                .add(name)
                .because(-error);
        return Outcome.TROUBLE;
    }
}
