package org.yagura.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yagura.os.Errno;
import org.yagura.os.Exec;

/** How a program is sought along PATH. */
class ProgramSearchTest {
    private final Map<String, Integer> errors = new HashMap<>();
    private final List<String> tried = new ArrayList<>();

    @Test
    void triesEachDirectoryInTurn() {
        assertEquals(-Errno.ENOENT, search("PATH=/a:/b/:c"));
        assertEquals(List.of("/a/prog", "/b//prog", "c/prog"), tried);
    }

    @Test
    void anEmptyElementIsTheCurrentDirectory() {
        search("PATH=:/a::/b:");
        assertEquals(List.of("./prog", "/a/prog", "./prog", "/b/prog", "./prog"), tried);
    }

    @Test
    void anEmptyPathIsTheCurrentDirectory() {
        search("PATH=");
        assertEquals(List.of("./prog"), tried);
    }

    @Test
    void withoutPathTheSystemsDirectoriesAreTried() {
        search("PATHS=/x", "HOME=/");
        assertEquals(List.of("/bin/prog", "/usr/bin/prog"), tried);
    }

    @Test
    void theFirstPathOfTheEnvironmentCounts() {
        search("PATH=/a", "PATH=/b");
        assertEquals(List.of("/a/prog"), tried);
    }

    @Test
    void aProgramThatMayNotBeRunDoesNotEndTheSearchButIsReported() {
        for (int error : new int[] {Errno.EACCES, Errno.EPERM, Errno.EISDIR}) {
            tried.clear();
            errors.put("/a/prog", error);
            assertEquals(-error, search("PATH=/a:/b"));
            assertEquals(List.of("/a/prog", "/b/prog"), tried);
        }
    }

    @Test
    void theLastOfSuchErrorsIsReported() {
        errors.put("/a/prog", Errno.EPERM);
        errors.put("/b/prog", Errno.EACCES);
        assertEquals(-Errno.EACCES, search("PATH=/a:/b:/c"));
    }

    @Test
    void anyOtherErrorEndsTheSearch() {
        for (int error : new int[] {Errno.ENOTDIR, Errno.ENOEXEC, Errno.ETXTBSY, Errno.E2BIG, Errno.ELOOP}) {
            tried.clear();
            errors.put("/b/prog", error);
            assertEquals(-error, search("PATH=/a:/b:/c"));
            assertEquals(List.of("/a/prog", "/b/prog"), tried);
        }
    }

    private int search(String... environment) {
        Exec system = new Exec() {
            @Override
            public int exec(byte[] program, byte[][] arguments, byte[][] environment) {
                String name = new String(program, StandardCharsets.ISO_8859_1);
                tried.add(name);
                return -errors.getOrDefault(name, Errno.ENOENT);
            }

            @Override
            public void exit(int code) {
                throw new AssertionError("exit");
            }
        };
        Invocation invocation = new Invocation(null, bytes(), () -> bytes(environment));
        byte[][] arguments = bytes("prog", "argument");
        return ProgramSearch.exec(system, arguments[0], arguments, bytes("PATH=/changed"), invocation.variable("PATH"));
    }

    private static byte[][] bytes(String... texts) {
        byte[][] bytes = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            bytes[i] = texts[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return bytes;
    }
}
