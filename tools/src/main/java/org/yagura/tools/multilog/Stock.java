package org.yagura.tools.multilog;

import org.yagura.core.log.OldFiles;
import org.yagura.os.DirectoryEntries;

/** What there is in a log directory, as far as one listing tells: its finished files, and which of the others are missing. */
final class Stock {
    private static final int LISTING_LENGTH = 4096;

    /** In the order of their bits. */
    private static final byte[][] NAMES = {
        LogFiles.CURRENT, LogFiles.PREVIOUS, LogFiles.PROCESSED, LogFiles.STATE, LogFiles.NEWSTATE
    };

    private static final int ALL = -1;

    final OldFiles old = new OldFiles();
    /** For what else needs a buffer of a page for a moment. */
    final byte[] buffer = new byte[LISTING_LENGTH];

    private final Parts parts;
    private final int dirFd;
    private final DirectoryEntries entries = new DirectoryEntries(buffer);
    /** A bit for each name that may be there. */
    private int there = ALL;

    Stock(Parts parts, int dirFd) {
        this.parts = parts;
        this.dirFd = dirFd;
    }

    /** Lists the directory at start, to save a look for each file that is not there. Where that fails each is looked for. */
    void takeFirst() {
        old.clear();
        if (list() < 0) {
            old.forget();
        }
    }

    /** Takes stock; {@link #old} was cleared for it. @return 0 or a negated errno */
    int take() {
        int error = parts.descriptors().seek(dirFd, 0);
        return error < 0 ? error : list();
    }

    private int list() {
        there = ALL;
        int found = 0;
        int length = parts.files().listDirectory(dirFd, buffer, 0, LISTING_LENGTH);
        while (length > 0) {
            entries.reset(length);
            while (entries.advance()) {
                old.offer(buffer, entries.nameOffset(), entries.nameLength());
                found |= bit(entries.nameOffset(), entries.nameLength());
            }
            length = parts.files().listDirectory(dirFd, buffer, 0, LISTING_LENGTH);
        }
        if (length == 0) {
            there = found;
        }
        return length;
    }

    /** Whether one of the {@link LogFiles}' files is certainly not there. */
    boolean lacks(byte[] name) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i] == name) {
                return (there & 1 << i) == 0;
            }
        }
        return false;
    }

    /** Removes a file, if there is one. */
    void remove(byte[] name) {
        if (!lacks(name)) {
            parts.files().unlink(dirFd, name);
        }
    }

    /** A file was made, or is about to be. */
    void grows() {
        there = ALL;
    }

    private int bit(int offset, int length) {
        for (int i = 0; i < NAMES.length; i++) {
            if (isAt(NAMES[i], offset, length)) {
                return 1 << i;
            }
        }
        return 0;
    }

    private boolean isAt(byte[] name, int offset, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (buffer[offset + i] != name[i]) {
                return false;
            }
        }
        return true;
    }
}
