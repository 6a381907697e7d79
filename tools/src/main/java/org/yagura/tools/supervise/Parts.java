package org.yagura.tools.supervise;

import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.Poller;
import org.yagura.os.Processes;
import org.yagura.os.Sockets;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;

/** The parts of the port that the rooms of supervise share, its environment, and its voice. */
record Parts(
        Files files,
        Descriptors descriptors,
        Processes processes,
        Poller poller,
        Clock clock,
        Sockets sockets,
        Invocation.Variables environment,
        Messages messages) {

    /** Closes a descriptor that may be none. @return -1, to be put in its place */
    int close(int fd) {
        if (fd >= 0) {
            descriptors.close(fd);
        }
        return -1;
    }

    /** Closes a descriptor that may be none and that the poller watches. @return -1, to be put in its place */
    int closeWatched(int fd) {
        if (fd >= 0) {
            poller.remove(fd);
        }
        return close(fd);
    }
}
