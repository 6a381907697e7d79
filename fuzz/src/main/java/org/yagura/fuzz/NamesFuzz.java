package org.yagura.fuzz;

import org.yagura.core.dns.NameFiles;
import org.yagura.core.dns.ResolvConf;
import org.yagura.core.text.Ascii;

/** /etc/hosts, /etc/services and /etc/resolv.conf. */
public final class NamesFuzz {
    private static final int PORT_MAX = 65_535;

    private NamesFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        for (byte[] address : NameFiles.addresses(data, Ascii.bytes("mail"))) {
            Target.check(address.length == 4 || address.length == 16, "an address that is none");
        }
        int port = NameFiles.tcpPort(data, Ascii.bytes("smtp"));
        Target.check(port <= PORT_MAX, "a port that is none");
        ResolvConf conf = new ResolvConf();
        conf.takeFile(data);
        conf.takeServers(data);
        conf.takeDomains(data);
        Target.check(conf.servers().size() <= ResolvConf.SERVERS_MAX, "too many servers");
    }
}
