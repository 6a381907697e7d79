package org.yagura.tools.tcpserver;

import org.jspecify.annotations.Nullable;
import org.yagura.core.net.IpText;
import org.yagura.core.net.LogField;
import org.yagura.core.text.ByteBuilder;

/** What is said of connections with {@code -v}, byte for byte as scripts have always read it. */
final class Lines {
    /** In place of a pid: that of the child that will say it. */
    static final int OWN_PID = 0;

    private static final String PREFIX = "tcpserver: ";

    private Lines() {}

    static void appendStatus(ByteBuilder to, int current, int limit) {
        to.append(PREFIX).append("status: ").appendDecimal(current).append("/");
        to.appendDecimal(limit & 0xffff_ffffL).append((byte) '\n');
    }

    static void appendEnd(ByteBuilder to, int pid, int waitStatus) {
        to.append(PREFIX).append("end ").appendDecimal(pid).append(" status ");
        to.appendDecimal(waitStatus).append((byte) '\n');
    }

    static void appendFrom(ByteBuilder to, int pid, Client client) {
        appendPid(to.append(PREFIX).append("pid "), pid).append(" from ");
        client.appendIp(to).append((byte) '\n');
    }

    static void appendDecision(ByteBuilder to, boolean denied, int pid, Client client) {
        appendPid(to.append(PREFIX).append(denied ? "deny " : "ok "), pid).append(" ");
        appendField(to, client.localHost).append(":");
        if (client.ipLength == 0) {
            LogField.append(to, client.localPath).append(": :unix::\n");
            return;
        }
        appendIp(to, client.localIp, client.localIpLength).append(":");
        to.appendDecimal(client.localPort).append(" ");
        appendField(to, client.remoteHost).append(":");
        appendIp(to, client.ip, client.ipLength).append(":");
        appendField(to, client.remoteInfo).append(":");
        to.appendDecimal(client.port).append((byte) '\n');
    }

    private static ByteBuilder appendPid(ByteBuilder to, int pid) {
        return pid == OWN_PID ? to.append((byte) 0) : to.appendDecimal(pid);
    }

    private static ByteBuilder appendField(ByteBuilder to, byte @Nullable [] field) {
        return field == null ? to : LogField.append(to, field);
    }

    /** An IPv6 address goes in brackets, so that its colons are told from those between the fields. */
    private static ByteBuilder appendIp(ByteBuilder to, byte[] ip, int length) {
        return length == IpText.V6
                ? IpText.append(to.append("["), ip, length).append("]")
                : IpText.append(to, ip, length);
    }
}
