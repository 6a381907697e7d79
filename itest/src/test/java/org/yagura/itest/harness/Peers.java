package org.yagura.itest.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of Debian that the tests compare with or supervise: those installed, else those that {@code itest/peers.sh} unpacked. */
public final class Peers {
    private static final Path UNPACKED =
            Path.of("../build/peers").toAbsolutePath().normalize();
    private static final String INSTALLED_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    private Peers() {}

    /** The absolute path of a program, if it is there. */
    public static Optional<Path> find(String program) {
        return Stream.of(
                        Path.of("/usr/bin"),
                        Path.of("/usr/sbin"),
                        UNPACKED.resolve("usr/bin"),
                        UNPACKED.resolve("usr/sbin"))
                .map(directory -> directory.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** PATH of the machine, with what was unpacked at its end. */
    public static String path() {
        return INSTALLED_PATH + ":" + UNPACKED.resolve("usr/bin") + ":" + UNPACKED.resolve("usr/sbin");
    }
}
