package org.yagura.tools.net;

import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.Poller;
import org.yagura.os.Port;
import org.yagura.os.Sockets;

/** The parts of the port that a client of other machines uses. */
public record NetPort(Files files, Descriptors descriptors, Sockets sockets, Poller poller, Clock clock) {
    public static NetPort of(Port port) {
        return new NetPort(port.files(), port.descriptors(), port.sockets(), port.poller(), port.clock());
    }
}
