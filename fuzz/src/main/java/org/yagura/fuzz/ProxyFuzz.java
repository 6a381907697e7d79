package org.yagura.fuzz;

import org.yagura.core.net.ProxyHeader;

/** A PROXY header: not one byte of what follows it is taken, and how it comes in makes no difference. */
public final class ProxyFuzz {
    private ProxyFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        long whole = read(data, Integer.MAX_VALUE);
        Target.check(whole == read(data, 1) && whole == read(data, 3), "the reads decide what the header says");
    }

    /** Where the header ends and how it is, as one number. */
    private static long read(byte[] data, int most) {
        ProxyHeader header = new ProxyHeader();
        int at = 0;
        int state = ProxyHeader.MORE;
        while (state == ProxyHeader.MORE && at < data.length) {
            int wanted = header.wanted();
            Target.check(wanted > 0, "nothing more is wanted, and it is not the end");
            int n = Math.min(Math.min(wanted, most), data.length - at);
            Target.check(header.offset() + n <= header.buffer().length, "no room for what is wanted");
            System.arraycopy(data, at, header.buffer(), header.offset(), n);
            at += n;
            state = header.took(n);
        }
        if (state != ProxyHeader.DONE) {
            return state;
        }
        return state + 4L * header.ipLength() + 100L * at + ((long) header.sourcePort() << 40);
    }
}
