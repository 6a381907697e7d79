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
        return index < words.length ? words[index] : new byte[0];
    }

    private static boolean is(byte[] word, String name, String letter) {
        return Ascii.equal(word, name) || Ascii.equal(word, letter);
    }

    private Outcome usage() {
        ByteBuilder text = new ByteBuilder(160)
                .append("Usage: update-service --add|--remove <service-directory> [<service-name>]\n")
                .append("       update-service --list|--check [<service-name>]\n\n");
        descriptors.write(2, text.array(), 0, text.length());
        return Outcome.exit(FAILED);
    }

    // ---- list and check

    private Outcome list(byte[] name, boolean say) {
        ByteBuilder out = new ByteBuilder(256);
        if (name.length > 0) {
            byte[] target = target(Ascii.concat(scan, SLASH, name));
            if (target == null) {
                if (say) {
                    descriptors.write(
                            2,
                            out.append("Service ")
                                    .append(name)
                                    .append(" not registered.\n\n")
                                    .array(),
                            0,
                            out.length());
                }
                return Outcome.exit(FAILED);
            }
            out.append(name).append(" -> ").append(target).append((byte) '\n');
        } else {
            NameList names = new NameList(files, descriptors);
            int count = names.read(scan);
            if (count < 0) {
                return say ? fatal(messages.fatal().add("unable to read ").add(scan), count) : Outcome.exit(FAILED);
            }
            for (int i = 0; i < count; i++) {
                out.append(names.get(i)).append((byte) '\n');
            }
        }
        if (say) {
            say(out);
        }
        return Outcome.exit(Outcome.DONE);
    }

    /** Where a link leads, or null where the name is none. */
    private byte @Nullable [] target(byte[] link) {
        byte[] target = new byte[TARGET_BYTES_MAX];
        int length = files.readLink(Files.CWD, link, target, 0, target.length);
        return length < 0 ? null : Arrays.copyOf(target, length);
    }

    // ---- add and remove

    private Outcome change(boolean add, byte[] given, byte[] wanted) {
        byte[] directory = withoutSlashes(given);
        byte[] name = wanted.length > 0 ? wanted : lastPart(directory);
        if (name.length == 0) {
            return usage();
        }
        if (files.stat(Files.CWD, given, info) < 0 || !info.isDirectory()) {
            return fatal(messages.fatal().add(given).add(" does not exist, or is not a directory."));
        }
        if (given[0] != '/') {
            return fatal(messages.fatal().add("The <service-directory> must start with a slash."));
        }
        if (port.identity().effectiveUid() != 0) {
            return fatal(messages.fatal()
                    .add("update-service -")
                    .add(add ? "a" : "r")
                    .add(" must be run by root."));
        }
        if (name[0] == '.') {
            return fatal(messages.fatal().add("The <service-name> must not start with a dot."));
        }
        if (lastPart(name).length < name.length) {
            return fatal(messages.fatal().add("The <service-name> must not contain a slash."));
        }
        byte[] link = Ascii.concat(scan, SLASH, name);
        return add ? add(directory, name, link) : remove(directory, name, link);
    }

    private Outcome add(byte[] directory, byte[] name, byte[] link) {
        byte[] target = target(link);
        if (target != null && Arrays.equals(target, directory)) {
            say(service(name).append(" already added.\n"));
            return Outcome.exit(Outcome.DONE);
        }
        if (target != null) {
            return fatal(messages.fatal()
                    .add(link)
                    .add(" exists, but doesn't point to ")
                    .add(directory)
                    .add("."));
        }
        if (files.lstat(Files.CWD, link, info) >= 0) {
            return fatal(messages.fatal().add(link).add(" exists, but is not a symbolic link."));
        }
        if (Ascii.startsWith(directory, "/etc/")) {
            StateLinks links = new StateLinks(files, descriptors, messages);
            links.make(directory, name);
            byte[] log = Ascii.concat(directory, LOG);
            if (files.stat(Files.CWD, log, info) >= 0 && info.isDirectory()) {
                links.make(log, Ascii.concat(name, Ascii.bytes(".log")));
            }
        }
        int error = files.symlink(directory, Files.CWD, link);
        if (error < 0) {
            return fatal(messages.fatal().add("unable to link ").add(link), error);
        }
        say(service(name).append(" added.\n"));
        return Outcome.exit(Outcome.DONE);
    }

    private Outcome remove(byte[] directory, byte[] name, byte[] link) {
        byte[] target = target(link);
        if (target == null) {
            boolean there = files.lstat(Files.CWD, link, info) >= 0;
            return there
                    ? fatal(messages.fatal().add(link).add(" is not a symbolic link."))
                    : fatal(messages.warning().add(link).add(" does not exist."));
        }
        if (!Arrays.equals(target, directory)) {
            return fatal(messages.fatal()
                    .add(link)
                    .add(" does not point to ")
                    .add(directory)
                    .add("."));
        }
        int error = files.unlink(Files.CWD, link);
        if (error < 0) {
            return fatal(messages.fatal().add("unable to remove ").add(link), error);
        }
        end(directory);
        byte[] log = Ascii.concat(directory, LOG);
        if (files.stat(Files.CWD, log, info) >= 0 && info.isDirectory()) {
            end(log);
        }
        say(service(name).append(" removed, the service daemon received the TERM and CONT signals.\n"));
        return Outcome.exit(Outcome.DONE);
    }

    private void end(byte[] directory) {
        Invocation svc = new Invocation(null, new byte[][] {DOWN_AND_EXIT, directory}, invocation.environment());
        new Svc(svc, files, descriptors, port.poller(), port.clock()).run();
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

    private static ByteBuilder service(byte[] name) {
        return new ByteBuilder(96).append("Service ").append(name);
    }

    private void say(ByteBuilder text) {
        int sent = 0;
        while (sent < text.length()) {
            int n = descriptors.write(STDOUT, text.array(), sent, text.length() - sent);
            if (n <= 0 && n != -Errno.EINTR) {
                return;
            }
            sent += Math.max(n, 0);
        }
    }

    /** Ends a message as Debian's does, with an empty line. */
    private static Outcome fatal(Messages line) {
        line.add("\n").end();
        return Outcome.exit(FAILED);
    }

    private static Outcome fatal(Messages line, int error) {
        line.because(-error);
        return Outcome.exit(FAILED);
    }
}
