package org.yagura.sim.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yagura.os.SocketAddress;

/** The loopback of the simulated machine: who listens where. Every IP address is local. */
final class Network {
    private static final int EPHEMERAL_FIRST = 32_768;
    private static final int EPHEMERAL_LAST = 60_999;

    private final Map<String, SocketFile> bound = new LinkedHashMap<>();
    final Listeners listeners;
    private int lastEphemeral = EPHEMERAL_FIRST;

    Network(Listeners listeners) {
        this.listeners = listeners;
    }

    /** Where a socket of a family is bound: IP sockets by their port alone. */
    private static String key(SocketAddress address) {
        return address.family() == SocketAddress.UNIX
                ? ProcessPort.text(address.path())
                : Integer.toString(address.port());
    }

    boolean isTaken(SocketAddress address) {
        return bound.containsKey(key(address));
    }

    void bind(SocketAddress address, SocketFile socket) {
        bound.put(key(address), socket);
    }

    void release(SocketFile socket) {
        bound.values().removeIf(held -> held == socket);
    }

    @Nullable
    SocketFile at(SocketAddress address) {
        return bound.get(key(address));
    }

    /** A port that nobody has. */
    int ephemeralPort() {
        SocketAddress probe = new SocketAddress();
        do {
            lastEphemeral = lastEphemeral >= EPHEMERAL_LAST ? EPHEMERAL_FIRST : lastEphemeral + 1;
            probe.setPort(lastEphemeral);
        } while (isTaken(probe));
        return lastEphemeral;
    }
}
