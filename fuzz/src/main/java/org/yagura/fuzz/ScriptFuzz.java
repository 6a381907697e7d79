package org.yagura.fuzz;

import org.yagura.core.log.DirectorySpec;
import org.yagura.core.log.Script;

/** multilog's arguments, with a NUL between them. */
public final class ScriptFuzz {
    private static final int SIZE_MIN = 4096;
    private static final int SIZE_MAX = 16_777_215;

    private ScriptFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        byte[][] actions = Target.split(data, 0);
        Script script = new Script(actions);
        for (DirectorySpec directory : script.directories()) {
            Target.check(directory.size() >= SIZE_MIN && directory.size() <= SIZE_MAX, "a size out of range");
            Target.check(directory.count() >= 2, "no room for an old file");
        }
        int outputs = script.directories().size() + script.statusFiles().size();
        Target.check(outputs + script.ignored().size() <= actions.length, "outputs from nowhere");
        Target.check(outputs == 0 || script.keepsLines(), "an output, and no line is kept");
    }
}
