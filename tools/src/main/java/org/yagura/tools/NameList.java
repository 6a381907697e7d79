package org.yagura.tools;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.DirectoryEntries;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/** The names in a directory that a shell's {@code *} stands for, sorted as bytes. */
public final class NameList {
    private static final int BUFFER_BYTES = 8192;

    private final Files files;
    private final Descriptors descriptors;
    private final List<byte[]> names = new ArrayList<>();

    public NameList(Files files, Descriptors descriptors) {
        this.files = files;
        this.descriptors = descriptors;
    }

    /** Reads a directory. @return the number of names, or a negated errno */
    public int read(byte[] directory) {
        names.clear();
        int fd = files.open(Files.CWD, directory, OpenFlag.READ | OpenFlag.DIRECTORY, 0);
        if (fd < 0) {
            return fd;
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        DirectoryEntries entries = new DirectoryEntries(buffer);
        int length = files.listDirectory(fd, buffer, 0, buffer.length);
        while (length > 0) {
            entries.reset(length);
            while (entries.advance()) {
                if (buffer[entries.nameOffset()] != '.') {
                    insert(entries.name());
                }
            }
            length = files.listDirectory(fd, buffer, 0, buffer.length);
        }
        descriptors.close(fd);
        return length < 0 ? length : names.size();
    }

    public byte[] get(int index) {
        return names.get(index);
    }

    private void insert(byte[] name) {
        int at = names.size();
        while (at > 0 && Ascii.compare(names.get(at - 1), name) > 0) {
            at--;
        }
        names.add(at, name);
    }
}
