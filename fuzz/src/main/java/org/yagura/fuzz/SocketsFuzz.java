package org.yagura.fuzz;

import org.jspecify.annotations.Nullable;
import org.yagura.core.supervise.Compat;
import org.yagura.core.supervise.ListenFile;

/** The files {@code sockets} and {@code compat} of a service directory. */
public final class SocketsFuzz {
    private static final int PORT_MAX = 65_535;

    private SocketsFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        ListenFile file = new ListenFile(data);
        int count = 0;
        for (ListenFile.@Nullable Spec spec = file.next(); spec != null; spec = file.next()) {
            count++;
            boolean tcp = spec.ip().length == 4 || spec.ip().length == 16;
            Target.check(spec.isUnix() != tcp, "neither TCP nor UNIX");
            Target.check(spec.isUnix() || spec.port() > 0 && spec.port() <= PORT_MAX, "a port that is none");
            Target.check(spec.path().length <= ListenFile.PATH_MAX, "a path that has no room");
            for (byte b : spec.name()) {
                Target.check(b != ':' && (b & 0xff) >= ' ', "a name that cannot be told");
            }
        }
        Target.check(count <= ListenFile.SOCKETS_MAX, "too many sockets");
        Compat words = new Compat(data);
        int letters = 0;
        for (byte[] word = words.next(); word != null; word = words.next()) {
            letters += word.length;
            Target.check(word.length > 0 && Compat.of(word) >= Compat.UNKNOWN, "no word");
        }
        Target.check(letters <= data.length, "words from nowhere");
    }
}
