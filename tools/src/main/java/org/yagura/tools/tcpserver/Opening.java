package org.yagura.tools.tcpserver;

import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.SocketOption;
import org.yagura.os.Sockets;

/** What is done to every new connection before anything else. */
final class Opening {
    /** A fresh connection takes so much without anybody having to wait. */
    static final int BANNER_BYTES_AT_ONCE = 4096;

    private Opening() {}

    /** Sets the socket up. What fails here harms nobody: a client that has gone is noticed later. */
    static void setUp(Settings settings, Sockets sockets, int socket, Client client) {
        if (client.ipLength > 0 && settings.killIpOptions) {
            sockets.clearIpOptions(socket);
        }
        if (client.ipLength > 0 && settings.noDelay) {
            sockets.setOption(socket, SocketOption.NO_DELAY, 1);
        }
    }

    /** Sends the banner. @return 0 or a negated errno */
    static int greet(Settings settings, Descriptors descriptors, int socket) {
        byte[] banner = settings.banner;
        int sent = 0;
        while (sent < banner.length) {
            int n = descriptors.write(socket, banner, sent, banner.length - sent);
            if (n < 0 && n != -Errno.EINTR) {
                return n;
            }
            sent += Math.max(0, n);
        }
        return 0;
    }
}
