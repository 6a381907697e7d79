package org.yagura.core.dns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yagura.core.net.IpText;
import org.yagura.core.text.Ascii;

/** Which name servers are asked, and what is put behind a name without dots: {@code /etc/resolv.conf}, or what stands in for it. */
public final class ResolvConf {
    /** Servers that are asked at most. */
    public static final int SERVERS_MAX = 16;

    /** Addresses of 4 or 16 bytes. */
    private final List<byte[]> servers = new ArrayList<>();

    private final List<byte[]> domains = new ArrayList<>();

    /** Takes a file's lines {@code nameserver}, {@code domain} and {@code search}; the last of the latter two counts. */
    public void takeFile(byte[] content) {
        int at = 0;
        while (at < content.length) {
            int end = at;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            takeLine(words(Arrays.copyOfRange(content, at, end)));
            at = end + 1;
        }
    }

    private void takeLine(List<byte[]> words) {
        if (words.size() < 2) {
            return;
        }
        if (Ascii.equal(words.get(0), "nameserver")) {
            addServer(words.get(1));
        } else if (Ascii.equal(words.get(0), "search") || Ascii.equal(words.get(0), "domain")) {
            domains.clear();
            domains.addAll(words.subList(1, words.size()));
        }
    }

    /** Takes addresses of servers with blanks between; between IPv4 addresses a dot will do, {@code 1.2.3.4.5.6.7.8}, as ever. */
    public void takeServers(byte[] text) {
        servers.clear();
        for (byte[] word : words(text)) {
            if (!addServer(word)) {
                addDotted(word);
            }
        }
    }

    /** Takes domains with blanks between. */
    public void takeDomains(byte[] text) {
        domains.clear();
        domains.addAll(words(text));
    }

    public List<byte[]> servers() {
        return servers;
    }

    public List<byte[]> domains() {
        return domains;
    }

    private void addDotted(byte[] word) {
        int dots = 0;
        int from = 0;
        for (int i = 0; i <= word.length; i++) {
            if (i == word.length || word[i] == '.') {
                dots++;
                if (dots % 4 == 0) {
                    addServer(Arrays.copyOfRange(word, from, i));
                    from = i + 1;
                }
            }
        }
    }

    private boolean addServer(byte[] text) {
        byte[] ip = new byte[IpText.V6];
        int length = IpText.parse(text, ip);
        if (length > 0 && servers.size() < SERVERS_MAX) {
            servers.add(Arrays.copyOf(ip, length));
        }
        return length > 0;
    }

    /** The words of a line, without a comment. */
    static List<byte[]> words(byte[] line) {
        List<byte[]> words = new ArrayList<>();
        int at = 0;
        while (at < line.length && line[at] != '#' && line[at] != ';') {
            int end = at;
            while (end < line.length && line[end] != ' ' && line[end] != '\t' && line[end] != '\r') {
                end++;
            }
            if (end > at) {
                words.add(Arrays.copyOfRange(line, at, end));
            }
            at = end + 1;
        }
        return words;
    }
}
