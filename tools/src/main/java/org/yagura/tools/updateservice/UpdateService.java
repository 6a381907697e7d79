package org.yagura.tools.updateservice;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.Port;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.NameList;
import org.yagura.tools.Outcome;
import org.yagura.tools.ScanDefault;
import org.yagura.tools.Tool;
import org.yagura.tools.svc.Svc;

/** Debian's command that links services into the scan directory, takes them out, and lists them. */
public final class UpdateService implements Tool {
    /** What Debian's gives for every error, usage included. */
    private static final int FAILED = 1;

    private static final int STDOUT = 1;
    private static final int TARGET_BYTES_MAX = 4096;
    private static final int STDERR = 2;
    private static final byte[] NOTHING = {};
    private static final byte[] SLASH = {'/'};
    private static final byte[] DOWN_AND_EXIT = Ascii.bytes("-dx");
    private static final byte[] LOG = Ascii.bytes("/log");

    private final Invocation invocation;
    private final Port port;
    private final Files files;
    private final Descriptors descriptors;
    private final Messages messages;
    private final FileInfo info = new FileInfo();
    private final byte[] scan;
    /** Why a link could not be read, or 0. */
    private int linkError;

    public UpdateService(Invocation invocation, Port port) {
        this.invocation = invocation;
        this.port = port;
        files = port.files();
        descriptors = port.descriptors();
        messages = new Messages(descriptors, "update-service");
        byte[] variable = invocation.variable("SVDIR");
        scan = variable == null || variable.length == 0 ? ScanDefault.find(files) : variable;
    }

    @Override
    public Outcome run() {
        byte[][] words = invocation.arguments();
        byte[] first = argument(words, 0);
        byte[] second = argument(words, 1);
        if (is(first, "--list", "-l")) {
            return list(second, true);
        }
        if (is(first, "--check", "-c")) {
            return list(second, false);
        }
        boolean add = is(first, "--add", "-a");
        if ((add || is(first, "--remove", "-r")) && second.length > 0) {
            return change(add, second, argument(words, 2));
        }
        return usage();
    }

    private static byte[] argument(byte[][] words, int index) {
        return index < words.length ? words[index] : NOTHING;
    }

    private static boolean is(byte[] word, String name, String letter) {
        return Ascii.equal(word, name) || Ascii.equal(word, letter);
    }

    private Outcome usage() {
        ByteBuilder text = new ByteBuilder(160)
                .append("Usage: update-service --add|--remove <service-directory> [<service-name>]\n")
                .append("       update-service --list|--check [<service-name>]\n\n");
        return say(STDERR, text, FAILED);
    }

    // ---- list and check

    private Outcome list(byte[] name, boolean aloud) {
        if (name.length > 0) {
            byte[] target = target(Ascii.concat(scan, SLASH, name));
            if (!aloud) {
                return Outcome.exit(target == null ? FAILED : Outcome.DONE);
            }
            return target == null
                    ? say(STDERR, service(name).append(" not registered.\n\n"), FAILED)
                    : say(STDOUT, line(name).append(" -> ").append(target).append((byte) '\n'), Outcome.DONE);
        }
        NameList names = new NameList(files, descriptors);
        int count = names.read(scan);
        if (!aloud) {
            return Outcome.exit(count < 0 ? FAILED : Outcome.DONE);
        }
        if (count < 0) {
            return unableTo("read ", scan, count);
        }
        ByteBuilder out = line(NOTHING);
        for (int i = 0; i < count; i++) {
            out.append(names.get(i)).append((byte) '\n');
        }
        return say(STDOUT, out, Outcome.DONE);
    }

    /** Where a link leads, or null where the name is none, or {@link #linkError} says why it cannot be told. */
    private byte @Nullable [] target(byte[] link) {
        byte[] target = new byte[TARGET_BYTES_MAX];
        int length = files.readLink(Files.CWD, link, target, 0, target.length);
        boolean told = length >= 0 || length == -Errno.ENOENT || length == -Errno.EINVAL;
        linkError = told ? 0 : length;
        return length < 0 ? null : Arrays.copyOf(target, length);
    }

    // ---- add and remove

    private Outcome change(boolean add, byte[] given, byte[] wanted) {
        byte[] directory = withoutSlashes(given);
        byte[] name = wanted.length > 0 ? wanted : lastPart(directory);
        if (name.length == 0) {
            return usage();
        }
        int found = files.stat(Files.CWD, given, info);
        if (found == -Errno.EIO || found == -Errno.ENOMEM) {
            return unableTo("look at ", given, found);
        }
        if (found < 0 || !info.isDirectory()) {
            return refuse(given, " does not exist, or is not a directory.");
        }
        String wrong = null;
        if (given[0] != '/') {
            wrong = "The <service-directory> must start with a slash.";
        } else if (port.identity().effectiveUid() != 0) {
            wrong = add ? "update-service -a must be run by root." : "update-service -r must be run by root.";
        } else if (name[0] == '.') {
            wrong = "The <service-name> must not start with a dot.";
        } else if (lastPart(name).length < name.length) {
            wrong = "The <service-name> must not contain a slash.";
        }
        if (wrong != null) {
            return refuse(NOTHING, wrong);
        }
        byte[] link = Ascii.concat(scan, SLASH, name);
        return add ? add(directory, name, link) : remove(directory, name, link);
    }

