package org.yagura.sim.stage;

import java.nio.charset.StandardCharsets;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.kernel.Image;
import org.yagura.sim.kernel.SimProcess;

/** What a scripted program works with: plain blocking calls in its own process. */
public final class Shell {
    private final SimProcess process;
    private final byte[][] arguments;

    public Shell(SimProcess process, Image image) {
        this.process = process;
        arguments = image.arguments();
    }

    public SimProcess process() {
        return process;
    }

    /** An argument as text; 0 is the program's name. */
    public String argument(int index) {
        return text(arguments[index]);
    }

    public int argumentCount() {
        return arguments.length;
    }

    public long number(int index) {
        return Long.parseLong(argument(index));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Writes all of it, and dies of SIGPIPE where nobody reads. @return how much was written when an error ended it */
    public int write(int fd, String text) {
        byte[] bytes = bytes(text);
        int done = 0;
        while (done < bytes.length) {
            int n = process.port().descriptors().write(fd, bytes, done, bytes.length - done);
            if (n == -Errno.EPIPE) {
                process.port().processes().kill(process.pid, Signal.PIPE);
            }
            if (n == -Errno.EAGAIN) {
                throw new IllegalStateException("descriptor " + fd + " is non-blocking");
            }
            if (n < 0 && n != -Errno.EINTR) {
                return done;
            }
            done += Math.max(0, n);
        }
        return done;
    }

    /** Reads what is there. @return bytes, 0 at the end, or a negated errno */
    public int read(int fd, byte[] to) {
        return process.port().descriptors().read(fd, to, 0, to.length);
    }

    /** Does nothing for so long, or until a trapped signal comes. */
    public void sleep(long forNs) {
        process.port().pause(forNs);
    }

    /** Does nothing until a trapped signal comes. */
    public void sleepForEver() {
        process.port().pause(Long.MAX_VALUE);
    }

    public void ignore(int signal) {
        process.ignore(signal);
    }

    public void trap(int signal) {
        process.trap(signal);
    }

    /** A trapped signal that has come, or 0. */
    public int caught() {
        return process.takeCaught();
    }
}
