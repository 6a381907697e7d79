package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.yagura.itest.harness.Suite;

/** What the program takes on disk, as it is compiled for use: statically, for the processor that the limits were set on. */
class SizeIT {
    private static final long LIMIT = 1_000_000;
    private static final long LIMIT_CLASSIC = 600_000;
    private static final long LIMIT_COMMAND = 400_000;

    @Test
    void theWholeProgramTakesAMegabyteAtMost() throws IOException {
        isNoLargerThan(LIMIT, size(Suite.binary()), "the whole program");
    }

    @Test
    void theClassicToolsAloneTake600KilobytesAtMost() throws IOException {
        isNoLargerThan(LIMIT_CLASSIC, size(classic()), "the program with the classic tools alone");
    }

    @Test
    void theCommandForPeopleTakes400KilobytesAtMost() throws IOException {
        isNoLargerThan(LIMIT_COMMAND, size(Suite.binary()) - size(classic()), "the command for people");
    }

    /** Where {@code make classic} has made it. */
    private static Path classic() {
        return Suite.binary().resolveSibling("classic").resolve("yagura");
    }

    private static long size(Path program) throws IOException {
        assumeTrue(Files.exists(program), "it was not made");
        assumeTrue(System.getenv("OPT") == null && Suite.binary().endsWith("build/yagura"), "compiled for another use");
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "another processor");
        String content = Files.readString(program, java.nio.charset.StandardCharsets.ISO_8859_1);
        assumeTrue(!content.contains("/ld-linux"), "it needs this machine's C library");
        return Files.size(program);
    }

    private static void isNoLargerThan(long limit, long size, String what) {
        assertTrue(size <= limit, what + " takes " + size + " bytes, " + limit + " is the limit");
    }
}
