package org.yagura.tools.yagura.facts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yagura.core.tai.TaiTime;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shown;
import org.yagura.core.time.CivilTime;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;

/** The last lines of a service's log, as people read them: labels as local time, nothing that steers a terminal. */
public final class LogTail {
    private static final int BYTES = 8192;
    private static final byte[] CURRENT = Ascii.bytes("/current");

    private final Port port;
    private final byte[] buffer = new byte[BYTES];
    private final int[] fields = new int[6];
    private final FileInfo info = new FileInfo();

    public LogTail(Port port) {
        this.port = port;
    }

    /** The last lines of what a service's first log directory has as current, the newest last. */
    public List<byte[]> lines(Facts facts, int linesMax) {
        List<byte[]> lines = new ArrayList<>();
        if (facts.logDirectories.isEmpty()) {
            return lines;
        }
        byte[] path = Ascii.concat(facts.logDirectories.get(0), CURRENT);
        int fd = port.files().open(Files.CWD, path, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        if (fd < 0) {
            return lines;
        }
        long size = port.descriptors().info(fd, info) < 0 ? 0 : info.size;
        int length = port.descriptors().readAt(fd, buffer, 0, BYTES, Math.max(0, size - BYTES));
        port.descriptors().close(fd);
        int end = Math.max(length, 0);
        if (end > 0 && buffer[end - 1] == '\n') {
            end--;
        }
        while (end > 0 && lines.size() < linesMax) {
            int start = end;
            while (start > 0 && buffer[start - 1] != '\n') {
                start--;
            }
            if (start == 0 && size > BYTES) {
                break;
            }
            lines.add(0, line(Arrays.copyOfRange(buffer, start, end)));
            end = start - 1;
        }
        return lines;
    }

    private byte[] line(byte[] line) {
        ByteBuilder out = new ByteBuilder(line.length + 16);
        int from = 0;
        if (line.length >= TaiTime.LABEL_LENGTH && TaiTime.isLabel(line, 0)) {
            long seconds = TaiTime.labelSeconds(line, 0) - TaiTime.UNIX_EPOCH;
            if (port.calendar().local(seconds, fields)) {
                CivilTime.append(fields, ' ', out);
                from = TaiTime.LABEL_LENGTH;
            }
        }
        Shown.append(line, from, line.length, out);
        return out.toBytes();
    }
}
