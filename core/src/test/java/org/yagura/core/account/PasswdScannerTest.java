package org.yagura.core.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PasswdScannerTest {
    private static final String FILE = """
            root:x:0:0:root:/root:/bin/bash
            rooty:x:1:1::/:

            short:x:5
            # comment:x:6:6
            www-data:x:33:34:www-data:/var/www:/usr/sbin/nologin
            www-data:x:99:99:second:/:
            letters:x:1a:1:::
            letters:x:12:13:::
            empty:x::1:::
            big:x:4294967294:4294967294:::
            none:x:4294967295:1:::
            huge:x:99999999999999999999999999:1:::
            minus:x:-1:-1:::
            bare:x:7:8""";

    @Test
    void findsAnAccountHoweverTheFileIsCut() {
        for (int piece = 1; piece < FILE.length() + 1; piece++) {
            assertEquals("33 34", find("www-data", piece));
            assertEquals("7 8", find("bare", piece), "the last line, without a newline");
        }
    }

    @Test
    void theWholeNameCounts() {
        assertEquals("0 0", find("root", 4096));
        assertEquals("1 1", find("rooty", 4096));
        assertEquals("unknown", find("roo", 4096));
        assertEquals("unknown", find("rootyx", 4096));
        assertEquals("unknown", find("ROOT", 4096));
        assertEquals("unknown", find("0", 4096));
        assertEquals("unknown", find("x", 4096));
    }

    @Test
    void linesWithoutGoodNumbersDoNotCount() {
        assertEquals("unknown", find("short", 4096));
        assertEquals("unknown", find("empty", 4096));
        assertEquals("unknown", find("none", 4096), "4294967295 means no user");
        assertEquals("unknown", find("huge", 4096));
        assertEquals("unknown", find("minus", 4096));
        assertEquals("12 13", find("letters", 4096), "a later good line counts");
        assertEquals("4294967294 4294967294", find("big", 4096));
    }

    @Test
    void someNamesCanBeNobodys() {
        for (String name : new String[] {"", "+", "+ldap", "-h", "#", "a:b", "a\nb", "a\0b"}) {
            assertFalse(PasswdScanner.isName(bytes(name)), name);
        }
        for (String name : new String[] {"root", "0", "a b", "DOM\\user", "user@dom", "\u00e9", "a+b", "_apt"}) {
            assertTrue(PasswdScanner.isName(bytes(name)), name);
        }
    }

    private static String find(String name, int piece) {
        PasswdScanner scanner = new PasswdScanner(bytes(name));
        byte[] file = bytes(FILE);
        byte[] buffer = new byte[piece];
        boolean found = false;
        for (int at = 0; at < file.length && !found; at += piece) {
            int length = Math.min(piece, file.length - at);
            System.arraycopy(file, at, buffer, 0, length);
            found = scanner.feed(buffer, length);
        }
        return found || scanner.end()
                ? Integer.toUnsignedString(scanner.uid()) + " " + Integer.toUnsignedString(scanner.gid())
                : "unknown";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
