package org.yagura.tools.yagura.facts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.tools.NameList;
import org.yagura.tools.yagura.Call;

/**
 * Which services are meant. A word that begins with a slash or a dot is a path; any other is a name in the scan directory: {@code web}, or
 * {@code web/log} for its logger.
 */
public final class Targets {
    private static final byte[] SLASH = {'/'};
    private static final byte[] LOG = Ascii.bytes("/log");

    private final Call call;
    private final FileInfo info = new FileInfo();
    private final byte[] scan;

    public Targets(Call call) {
        this.call = call;
        scan = call.scanDirectory();
    }

    public byte[] scanDirectory() {
        return scan;
    }

    /** The service that a word means, whether it is there or not. */
    public Target named(byte[] word) {
        int end = word.length;
        while (end > 1 && word[end - 1] == '/') {
            end--;
        }
        byte[] name = Arrays.copyOf(word, end);
        boolean isPath = name.length > 0 && (name[0] == '/' || name[0] == '.');
        return new Target(name, isPath ? name : Ascii.concat(scan, SLASH, name));
    }

    /** The services that the words mean, all where there are none. Null, after it was said, where the scan directory cannot be read. */
    public @Nullable List<Target> namedOrAll(boolean logs) {
        List<byte[]> words = call.arguments.operands();
        if (words.isEmpty()) {
            return all(logs);
        }
        List<Target> targets = new ArrayList<>();
        for (byte[] word : words) {
            add(named(word), logs, targets);
        }
        return targets;
    }

    /** All services of the scan directory in the order of their names; null, after it was said, where it cannot be read. */
    public @Nullable List<Target> all(boolean logs) {
        NameList names = new NameList(call.port.files(), call.port.descriptors());
        int count = names.read(scan);
        if (count < 0) {
            call.messages.fatal().add("unable to read ").add(scan).because(-count);
            return null;
        }
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Target target = new Target(names.get(i), Ascii.concat(scan, SLASH, names.get(i)));
            if (isDirectory(target.path())) {
                add(target, logs, targets);
            }
        }
        return targets;
    }

    private void add(Target target, boolean logs, List<Target> to) {
        to.add(target);
        byte[] log = Ascii.concat(target.path(), LOG);
        if (logs && isDirectory(log)) {
            to.add(new Target(Ascii.concat(target.name(), LOG), log));
        }
    }

    private boolean isDirectory(byte[] path) {
        return call.port.files().stat(Files.CWD, path, info) >= 0 && info.isDirectory();
    }
}
