package org.yagura.tools.multilog;

import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.Processes;
import org.yagura.tools.Messages;

/** The parts of the port that multilog's outputs share, and its voice. */
record Parts(
        Files files, Descriptors descriptors, Processes processes, Clock clock, Messages messages, Journal journal) {}
