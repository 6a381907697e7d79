package org.yagura.tools.yagura.facts;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.log.LoggerWords;
import org.yagura.core.status.Condition;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.tools.FileContent;
import org.yagura.tools.NameList;
import org.yagura.tools.ServiceDirectory;
import org.yagura.tools.svstat.SlotState;

/**
 * Where the loggers of services write to: what a running multilog was told, which everyone may read in {@code /proc}; else what {@code log/run} says
 * to it; else {@code log/main}.
 */
public final class LogPlaces {
    private static final int CONTENT_MAX = 65_536;
    private static final byte[] SLASH = {'/'};
    private static final byte[] LOG = Ascii.bytes("/log");
    private static final byte[] RUN = Ascii.bytes("/run");
    private static final byte[] MAIN = Ascii.bytes("./main");
    private static final byte[] CURRENT = Ascii.bytes("/current");

    private final Port port;
    private final FileContent content;
    private final FileInfo info = new FileInfo();

    public LogPlaces(Port port) {
        this.port = port;
        content = new FileContent(port.descriptors());
    }

    /** Fills in where a service's log is, and how large. */
    public void find(Facts facts) {
        facts.logDirectories.clear();
        facts.logBytes = Facts.UNKNOWN;
        if (!facts.hasLog) {
            return;
        }
        byte[] log = Ascii.concat(facts.target.path(), LOG);
        List<byte[]> words = LoggerWords.directories(words(log));
        if (words.isEmpty()) {
            words.add(MAIN);
        }
        long all = 0;
        for (byte[] word : words) {
            byte[] directory = word[0] == '/' ? word : Ascii.concat(log, SLASH, withoutDot(word));
            if (port.files().stat(Files.CWD, directory, info) < 0) {
                continue;
            }
            facts.logDirectories.add(directory);
            long bytes = bytes(directory);
            all = bytes < 0 || all < 0 ? Facts.UNKNOWN : all + bytes;
        }
        facts.logBytes = facts.logDirectories.isEmpty() ? Facts.UNKNOWN : all;
    }

    /** How much is in a log directory, or unknown where it may not be read. */
    private long bytes(byte[] directory) {
        NameList names = new NameList(port.files(), port.descriptors());
        int count = names.read(directory);
        if (count < 0) {
            // Its files may be known by their names all the same.
            return port.files().stat(Files.CWD, Ascii.concat(directory, CURRENT), info) < 0 ? Facts.UNKNOWN : info.size;
        }
        long all = 0;
        for (int i = 0; i < count; i++) {
            if (!isLog(names.get(i))) {
                continue;
            }
            byte[] path = Ascii.concat(directory, SLASH, names.get(i));
            if (port.files().lstat(Files.CWD, path, info) >= 0 && info.isRegular()) {
                all += info.size;
            }
        }
        return all;
    }

    private static boolean isLog(byte[] name) {
        return name[0] == '@' || Ascii.equal(name, "current") || Ascii.equal(name, "previous");
    }

    /** The words that a logger was told, or is to be told. */
    private byte[][] words(byte[] log) {
        int directory = ServiceDirectory.open(port.files(), log);
        if (directory < 0) {
            return new byte[0][];
        }
        SlotState state = new SlotState(port.files(), port.descriptors(), port.processes());
        boolean known = state.look(directory, false) == SlotState.Finding.KNOWN;
        port.descriptors().close(directory);
        if (known && Condition.of(state.status) == Condition.UP) {
            byte[] commandLine = read(new ByteBuilder(32)
                    .append("/proc/")
                    .appendDecimal(state.status.pid)
                    .append("/cmdline")
                    .toBytes());
            byte[][] words = commandLine == null ? new byte[0][] : LoggerWords.split(commandLine);
            if (LoggerWords.isMultilog(words)) {
                return words;
            }
        }
        byte[] script = read(Ascii.concat(log, RUN));
        return script == null ? new byte[0][] : LoggerWords.ofScript(script);
    }

    private byte @Nullable [] read(byte[] path) {
        int fd = port.files().open(Files.CWD, path, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        return fd < 0 ? null : content.read(fd, CONTENT_MAX);
    }

    private static byte[] withoutDot(byte[] word) {
        boolean dotted = word.length > 2 && word[0] == '.' && word[1] == '/';
        return dotted ? Arrays.copyOfRange(word, 2, word.length) : word;
    }
}