    private Outcome add(byte[] directory, byte[] name, byte[] link) {
        byte[] target = target(link);
        if (target != null) {
            return Arrays.equals(target, directory)
                    ? say(STDOUT, service(name).append(" already added.\n"), Outcome.DONE)
                    : refuse(link, " exists, but doesn't point to ", directory, ".");
        }
        if (files.lstat(Files.CWD, link, info) >= 0) {
            return refuse(link, " exists, but is not a symbolic link.");
        }
        if (Ascii.startsWith(directory, "/etc/")) {
            StateLinks links = new StateLinks(files, descriptors, messages);
            links.make(directory, name);
            byte[] log = Ascii.concat(directory, LOG);
            if (isDirectory(log)) {
                links.make(log, Ascii.concat(name, Ascii.bytes(".log")));
            }
        }
        int error = files.symlink(directory, Files.CWD, link);
        return error < 0
                ? unableTo("link ", link, error)
                : say(STDOUT, service(name).append(" added.\n"), Outcome.DONE);
    }

    private Outcome remove(byte[] directory, byte[] name, byte[] link) {
        byte[] target = target(link);
        if (linkError < 0) {
            return unableTo("read ", link, linkError);
        }
        if (target == null && files.lstat(Files.CWD, link, info) >= 0) {
            return refuse(link, " is not a symbolic link.");
        }
        if (target == null) {
            return end(messages.warning(), link, " does not exist.", NOTHING, "");
        }
        if (!Arrays.equals(target, directory)) {
            return refuse(link, " does not point to ", directory, ".");
        }
        int error = files.unlink(Files.CWD, link);
        if (error < 0) {
            return unableTo("remove ", link, error);
        }
        tellToEnd(directory);
        byte[] log = Ascii.concat(directory, LOG);
        if (isDirectory(log)) {
            tellToEnd(log);
        }
        ByteBuilder done = service(name).append(" removed, the service daemon received the TERM and CONT signals.\n");
        return say(STDOUT, done, Outcome.DONE);
    }

    private void tellToEnd(byte[] directory) {
        Invocation svc = new Invocation(null, new byte[][] {DOWN_AND_EXIT, directory}, invocation::environment);
        new Svc(svc, files, descriptors, port.poller(), port.clock()).run();
    }

    private boolean isDirectory(byte[] name) {
        return files.stat(Files.CWD, name, info) >= 0 && info.isDirectory();
    }

    // ---- words

    private static byte[] withoutSlashes(byte[] path) {
        int end = path.length;
        while (end > 0 && path[end - 1] == '/') {
            end--;
        }
        return Arrays.copyOf(path, end);
    }

    private static byte[] lastPart(byte[] path) {
        int start = path.length;
        while (start > 0 && path[start - 1] != '/') {
            start--;
        }
        return Arrays.copyOfRange(path, start, path.length);
    }

    private static ByteBuilder line(byte[] start) {
        return new ByteBuilder(96).append(start);
    }

    private static ByteBuilder service(byte[] name) {
        return line(Ascii.bytes("Service ")).append(name);
    }

    private Outcome say(int fd, ByteBuilder text, int code) {
        int sent = 0;
        while (sent < text.length()) {
            int n = descriptors.write(fd, text.array(), sent, text.length() - sent);
            if (n <= 0 && n != -Errno.EINTR) {
                return Outcome.exit(FAILED);
            }
            sent += Math.max(n, 0);
        }
        return Outcome.exit(code);
    }

    private Outcome refuse(byte[] name, String text) {
        return refuse(name, text, NOTHING, "");
    }

    private Outcome refuse(byte[] name, String text, byte[] other, String last) {
        return end(messages.fatal(), name, text, other, last);
    }

    /** Ends a message as Debian's does, with an empty line. */
    private static Outcome end(Messages begun, byte[] name, String text, byte[] other, String last) {
        begun.add(name).add(text).add(other).add(last).add("\n").end();
        return Outcome.exit(FAILED);
    }

    private Outcome unableTo(String deed, byte[] name, int error) {
        messages.fatal().add("unable to ").add(deed).add(name).because(-error);
        return Outcome.exit(FAILED);
    }
}
