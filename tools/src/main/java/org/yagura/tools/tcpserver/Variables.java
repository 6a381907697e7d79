package org.yagura.tools.tcpserver;

import org.jspecify.annotations.Nullable;
import org.yagura.core.env.Environment;
import org.yagura.core.rules.Decision;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** The variables by which a program learns of its connection. What is not known is removed: it would be somebody else's. */
final class Variables {
    static final String LOCAL_IP = "TCPLOCALIP";
    static final String LOCAL_PORT = "TCPLOCALPORT";
    static final String REMOTE_IP = "TCPREMOTEIP";
    static final String REMOTE_PORT = "TCPREMOTEPORT";

    private static final String[] GIVEN_SOCKETS = {"LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"};

    private Variables() {}

    /** @param socketsGiven whether our own sockets came by LISTEN_FDS, of which no child shall know */
    static void fill(Environment environment, Client client, boolean socketsGiven) {
        for (int i = 0; socketsGiven && i < GIVEN_SOCKETS.length; i++) {
            environment.remove(Ascii.bytes(GIVEN_SOCKETS[i]));
        }
        boolean unix = client.ipLength == 0;
        environment.set(Ascii.bytes("PROTO"), Ascii.bytes(unix ? "UNIX" : "TCP"));
        put(environment, LOCAL_IP, unix ? null : client.localIpText());
        put(environment, LOCAL_PORT, unix ? null : decimal(client.localPort));
        put(environment, "TCPLOCALHOST", unix ? null : client.localHost);
        put(environment, REMOTE_IP, unix ? null : client.ipText());
        put(environment, REMOTE_PORT, unix ? null : decimal(client.port));
        put(environment, "TCPREMOTEHOST", client.remoteHost);
        put(environment, "TCPREMOTEINFO", client.remoteInfo);
        if (unix) {
            environment.set(Ascii.bytes("UNIXLOCALPATH"), client.localPath);
        }
    }

    /** The variables of a rule, which go before ours. */
    static void fill(Environment environment, Decision decision) {
        while (decision.advance()) {
            environment.set(decision.name(), decision.value());
        }
    }

    private static void put(Environment environment, String name, byte @Nullable [] value) {
        if (value == null) {
            environment.remove(Ascii.bytes(name));
        } else {
            environment.set(Ascii.bytes(name), value);
        }
    }

    private static byte[] decimal(int number) {
        return new ByteBuilder(5).appendDecimal(number).toBytes();
    }
}
