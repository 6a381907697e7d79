package org.yagura.core.adding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.importing.ServicePlan;
import org.yagura.core.shell.ShellQuote;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/**
 * A service as it was asked for, and the directory that makes it so:
 *
 * <pre>
 * run        limits, then its variables, then its user, then its command
 * env/NAME   a variable, for root alone
 * log/run    multilog, under its own user
 * down       where it is not to be started
 * </pre>
 */
public final class NewService {
    private static final byte[] MAIN = Ascii.bytes("./main");

    public final byte[] name;
    public final byte[][] command;
    /** Who it runs as, or null for whoever runs svscan. */
    public byte @Nullable [] user;

    public boolean logged = true;
    /** Who its logger runs as, or null for whoever runs svscan. */
    public byte @Nullable [] logUser;
    /** Where its log goes, or null for {@code log/main}. */
    public byte @Nullable [] logDirectory;
    /** Bytes of a log file, and how many files, or null for multilog's defaults: decimal numbers. */
    public byte @Nullable [] logSize;

    public byte @Nullable [] logCount;
    public boolean down;
    /** Its current directory, or null for the service directory. */
    public byte @Nullable [] workDirectory;

    private final List<byte[]> limits = new ArrayList<>();
    private final List<String> variables = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();

    public NewService(byte[] name, byte[][] command) {
        this.name = name;
        this.command = command;
    }

    /** Whether a name is one that svscan looks at, and that is a single part of a path. */
    public static boolean isName(byte[] name) {
        boolean good = name.length > 0 && name.length <= 200 && name[0] != '.';
        for (byte b : name) {
            good &= b != '/' && b != 0 && b != '\n';
        }
        return good;
    }

    /** Adds a limit, {@code open-files=1024}. @return whether it is one */
    public boolean limit(byte[] text) {
        byte[] option = LimitWord.option(text);
        return option != null && limits.add(option);
    }

    /** Adds a variable, {@code NAME=VALUE}. @return whether it is one: letters, digits and underscores, no digit first */
    public boolean variable(byte[] text) {
        StringBuilder variable = new StringBuilder();
        int at = 0;
        while (at < text.length && isNameByte(text[at], at)) {
            variable.append((char) text[at++]);
        }
        if (at == 0 || at == text.length || text[at] != '=') {
            return false;
        }
        variables.add(variable.toString());
        values.add(Arrays.copyOfRange(text, at + 1, text.length));
        return true;
    }

    private static boolean isNameByte(byte b, int at) {
        return b == '_' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || at > 0 && b >= '0' && b <= '9';
    }

    /** The directory. */
    public ServicePlan plan() {
        ServicePlan plan = new ServicePlan(name);
        plan.program("run", run());
        for (int i = 0; i < variables.size(); i++) {
            plan.secret("env/" + variables.get(i), content(values.get(i)));
        }
        if (down) {
            plan.file("down", new byte[0]);
        }
        if (user != null) {
            plan.user(user);
        }
        if (logged) {
            byte[] directory = logDirectory == null ? MAIN : logDirectory;
            plan.program("log/run", logRun(directory));
            plan.log(directory, logUser == null ? new byte[0] : logUser);
        }
        return plan;
    }

    /** As envdir reads it: NULs are newlines. Blanks at the end are lost to it. */
    private static byte[] content(byte[] value) {
        ByteBuilder out = new ByteBuilder(value.length + 1);
        for (byte b : value) {
            out.append(b == '\n' ? 0 : b);
        }
        return out.append((byte) '\n').toBytes();
    }

    private byte[] run() {
        ByteBuilder text = new ByteBuilder(256).append("#!/bin/sh\n");
        if (logged) {
            text.append("exec 2>&1\n");
        }
        text.append("exec");
        if (!limits.isEmpty()) {
            text.append(" softlimit");
            for (byte[] limit : limits) {
                text.append((byte) ' ').append(limit);
            }
        }
        text.append(limits.isEmpty() || variables.isEmpty() ? "" : " \\\n   ");
        if (!variables.isEmpty()) {
            text.append(" envdir ./env");
        }
        if (user != null) {
            ShellQuote.append(user, text.append(" \\\n    setuidgid "));
        }
        boolean first = limits.isEmpty() && variables.isEmpty() && user == null;
        text.append(first ? "" : " \\\n   ");
        if (workDirectory != null) {
            // By a shell of its own: the relative names before it are those of the service directory.
            ShellQuote.append(workDirectory, text.append(" sh -c 'cd \"$0\" && exec \"$@\"' "));
        }
        for (byte[] word : command) {
            ShellQuote.append(word, text.append((byte) ' '));
        }
        return text.append((byte) '\n').toBytes();
    }

    private byte[] logRun(byte[] directory) {
        ByteBuilder text = new ByteBuilder(96).append("#!/bin/sh\nexec");
        if (logUser != null) {
            ShellQuote.append(logUser, text.append(" setuidgid "));
        }
        text.append(" multilog t");
        if (logSize != null) {
            text.append(" s").append(logSize);
        }
        if (logCount != null) {
            text.append(" n").append(logCount);
        }
        ShellQuote.append(directory, text.append((byte) ' '));
        return text.append((byte) '\n').toBytes();
    }
}
