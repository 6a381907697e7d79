package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service directory that is to be made. */
public final class ServicePlan {
    private static final int MODE_PROGRAM = 0755;
    private static final int MODE_FILE = 0644;
    private static final int MODE_SECRET_PROGRAM = 0700;
    private static final int MODE_SECRET = 0600;

    /** A file in it. */
    public record Entry(String path, int mode, byte[] content) {}

    private final byte[] name;
    private final List<Entry> entries = new ArrayList<>();
    private byte @Nullable [] logDirectory;
    private byte[] logUser = new byte[0];
    private final List<byte[]> users = new ArrayList<>();

    public ServicePlan(byte[] name) {
        this.name = name;
    }

    public byte[] name() {
        return name;
    }

    /** Its files; a directory is made for each name with a slash. */
    public List<Entry> entries() {
        return entries;
    }

    /** The directory that multilog writes, relative to {@code log} where it has no slash at its start; null where there is no logger. */
    public byte @Nullable [] logDirectory() {
        return logDirectory;
    }

    /** Who owns the log directory; empty where nobody was named. */
    public byte[] logUser() {
        return logUser;
    }

    /** Accounts that it names. */
    public List<byte[]> users() {
        return users;
    }

    public void user(byte[] user) {
        for (byte[] other : users) {
            if (Arrays.equals(other, user)) {
                return;
            }
        }
        users.add(user);
    }

    public void program(String path, byte[] content) {
        entries.add(new Entry(path, MODE_PROGRAM, content));
    }

    /** A program that only its owner may read. */
    public void secretProgram(String path, byte[] content) {
        entries.add(new Entry(path, MODE_SECRET_PROGRAM, content));
    }

    /** A file that only its owner may read. */
    public void secret(String path, byte[] content) {
        entries.add(new Entry(path, MODE_SECRET, content));
    }

    public void file(String path, byte[] content) {
        entries.add(new Entry(path, MODE_FILE, content));
    }

    public void log(byte[] directory, byte[] user) {
        logDirectory = directory;
        logUser = user;
        if (user.length > 0) {
            user(user);
        }
    }
}
