package org.yagura.tools.upgrade;

import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.Processes;
import org.yagura.os.Signals;
import org.yagura.os.Succession;

/** The parts of the port that an upgrade needs. */
public record UpgradePort(
        Files files, Descriptors descriptors, Processes processes, Signals signals, Succession succession) {}
