package org.yagura.tools.yagura.init;

import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Poller;
import org.yagura.os.Ready;

/**
 * One of our own outputs, which is written to only when it takes something: a reader that is slow must not keep the first process from its
 * work. The descriptor stays a blocking one, since others may share it.
 */
final class Sink {
    /** What waits beyond this keeps services from being read. */
    private static final int FULL_BYTES = 64 * 1024;
    /** A pipe that takes anything takes so much. */
    private static final int CHUNK_BYTES = 4096;

    /** What is to be written: whole lines. */
    final ByteBuilder text = new ByteBuilder(1024);

    private final Descriptors descriptors;
    private final Poller poller;
    private final int fd;
    private final int token;
    private int sent;
    private boolean watched;
    private boolean dead;

    Sink(Descriptors descriptors, Poller poller, int fd, int token) {
        this.descriptors = descriptors;
        this.poller = poller;
        this.fd = fd;
        this.token = token;
    }

    boolean isFull() {
        return text.length() - sent > FULL_BYTES;
    }

    boolean isEmpty() {
        return text.length() == 0;
    }

    /** Lines were added: has them written as soon as that is possible. */
    void wake() {
        if (dead) {
            text.clear();
        }
        if (isEmpty() || watched) {
            return;
        }
        if (poller.add(fd, token, Ready.WRITABLE) >= 0) {
            watched = true;
            return;
        }
        // A file, which never lets anybody wait.
        while (!isEmpty()) {
            write(text.length() - sent);
        }
    }

    /** The poller has something to say of it. */
    void onReady(int events) {
        if ((events & Ready.WRITABLE) != 0) {
            write(Math.min(CHUNK_BYTES, text.length() - sent));
        } else if (events != 0) {
            die();
        }
        if (watched && isEmpty()) {
            poller.remove(fd);
            watched = false;
        }
    }

    private void write(int length) {
        int n = descriptors.write(fd, text.array(), sent, length);
        if (n < 0 && n != -Errno.EINTR && n != -Errno.EAGAIN) {
            die();
            return;
        }
        sent += Math.max(n, 0);
        if (sent == text.length()) {
            text.clear();
            sent = 0;
        }
    }

    /** Nobody reads it any more: what services say is lost from now on, and they go on. */
    private void die() {
        dead = true;
        text.clear();
        sent = 0;
    }
}
