package org.yagura.tools.envdir;

import java.util.Arrays;
import org.yagura.core.env.EnvFile;
import org.yagura.core.env.Environment;
import org.yagura.os.Descriptors;
import org.yagura.os.DirectoryEntries;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.tools.FileContent;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;

/** Runs a program in an environment that the files of a directory change: a file's name is a variable's, its first line the value. */
public final class Envdir implements Tool {
    /** Wrong usage is 111 here, not 100: that is what envdir has always answered. */
    private static final int USAGE = Outcome.TROUBLE;
    /** Linux takes no longer variable ({@code MAX_ARG_STRLEN}). */
    private static final int VALUE_BYTES_MAX = 131_072;

    private static final int LIST_BYTES = 8192;

    private final Invocation invocation;
    private final Files files;
    private final Descriptors descriptors;
    private final Messages messages;
    private final FileContent content;

    public Envdir(Invocation invocation, Files files, Descriptors descriptors) {
        this.invocation = invocation;
        this.files = files;
        this.descriptors = descriptors;
        messages = new Messages(descriptors, "envdir");
        content = new FileContent(descriptors);
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        if (arguments.length < 2) {
            messages.usage().add("envdir dir child").end();
            return Outcome.exit(USAGE);
        }
        byte[] name = arguments[0];
        int directory = files.open(Files.CWD, name, OpenFlag.READ | OpenFlag.DIRECTORY, 0);
        if (directory < 0) {
            messages.fatal().add("unable to switch to directory ").add(name).because(-directory);
            return Outcome.exit(Outcome.TROUBLE);
        }
        Environment environment = new Environment(invocation.environment());
        boolean done = readAll(directory, name, environment);
        descriptors.close(directory);
        return done
                ? new Outcome.Exec("envdir", Arrays.copyOfRange(arguments, 1, arguments.length), environment.entries())
                : Outcome.exit(Outcome.TROUBLE);
    }

    private boolean readAll(int directory, byte[] directoryName, Environment environment) {
        byte[] buffer = new byte[LIST_BYTES];
        DirectoryEntries entries = new DirectoryEntries(buffer);
        while (true) {
            int length = files.listDirectory(directory, buffer, 0, buffer.length);
            if (length < 0) {
                messages.fatal()
                        .add("unable to read directory ")
                        .add(directoryName)
                        .because(-length);
                return false;
            }
            if (length == 0) {
                return true;
            }
            entries.reset(length);
            while (entries.advance()) {
                byte[] name = entries.name();
                if (name[0] != '.' && !apply(directory, directoryName, name, environment)) {
                    return false;
                }
            }
        }
    }

    /** @return whether to go on */
    private boolean apply(int directory, byte[] directoryName, byte[] name, Environment environment) {
        for (byte b : name) {
            if (b == '=') {
                messages.fatal()
                        .add("unable to use ")
                        .add(directoryName)
                        .add("/")
                        .add(name);
                messages.add(": a variable's name has no =").end();
                return false;
            }
        }
        int file = files.open(directory, name, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        if (file == -Errno.ENOENT) {
            // removed since it was listed, or a link to nowhere: no file says anything of this variable
            cannotRead(messages.warning(), directoryName, name, -file);
            return true;
        }
        if (file < 0) {
            cannotRead(messages.fatal(), directoryName, name, -file);
            return false;
        }
        byte[] bytes = content.read(file, VALUE_BYTES_MAX);
        if (bytes == null) {
            cannotRead(messages.fatal(), directoryName, name, content.error());
            return false;
        }
        if (bytes.length == 0) {
            environment.remove(name);
        } else {
            environment.set(name, EnvFile.value(bytes));
        }
        return true;
    }

    private static void cannotRead(Messages line, byte[] directoryName, byte[] name, int errno) {
        line.add("unable to read ").add(directoryName).add("/").add(name).because(errno);
    }
}
