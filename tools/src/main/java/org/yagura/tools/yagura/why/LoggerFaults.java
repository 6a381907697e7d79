package org.yagura.tools.yagura.why;

import org.yagura.core.status.Condition;
import org.yagura.core.status.WaitStatus;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.ByteSize;
import org.yagura.core.text.Shown;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.Port;
import org.yagura.tools.yagura.facts.Facts;
import org.yagura.tools.yagura.facts.FactsReader;
import org.yagura.tools.yagura.facts.RunFile;
import org.yagura.tools.yagura.facts.Target;

/** What is wrong with a service's logger, on which the service waits as soon as the pipe between them is full. */
final class LoggerFaults {
    private static final byte[] LOG = Ascii.bytes("/log");
    private static final byte[] MAIN = Ascii.bytes("/main");
    /** Less than this free is a full disk, to a log. */
    private static final long FULL_BYTES = 1 << 20;

    private final Port port;
    private final FactsReader reader;
    private final RunFile runFile;
    private final FileInfo info = new FileInfo();

    LoggerFaults(Port port) {
        this.port = port;
        reader = new FactsReader(port);
        runFile = new RunFile(port);
    }

    void tell(Facts service, Sentences to) {
        byte[] directory = Ascii.concat(service.target.path(), LOG);
        Facts logger = reader.read(new Target(Ascii.concat(service.target.name(), LOG), directory));
        if (logger.condition != Condition.UP && service.condition != Condition.UNSUPERVISED) {
            ByteBuilder text = new ByteBuilder(96).append("Its logger is ").append(logger.condition.word);
            if (logger.isKnown() && logger.isOurs && logger.status.waitStatusKnown) {
                WaitStatus.appendWords(logger.status.waitStatus, text.append("; it "));
            }
            to.say(text.append(". The service has to wait when the pipe to it is full (64 KiB)."));
            byte[] fault = runFile.fault(directory);
            if (fault.length > 0) {
                to.say(new ByteBuilder(96).append("Its log/run ").append(fault).append("."));
            }
            owner(service, directory, to);
        }
        for (byte[] place : service.logDirectories) {
            long free = port.files().freeBytes(place);
            if (free >= 0 && free < FULL_BYTES) {
                ByteBuilder text = new ByteBuilder(96)
                        .append("The disk of ")
                        .append(Shown.of(place))
                        .append(" is full: ");
                to.say(ByteSize.append(free, text)
                        .append(" are free. multilog waits for space, and the service then waits for it."));
            }
        }
        if (service.logDirectories.isEmpty()) {
            to.say("Its log directory was not found: multilog needs one that exists.");
        }
    }

    /** A logger that gives up its rights needs a directory that belongs to whom it becomes. */
    private void owner(Facts service, byte[] log, Sentences to) {
        byte[] place = service.logDirectories.isEmpty() ? Ascii.concat(log, MAIN) : service.logDirectories.get(0);
        byte[] user = new LoggerUser(port).of(log);
        if (user.length == 0 || port.files().stat(Files.CWD, place, info) < 0) {
            return;
        }
        int owner = info.uid;
        int uid = new LoggerUser(port).uid(user);
        if (uid < 0) {
            to.say(new ByteBuilder(64)
                    .append("Its log/run wants to be ")
                    .append(Shown.of(user))
                    .append(", who is not in /etc/passwd."));
        } else if (uid != owner) {
            to.say(new ByteBuilder(96)
                    .append("Its log/run becomes ")
                    .append(Shown.of(user))
                    .append(", but ")
                    .append(Shown.of(place))
                    .append(" belongs to uid ")
                    .appendDecimal(owner)
                    .append(": chown ")
                    .append(Shown.of(user))
                    .append(" mends that."));
        }
    }
}
