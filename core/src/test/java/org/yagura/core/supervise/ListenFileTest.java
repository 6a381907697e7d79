package org.yagura.core.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenFileTest {
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** All that a file says, in one line. */
    private static String read(String content) {
        ListenFile file = new ListenFile(content.getBytes(StandardCharsets.ISO_8859_1));
        StringJoiner all = new StringJoiner("; ");
        for (ListenFile.Spec spec = file.next(); spec != null; spec = file.next()) {
            all.add(
                    spec.isUnix()
                            ? text(spec.path()) + " as " + text(spec.name())
                            : HexFormat.of().formatHex(spec.ip()) + " " + spec.port() + " as " + text(spec.name()));
        }
        String error = file.error();
        return all + (error == null ? "" : "line " + file.line() + ": " + error);
    }

    @Test
    void readsASocketInEachLine() {
        assertEquals(
                "7f000001 80 as tcp; 00000000000000000000000000000001 65535 as web; /run/x as unix; rel as ctl",
                read("# mine\n\ntcp 127.0.0.1:80\n  tcp\t[::1]:65535 web # here\r\nunix /run/x\nunix rel ctl"));
        assertEquals("", read(""));
        assertEquals("", read("\n# nothing\n"));
    }

    @Test
    void theTextTellsSocketsApartWhateverTheirNames() {
        ListenFile file = new ListenFile("tcp  1.2.3.4:5 a\ntcp 1.2.3.4:5\tb".getBytes(StandardCharsets.ISO_8859_1));
        ListenFile.Spec one = next(file);
        assertEquals("tcp 1.2.3.4:5", text(one.text()));
        assertEquals("tcp 1.2.3.4:5", text(next(file).text()));
        assertNull(file.next());
    }

    private static ListenFile.Spec next(ListenFile file) {
        return java.util.Objects.requireNonNull(file.next());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tcp                      | expected tcp ADDRESS:PORT or unix PATH, and a name if it is to have one
            unix                     | expected tcp ADDRESS:PORT or unix PATH, and a name if it is to have one
            udp 1.2.3.4:5            | expected tcp ADDRESS:PORT or unix PATH, and a name if it is to have one
            tcp 1.2.3.4:5 a b        | expected tcp ADDRESS:PORT or unix PATH, and a name if it is to have one
            tcp 1.2.3.4              | expected a port from 1 to 65535 after the last colon
            tcp 1.2.3.4:             | expected a port from 1 to 65535 after the last colon
            tcp 1.2.3.4:0            | expected a port from 1 to 65535 after the last colon
            tcp 1.2.3.4:65536        | expected a port from 1 to 65535 after the last colon
            tcp 1.2.3.4:http         | expected a port from 1 to 65535 after the last colon
            tcp localhost:80         | expected an IPv4 address, or an IPv6 address in brackets
            tcp ::1:80               | expected an IPv4 address, or an IPv6 address in brackets
            tcp [1.2.3.4]:80         | expected an IPv4 address, or an IPv6 address in brackets
            tcp [::1:80              | expected an IPv4 address, or an IPv6 address in brackets
            tcp :80                  | expected an IPv4 address, or an IPv6 address in brackets
            unix a b:c               | a name has no colons and no control characters
            """)
    void saysWhatIsWrongInWhichLine(String line, String error) {
        assertEquals("line 2: " + error, read("\n" + line + "\ntcp 1.2.3.4:5\n"));
    }

    @Test
    void hasLimits() {
        assertEquals("line 1: a path of a socket has 107 bytes at most", read("unix " + "x".repeat(108)));
        assertEquals("x".repeat(107) + " as unix", read("unix " + "x".repeat(107)));
        String last = read("unix a\n".repeat(17));
        assertEquals("line 17: too many sockets, 16 at most", last.substring(last.indexOf("line")));
    }
}
