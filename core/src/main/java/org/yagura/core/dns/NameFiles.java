package org.yagura.core.dns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yagura.core.net.IpText;
import org.yagura.core.net.Numbers;
import org.yagura.core.text.Ascii;

/** The files in which a machine keeps names of its own: {@code /etc/hosts} and {@code /etc/services}. */
public final class NameFiles {
    private static final int PORT_MAX = 65_535;

    private NameFiles() {}

    /** The addresses, of 4 or 16 bytes, that lines {@code ADDRESS NAME ...} give a name, in their order. */
    public static List<byte[]> addresses(byte[] hosts, byte[] name) {
        List<byte[]> found = new ArrayList<>();
        byte[] ip = new byte[IpText.V6];
        for (int at = 0; at < hosts.length; at = lineEnd(hosts, at) + 1) {
            List<byte[]> words = ResolvConf.words(Arrays.copyOfRange(hosts, at, lineEnd(hosts, at)));
            int length = words.isEmpty() ? 0 : IpText.parse(words.get(0), ip);
            if (length > 0 && has(words, name, 1)) {
                found.add(Arrays.copyOf(ip, length));
            }
        }
        return found;
    }

    /** The TCP port that lines {@code NAME PORT/tcp ALIAS ...} give a name, or -1. */
    public static int tcpPort(byte[] services, byte[] name) {
        for (int at = 0; at < services.length; at = lineEnd(services, at) + 1) {
            List<byte[]> words = ResolvConf.words(Arrays.copyOfRange(services, at, lineEnd(services, at)));
            if (words.size() >= 2 && (Arrays.equals(words.get(0), name) || hasExactly(words, name))) {
                byte[] port = words.get(1);
                int number = port.length > 4 ? Numbers.parse(port, 0, port.length - 4, PORT_MAX) : -1;
                if (number >= 0 && Ascii.equal(Arrays.copyOfRange(port, port.length - 4, port.length), "/tcp")) {
                    return number;
                }
            }
        }
        return -1;
    }

    private static boolean hasExactly(List<byte[]> words, byte[] name) {
        for (int i = 2; i < words.size(); i++) {
            if (Arrays.equals(words.get(i), name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(List<byte[]> words, byte[] name, int from) {
        for (int i = from; i < words.size(); i++) {
            if (DnsName.same(words.get(i), words.get(i).length, name, name.length)) {
                return true;
            }
        }
        return false;
    }

    private static int lineEnd(byte[] text, int from) {
        int end = from;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }
}
