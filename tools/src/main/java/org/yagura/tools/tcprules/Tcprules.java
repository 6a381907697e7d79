package org.yagura.tools.tcprules;

import org.yagura.core.rules.CdbWriter;
import org.yagura.core.rules.RuleLine;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.Identity;
import org.yagura.os.OpenFlag;
import org.yagura.tools.DirectoryOf;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;
import org.yagura.tools.WholeWrite;

/**
 * Compiles rules from descriptor 0 into a database: into another file first, which then takes the name, so that tcpserver sees the old
 * rules or the new ones, whole.
 */
public final class Tcprules implements Tool {
    private static final int STDIN = 0;
    private static final int READ_BYTES = 8192;
    private static final int WRITE_BYTES = 16_384;
    /** No environment has room for what a longer line would set. */
    private static final int LINE_BYTES_MAX = 1 << 20;

    private static final int MODE = 0644;

    private final Invocation invocation;
    private final Files files;
    private final Descriptors descriptors;
    private final Identity identity;
    private final Messages messages;

    private final CdbWriter writer = new CdbWriter();
    private final RuleLine rule = new RuleLine();
    private final ByteBuilder key = new ByteBuilder(64);
    private final ByteBuilder line = new ByteBuilder(256);
    private final ByteBuilder out = new ByteBuilder(WRITE_BYTES + 1024);

    private byte[] temporary = new byte[0];
    private int file;
    private boolean strict;
    private boolean refused;
    private long lineNumber;

    public Tcprules(Invocation invocation, Files files, Descriptors descriptors, Identity identity) {
        this.invocation = invocation;
        this.files = files;
        this.descriptors = descriptors;
        this.identity = identity;
        messages = new Messages(descriptors, "tcprules");
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        strict = arguments.length > 0 && Ascii.equal(arguments[0], "--strict");
        int at = strict ? 1 : 0;
        if (arguments.length - at < 2) {
            messages.usage().add("tcprules rules.cdb rules.tmp").end();
            return Outcome.exit(Outcome.USAGE);
        }
        return Outcome.exit(compile(arguments[at], arguments[at + 1]));
    }

    private int compile(byte[] name, byte[] temporaryName) {
        temporary = temporaryName;
        file = create();
        if (file < 0) {
            return failed("create", -file);
        }
        out.append(new byte[CdbWriter.HEADER_BYTES]);
        int code = readLines();
        return code == Outcome.DONE ? finish(name) : code;
    }

    /**
     * Makes the temporary file. One of ours that was left there is used again, with its mode; anything else under the name is removed
     * first: behind a link that somebody has put there the rules would be written over another file, and into a file of somebody else's
     * he could write after us.
     *
     * @return a descriptor or a negated errno
     */
    private int create() {
        int fresh = OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.EXCLUSIVE;
        int fd = files.open(Files.CWD, temporary, fresh, MODE);
        if (fd != -Errno.EEXIST) {
            return fd;
        }
        FileInfo there = new FileInfo();
        int error = files.lstat(Files.CWD, temporary, there);
        if (error == 0 && there.isRegular() && there.links == 1 && there.uid == identity.effectiveUid()) {
            return files.open(
                    Files.CWD,
                    temporary,
                    OpenFlag.WRITE | OpenFlag.TRUNCATE | OpenFlag.NOFOLLOW | OpenFlag.NONBLOCK,
                    0);
        }
        error = files.unlink(Files.CWD, temporary);
        return error < 0 ? error : files.open(Files.CWD, temporary, fresh, MODE);
    }

    // ---- the rules

    private int readLines() {
        byte[] input = new byte[READ_BYTES];
        while (true) {
            int n = descriptors.read(STDIN, input, 0, input.length);
            if (n == -Errno.EINTR) {
                continue;
            }
            if (n < 0) {
                messages.fatal().add("unable to read input").because(-n);
                return Outcome.TROUBLE;
            }
            int code = n == 0 ? takeLine() : takeInput(input, n);
            if (code != Outcome.DONE || n == 0) {
                return code == Outcome.DONE && refused ? Outcome.USAGE : code;
            }
        }
    }

