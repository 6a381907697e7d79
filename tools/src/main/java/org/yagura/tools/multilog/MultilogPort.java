package org.yagura.tools.multilog;

import org.yagura.os.Bytes;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.Identity;
import org.yagura.os.Mapping;
import org.yagura.os.Memory;
import org.yagura.os.Poller;
import org.yagura.os.Processes;
import org.yagura.os.Signals;

/** The parts of the port that multilog uses. */
public record MultilogPort(
        Files files,
        Descriptors descriptors,
        Processes processes,
        Signals signals,
        Poller poller,
        Clock clock,
        Identity identity,
        Bytes bytes,
        Mapping mapping,
        Memory memory) {}
