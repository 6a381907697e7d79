package org.yagura.sim.kernel;

import java.nio.charset.StandardCharsets;
import org.yagura.os.Bytes;
import org.yagura.os.CalendarTime;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Exec;
import org.yagura.os.Expressions;
import org.yagura.os.Files;
import org.yagura.os.Identity;
import org.yagura.os.Limits;
import org.yagura.os.Mapping;
import org.yagura.os.Memory;
import org.yagura.os.Poller;
import org.yagura.os.Port;
import org.yagura.os.ProcessTitle;
import org.yagura.os.Processes;
import org.yagura.os.Signals;
import org.yagura.os.Sockets;
import org.yagura.os.Succession;
import org.yagura.os.Terminal;
import org.yagura.os.Watches;

/** The port as one process sees it. */
public final class ProcessPort implements Port {
    private final FileCalls files;
    private final DescriptorCalls descriptors;
    private final ProcessCalls processes;
    private final SignalCalls signals;
    private final PollerCalls poller;
    private final WatchCalls watches;
    private final IdentityCalls identity;
    private final LimitCalls limits;
    private final ExecCalls exec;
    private final Clock clock;
    private final MappingCalls mapping;
    private final ByteCalls bytes = new ByteCalls();
    private final MemoryCalls memory = new MemoryCalls();
    private final SocketCalls sockets;
    private final TitleCalls title;
    private final ExpressionCalls expressions = new ExpressionCalls();
    private final SuccessionCalls succession;
    private final SimProcess process;

    ProcessPort(SimProcess process) {
        this.process = process;
        Kernel kernel = process.kernel;
        files = new FileCalls(kernel, process);
        descriptors = new DescriptorCalls(kernel, process);
        exec = new ExecCalls(kernel, process);
        processes = new ProcessCalls(kernel, process, exec);
        signals = new SignalCalls(kernel, process);
        poller = new PollerCalls(kernel, process);
        watches = new WatchCalls(kernel, process);
        identity = new IdentityCalls(kernel, process);
        limits = new LimitCalls(kernel, process);
        clock = new BootClock(kernel);
        mapping = new MappingCalls(kernel, process);
        sockets = new SocketCalls(kernel, process);
        title = new TitleCalls(process);
        succession = new SuccessionCalls(kernel, process, exec);
    }

    static String text(byte[] name) {
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public Bytes bytes() {
        return bytes;
    }

    @Override
    public Mapping mapping() {
        return mapping;
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public Files files() {
        return files;
    }

    @Override
    public Descriptors descriptors() {
        return descriptors;
    }

    @Override
    public Processes processes() {
        return processes;
    }

    PollerCalls pollerCalls() {
        return poller;
    }

    ProcessCalls processCalls() {
        return processes;
    }

    @Override
    public Signals signals() {
        return signals;
    }

    @Override
    public Poller poller() {
        return poller;
    }

    @Override
    public Watches watches() {
        return watches;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public CalendarTime calendar() {
        return new UniversalTime();
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public Exec exec() {
        return exec;
    }

    @Override
    public Sockets sockets() {
        return sockets;
    }

    @Override
    public ProcessTitle processTitle() {
        return title;
    }

    @Override
    public Terminal terminal() {
        return new NoTerminal();
    }

    @Override
    public Expressions expressions() {
        return expressions;
    }

    @Override
    public Succession succession() {
        return succession;
    }

    /** For scripts: does nothing for so long, or until a signal is caught. */
    public void pause(long forNs) {
        exec.pause(forNs);
    }

    /** The process's name and pid. */
    @Override
    public String toString() {
        return process.toString();
    }
}