    private int takeInput(byte[] input, int length) {
        for (int i = 0; i < length; i++) {
            if (input[i] == '\n') {
                int code = takeLine();
                if (code != Outcome.DONE) {
                    return code;
                }
            } else if (line.length() == LINE_BYTES_MAX) {
                messages.fatal()
                        .add("line ")
                        .add(lineNumber + 1)
                        .add(" is too long")
                        .end();
                return Outcome.USAGE;
            } else {
                line.append(input[i]);
            }
        }
        return Outcome.DONE;
    }

    private int takeLine() {
        lineNumber++;
        RuleLine.Kind kind = rule.take(line.array(), line.length());
        switch (kind) {
            case COMMENT, RULE -> {
                // nothing to say
            }
            case BAD -> {
                messages.fatal().add("unable to parse this line: ").add(shown()).end();
                return Outcome.USAGE;
            }
            case NO_COLON -> complain("ignored, it has no colon");
            case EMPTY_RANGE -> complain("ignored, its range ends before it begins");
            case NEVER_MATCHES ->
                complain(
                        line.array()[0] == ' ' || line.array()[0] == '\t'
                                ? "never matches, its address begins with a blank"
                                : "never matches, no client has such an address");
        }
        int code = Outcome.DONE;
        while (code == Outcome.DONE && rule.nextKey(key)) {
            code = writer.add(key, rule.data(), out) ? Outcome.DONE : failed("write", Errno.EFBIG);
            if (code == Outcome.DONE && out.length() >= WRITE_BYTES) {
                code = flush();
            }
        }
        line.clear();
        return code;
    }

    private void complain(String what) {
        refused |= strict;
        (strict ? messages.fatal() : messages.warning())
                .add("line ")
                .add(lineNumber)
                .add(": ")
                .add(what);
        messages.add(": ").add(shown()).end();
    }

    /** The line as it was taken: without blanks at its end, and up to the first NUL. */
    private byte[] shown() {
        int end = line.length();
        while (end > 0 && (line.array()[end - 1] == ' ' || line.array()[end - 1] == '\t')) {
            end--;
        }
        int nul = 0;
        while (nul < end && line.array()[nul] != 0) {
            nul++;
        }
        return java.util.Arrays.copyOf(line.array(), nul);
    }

    // ---- the file

    private int finish(byte[] name) {
        for (int table = 0; table < CdbWriter.TABLES; table++) {
            if (!writer.addTable(table, out)) {
                return failed("write", Errno.EFBIG);
            }
            int code = out.length() >= WRITE_BYTES ? flush() : Outcome.DONE;
            if (code != Outcome.DONE) {
                return code;
            }
        }
        int code = flush();
        if (code != Outcome.DONE) {
            return code;
        }
        int error = descriptors.seek(file, 0);
        if (error == 0) {
            error = WholeWrite.write(descriptors, file, writer.header(), CdbWriter.HEADER_BYTES);
        }
        if (error == 0) {
            error = descriptors.sync(file);
        }
        descriptors.close(file);
        if (error < 0) {
            return failed("write", -error);
        }
        error = files.rename(Files.CWD, temporary, Files.CWD, name);
        if (error < 0) {
            messages.fatal().add("unable to move ").add(temporary).add(" to ").add(name);
            messages.because(-error);
            return Outcome.TROUBLE;
        }
        DirectoryOf.sync(files, descriptors, name);
        return Outcome.DONE;
    }

    private int flush() {
        int error = WholeWrite.write(descriptors, file, out.array(), out.length());
        out.clear();
        return error < 0 ? failed("write", -error) : Outcome.DONE;
    }

    private int failed(String deed, int errno) {
        messages.fatal().add("unable to ").add(deed).add(" ").add(temporary).because(errno);
        return Outcome.TROUBLE;
    }
}
