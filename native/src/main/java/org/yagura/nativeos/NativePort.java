package org.yagura.nativeos;

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

/** The port on Linux. */
final class NativePort implements Port {
    private final FileFields fields = new FileFields();
    private final NativeFiles files = new NativeFiles(fields);
    private final NativeDescriptors descriptors = new NativeDescriptors(fields);
    private final NativePoller poller = new NativePoller();
    private final NativeProcesses processes = new NativeProcesses(this, poller);
    private final NativeSignals signals = new NativeSignals();
    private final NativeWatches watches = new NativeWatches();
    private final NativeClock clock = new NativeClock();
    private final NativeCalendarTime calendar = new NativeCalendarTime();
    private final NativeIdentity identity = new NativeIdentity();
    private final NativeLimits limits = new NativeLimits();
    private final NativeExec exec = new NativeExec();
    private final NativeBytes bytes = new NativeBytes();
    private final NativeMapping mapping = new NativeMapping();
    private final NativeSockets sockets = new NativeSockets();
    private final NativeProcessTitle processTitle = new NativeProcessTitle();
    private final NativeMemory memory = new NativeMemory();
    private final NativeSuccession succession = new NativeSuccession();

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
        return calendar;
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
    public Bytes bytes() {
        return bytes;
    }

    @Override
    public Sockets sockets() {
        return sockets;
    }

    @Override
    public ProcessTitle processTitle() {
        return processTitle;
    }

    @Override
    public Terminal terminal() {
        return new NativeTerminal();
    }

    @Override
    public Expressions expressions() {
        return new NativeExpressions();
    }

    @Override
    public Succession succession() {
        return succession;
    }

    @Override
    public Mapping mapping() {
        return mapping;
    }

    @Override
    public Memory memory() {
        return memory;
    }
}
