package org.yagura.core.supervise;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.net.IpText;
import org.yagura.core.net.Numbers;
import org.yagura.core.text.Ascii;

/**
 * The file {@code sockets} of a service directory: a socket to listen on in each line, {@code tcp ADDRESS:PORT} or {@code unix PATH}, an
 * IPv6 address in brackets, each with a name for LISTEN_FDNAMES after it, if it is to have one. A # at the start of a word begins a
 * comment. A cursor over the lines.
 */
public final class ListenFile {
    /** Sockets of a service at most. */
    public static final int SOCKETS_MAX = 16;
    /** Bytes of the file at most. */
    public static final int BYTES_MAX = 16_384;
    /** Bytes of a UNIX socket's path at most. */
    public static final int PATH_MAX = 107;

    private static final int PORT_MAX = 65_535;
    private static final int WORDS = 3;

    /**
     * One socket.
     *
     * @param text kind and place as they stand in the file: what tells it from others
     * @param ip 4 or 16 bytes of a TCP address, none of a UNIX socket
     * @param path of a UNIX socket, else empty
     * @param name for LISTEN_FDNAMES
     */
    public record Spec(byte[] text, byte[] ip, int port, byte[] path, byte[] name) {
        public boolean isUnix() {
            return path.length > 0;
        }
    }

    private final byte[] content;
    private final byte[][] words = new byte[WORDS][];
    private int at;
    private int line;
    private int count;
    private @Nullable String error;

    public ListenFile(byte[] content) {
        this.content = content;
    }

    /** The next socket; null at the end, or where a line is wrong, which {@link #error} tells. */
    public @Nullable Spec next() {
        while (error == null && at < content.length) {
            line++;
            int found = splitLine();
            if (found != 0) {
                return spec(found);
            }
        }
        return null;
    }

    /** The number of the line that was read last, from 1 on. */
    public int line() {
        return line;
    }

    /** What is wrong with {@link #line}, or null. */
    public @Nullable String error() {
        return error;
    }

    /** Cuts the next line into words; one too many counts, but is not kept. @return how many it has */
    private int splitLine() {
        int found = 0;
        while (at < content.length && content[at] != '\n') {
            if (isBlank(content[at])) {
                at++;
                continue;
            }
            int start = at;
            boolean comment = content[at] == '#';
            while (at < content.length && content[at] != '\n' && (comment || !isBlank(content[at]))) {
                at++;
            }
            if (!comment && found < WORDS) {
                words[found] = Arrays.copyOfRange(content, start, at);
            }
            found += comment ? 0 : 1;
        }
        at++;
        return found;
    }

    private @Nullable Spec spec(int found) {
        boolean tcp = Ascii.equal(words[0], "tcp");
        boolean unix = Ascii.equal(words[0], "unix");
        byte[] name = found > 2 ? words[2] : words[0];
        if ((!tcp && !unix) || found < 2 || found > WORDS) {
            return wrong("expected tcp ADDRESS:PORT or unix PATH, and a name if it is to have one");
        }
        if (++count > SOCKETS_MAX) {
            return wrong("too many sockets, 16 at most");
        }
        if (!isName(name)) {
            return wrong("a name has no colons and no control characters");
        }
        return tcp ? tcp(name) : unix(name);
    }

    private @Nullable Spec tcp(byte[] name) {
        byte[] place = words[1];
        int colon = place.length - 1;
        while (colon >= 0 && place[colon] != ':') {
            colon--;
        }
        int port = Numbers.parse(place, colon + 1, place.length, PORT_MAX);
        if (colon < 0 || port <= 0) {
            return wrong("expected a port from 1 to 65535 after the last colon");
        }
        boolean bracketed = colon >= 2 && place[0] == '[' && place[colon - 1] == ']';
        byte[] ip = new byte[IpText.V6];
        int length = bracketed ? IpText.parse(place, 1, colon - 1, ip) : IpText.parse(place, 0, colon, ip);
        if (length == 0 || bracketed != (length == IpText.V6)) {
            return wrong("expected an IPv4 address, or an IPv6 address in brackets");
        }
        return new Spec(text(), Arrays.copyOf(ip, length), port, new byte[0], name);
    }

    private @Nullable Spec unix(byte[] name) {
        byte[] path = words[1];
        return path.length > PATH_MAX
                ? wrong("a path of a socket has 107 bytes at most")
                : new Spec(text(), new byte[0], 0, path, name);
    }

    private byte[] text() {
        return Ascii.concat(words[0], new byte[] {' '}, words[1]);
    }

    private @Nullable Spec wrong(String what) {
        error = what;
        return null;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private static boolean isName(byte[] name) {
        for (byte b : name) {
            if (b == ':' || (b >= 0 && b < ' ') || b == 127) {
                return false;
            }
        }
        return true;
    }
}
