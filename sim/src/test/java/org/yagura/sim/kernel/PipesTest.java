package org.yagura.sim.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Poller;
import org.yagura.os.Ready;

/** FIFOs behave as measured on Linux. */
class PipesTest {
    private static final int NONBLOCK = OpenFlag.NONBLOCK;
    private static final byte[] FIFO = ProcessPort.bytes("/fifo");

    private final Kernel kernel = new Kernel(1);
    private final Files files = kernel.outsider().port().files();
    private final Descriptors descriptors = kernel.outsider().port().descriptors();
    private final Poller poller = kernel.outsider().port().poller();
    private final byte[] buffer = new byte[100_000];

    @BeforeEach
    void makeFifo() {
        assertEquals(0, files.makeFifo(Files.CWD, FIFO, 0600));
    }

    private int open(int flags) {
        return files.open(Files.CWD, FIFO, flags | NONBLOCK, 0);
    }

    private int poll(int fd, int interest) {
        poller.add(fd, fd, interest);
        Ready ready = new Ready(8);
        poller.await(0, ready);
        int events = ready.of(fd);
        poller.remove(fd);
        return events;
    }

    @Test
    void openingForWriteFailsWithoutAReader() {
        assertEquals(-Errno.ENXIO, open(OpenFlag.WRITE));
        int reader = open(OpenFlag.READ);
        assertEquals(true, open(OpenFlag.WRITE) > reader);
    }

    @Test
    void holdsSixteenPagesAndFewerBytesWhereRecordsDoNotShareSlots() {
        int fd = open(OpenFlag.READ_WRITE);
        assertEquals(65_536, descriptors.write(fd, buffer, 0, buffer.length));
        assertEquals(-Errno.EAGAIN, descriptors.write(fd, buffer, 0, 1));
        assertEquals(65_536, descriptors.readableBytes(fd));
        assertEquals(65_536, descriptors.read(fd, buffer, 0, buffer.length));
        int records = 0;
        while (descriptors.write(fd, buffer, 0, 2049) > 0) {
            records++;
        }
        assertEquals(32_784, records * 2049);
    }

    @Test
    void aReaderSeesTheEndOnlyWhenAllWritersAreGone() {
        int reader = open(OpenFlag.READ);
        assertEquals(0, poll(reader, Ready.READABLE));
        assertEquals(0, descriptors.read(reader, buffer, 0, 10));
        int writer = open(OpenFlag.WRITE);
        assertEquals(-Errno.EAGAIN, descriptors.read(reader, buffer, 0, 10));
        descriptors.write(writer, buffer, 0, 3);
        descriptors.close(writer);
        assertEquals(Ready.READABLE | Ready.HANGUP, poll(reader, Ready.READABLE));
        assertEquals(3, descriptors.read(reader, buffer, 0, 10));
        assertEquals(Ready.HANGUP, poll(reader, Ready.READABLE));
        assertEquals(0, descriptors.read(reader, buffer, 0, 10));
        assertEquals(0, poll(open(OpenFlag.READ), Ready.READABLE));
    }

    @Test
    void aWriterSeesErrorAndBrokenPipeWhenTheReaderIsGone() {
        int reader = open(OpenFlag.READ);
        int writer = open(OpenFlag.WRITE);
        assertEquals(Ready.WRITABLE, poll(writer, Ready.WRITABLE));
        assertEquals(0, poll(writer, 0));
        descriptors.close(reader);
        assertEquals(Ready.ERROR, poll(writer, 0));
        assertEquals(-Errno.EPIPE, descriptors.write(writer, buffer, 0, 1));
    }

    @Test
    void bytesLiveAsLongAsAnyoneHasItOpen() {
        int first = open(OpenFlag.READ_WRITE);
        descriptors.write(first, buffer, 0, 5);
        int second = open(OpenFlag.READ_WRITE);
        descriptors.close(first);
        assertEquals(5, descriptors.readableBytes(second));
        descriptors.close(second);
        assertEquals(0, descriptors.readableBytes(open(OpenFlag.READ_WRITE)));
    }
}
