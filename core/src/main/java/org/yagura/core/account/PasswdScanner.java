package org.yagura.core.account;

/**
 * Looks for one account in passwd lines, {@code name:password:uid:gid:…}, that arrive in pieces of any size. The first line with the
 * name and good numbers counts. A mutable holder of the answer.
 */
public final class PasswdScanner {
    /** Highest uid and gid: the one above means "none" to the system. */
    private static final long ID_MAX = 0xffff_fffeL;

    private static final int FIELD_NAME = 0;
    private static final int FIELD_UID = 2;
    private static final int FIELD_GID = 3;

    private final byte[] name;
    private boolean found;
    private long uid;
    private long gid;

    private int field;
    private int fieldLength;
    private boolean good = true;
    private long lineUid;
    private long lineGid;

    public PasswdScanner(byte[] name) {
        this.name = name;
    }

    /**
     * Whether a name can be an account's at all: not empty, without colon or newline, not starting with {@code +}, {@code -} or
     * {@code #}, which mean something else in passwd files and to getent.
     */
    public static boolean isName(byte[] name) {
        if (name.length == 0 || name[0] == '+' || name[0] == '-' || name[0] == '#') {
            return false;
        }
        for (byte b : name) {
            if (b == ':' || b == '\n' || b == 0) {
                return false;
            }
        }
        return true;
    }

    /** Takes the next bytes. @return whether the account is found */
    public boolean feed(byte[] bytes, int length) {
        for (int i = 0; i < length && !found; i++) {
            take(bytes[i]);
        }
        return found;
    }

    /** Takes the end, which may stand in for the last newline. @return whether the account is found */
    public boolean end() {
        if (!found) {
            take((byte) '\n');
        }
        return found;
    }

    /** As an unsigned number of 32 bits. */
    public int uid() {
        return (int) uid;
    }

    /** As an unsigned number of 32 bits. */
    public int gid() {
        return (int) gid;
    }

    private void take(byte b) {
        if (b == ':' || b == '\n') {
            endField();
            if (b == '\n') {
                endLine();
            }
            return;
        }
        if (good) {
            takeInField(b);
        }
        fieldLength++;
    }

    private void takeInField(byte b) {
        switch (field) {
            case FIELD_NAME -> good = fieldLength < name.length && name[fieldLength] == b;
            case FIELD_UID -> lineUid = withDigit(lineUid, b);
            case FIELD_GID -> lineGid = withDigit(lineGid, b);
            default -> {
                // The other fields are not ours.
            }
        }
    }

    private long withDigit(long number, byte b) {
        long more = number * 10 + b - '0';
        good = b >= '0' && b <= '9' && more <= ID_MAX;
        return more;
    }

    private void endField() {
        switch (field) {
            case FIELD_NAME -> good = good && fieldLength == name.length;
            case FIELD_UID, FIELD_GID -> good = good && fieldLength > 0;
            default -> {
                // The other fields are not ours.
            }
        }
        field++;
        fieldLength = 0;
    }

    private void endLine() {
        if (good && field > FIELD_GID) {
            found = true;
            uid = lineUid;
            gid = lineGid;
        }
        field = 0;
        good = true;
        lineUid = 0;
        lineGid = 0;
    }
}
