package org.yagura.tools.tcpserver;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.tools.Daemon;

/**
 * Counts what happens, and writes it to a file for who watches: a line for each figure, {@code NAME NUMBER}. The file is replaced as a
 * whole, at most once a second, when something has changed.
 */
final class Counters {
    private static final long INTERVAL_NS = 1_000_000_000L;
    private static final int MODE = 0644;

    long accepted;
    long ended;
    long exited100;
    long exited111;
    long killed;
    long droppedForNumber;
    long droppedForRate;
    long droppedForProxy;
    long droppedForFork;
    long pauses;
    int highest;

    private final Parts parts;
    private final byte @Nullable [] name;
    private final byte[] temporary;
    private final ByteBuilder text = new ByteBuilder(512);
    private boolean changed = true;
    private boolean failing;
    private long nextNs;

    Counters(Parts parts, byte @Nullable [] name) {
        this.parts = parts;
        this.name = name;
        temporary = name == null ? new byte[0] : Ascii.concat(name, Ascii.bytes(".new"));
    }

    void changed() {
        changed = true;
    }

    /** A child has ended. */
    void onEnd(int waitStatus) {
        ended++;
        if (waitStatus == 100 << 8) {
            exited100++;
        } else if (waitStatus == 111 << 8) {
            exited111++;
        } else if ((waitStatus & 0x7f) != 0) {
            killed++;
        }
        changed = true;
    }

    /** Writes the file if it is time. @return when it is time again */
    long publish(int current, int limit, long nowNs) {
        byte[] file = name;
        highest = Math.max(highest, current);
        if (file == null || !changed) {
            return Daemon.NEVER;
        }
        if (nowNs < nextNs) {
            return nextNs;
        }
        nextNs = nowNs + INTERVAL_NS;
        int error = write(file, current, limit);
        // What could not be written is written later, though nothing new happens.
        changed = error < 0;
        if (error < 0 && !failing) {
            parts.messages().warning().add("unable to write ").add(file).because(-error);
        }
        failing = error < 0;
        return failing ? nextNs : Daemon.NEVER;
    }

    private int write(byte[] file, int current, int limit) {
        text.clear();
        line("pid ", parts.processes().pid());
        line("limit ", limit & 0xffff_ffffL);
        line("current ", current);
        line("highest ", highest);
        line("accepted ", accepted);
        line("ended ", ended);
        line("exit-100 ", exited100);
        line("exit-111 ", exited111);
        line("killed ", killed);
        line("dropped-number ", droppedForNumber);
        line("dropped-rate ", droppedForRate);
        line("dropped-proxy ", droppedForProxy);
        line("dropped-fork ", droppedForFork);
        line("pauses ", pauses);
        int flags = OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.TRUNCATE | OpenFlag.NOFOLLOW | OpenFlag.NONBLOCK;
        int fd = parts.files().open(Files.CWD, temporary, flags, MODE);
        if (fd < 0) {
            return fd;
        }
        int n = parts.descriptors().write(fd, text.array(), 0, text.length());
        parts.descriptors().close(fd);
        return n < 0 ? n : parts.files().rename(Files.CWD, temporary, Files.CWD, file);
    }

    private void line(String key, long number) {
        text.append(key).appendDecimal(number).append((byte) '\n');
    }
}
