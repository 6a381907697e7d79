package org.yagura.tools.tcpserver;

import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.Poller;
import org.yagura.os.Processes;
import org.yagura.os.Sockets;
import org.yagura.tools.Messages;
import org.yagura.tools.net.NetPort;

/** The parts of the port that the server uses, and its voice. */
record Parts(
        Files files,
        Descriptors descriptors,
        Processes processes,
        Sockets sockets,
        Poller poller,
        Clock clock,
        Messages messages,
        NetPort net,
        Names names) {}
