package org.yagura.tools.readproctitle;

import org.yagura.core.proctitle.TitleText;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Poller;
import org.yagura.os.ProcessTitle;
import org.yagura.os.Ready;
import org.yagura.tools.Invocation;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;

/** Shows the last of what it reads in its own command line, where {@code ps} shows it: a log that needs no disk. */
public final class Readproctitle implements Tool {
    private static final int STDIN = 0;
    private static final int READ_BYTES = 4096;

    private final Invocation invocation;
    private final Descriptors descriptors;
    private final Poller poller;
    private final ProcessTitle title;

    public Readproctitle(Invocation invocation, Descriptors descriptors, Poller poller, ProcessTitle title) {
        this.invocation = invocation;
        this.descriptors = descriptors;
        this.poller = poller;
        this.title = title;
    }

    @Override
    public Outcome run() {
        if (invocation.arguments().length == 0 || title.room() < TitleText.LENGTH_MIN) {
            return Outcome.exit(Outcome.USAGE);
        }
        TitleText text = new TitleText(title.room());
        byte[] input = new byte[READ_BYTES];
        while (true) {
            byte[] shown = text.show();
            title.show(shown, 0, shown.length);
            int n = read(input);
            if (n <= 0) {
                return Outcome.exit(n == 0 ? Outcome.DONE : Outcome.TROUBLE);
            }
            text.add(input, 0, n);
        }
    }

    private int read(byte[] to) {
        while (true) {
            int n = descriptors.read(STDIN, to, 0, to.length);
            if (n == -Errno.EAGAIN) {
                // Somebody who shares our input has made it non-blocking.
                poller.add(STDIN, 0, Ready.READABLE);
                poller.await(Long.MAX_VALUE, new Ready(1));
                poller.remove(STDIN);
            } else if (n != -Errno.EINTR) {
                return n;
            }
        }
    }
}
