package org.yagura.fuzz;

import org.yagura.core.env.EnvFile;
import org.yagura.core.env.Environment;

/** A file of envdir, and an environment that it goes into. */
public final class EnvironmentFuzz {
    private EnvironmentFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        byte[] value = EnvFile.value(data);
        Target.check(value.length <= data.length, "a value longer than its file");
        for (byte b : value) {
            Target.check(b != 0, "a NUL in a value");
        }
        byte[][] parts = Target.split(data, 0);
        Environment environment = new Environment(parts);
        for (byte[] name : parts) {
            environment.set(name, value);
        }
        int before = environment.entries().length;
        Target.check(before <= 2 * parts.length, "more variables than were set");
        environment.remove(parts[0]);
        for (byte[] entry : environment.entries()) {
            Target.check(entry.length <= data.length * 2 + 1, "an entry from nowhere");
        }
    }
}
