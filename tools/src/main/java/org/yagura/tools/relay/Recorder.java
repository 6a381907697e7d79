package org.yagura.tools.relay;

import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Descriptors;
import org.yagura.tools.WholeWrite;

/**
 * Writes down what passes: a line for each line or for what came of one, {@code PID < TEXT} and a blank where a newline was, a plus sign
 * where none was; {@code PID < [EOF]} at the end. Each is one write, so that the records of many processes do not mix in a pipe.
 */
final class Recorder {
    private static final int STDERR = 2;

    private final Descriptors descriptors;
    private final long pid;
    private final char arrow;
    private final ByteBuilder line = new ByteBuilder(320);

    Recorder(Descriptors descriptors, long pid, char arrow) {
        this.descriptors = descriptors;
        this.pid = pid;
        this.arrow = arrow;
    }

    /** Records what was read; nothing is the end. */
    void record(byte[] bytes, int length) {
        if (length == 0) {
            write(begin().append("[EOF]\n"));
        }
        for (int at = 0; at < length; ) {
            int end = at;
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            begin().append(bytes, at, end - at);
            write(line.append(end < length ? " \n" : "+\n"));
            at = end + 1;
        }
    }

    private ByteBuilder begin() {
        line.clear().appendDecimal(pid);
        return line.append((byte) ' ').append((byte) arrow).append((byte) ' ');
    }

    private void write(ByteBuilder text) {
        // Who reads the records may go away: what is recorded goes on.
        WholeWrite.write(descriptors, STDERR, text.array(), text.length());
    }
}
