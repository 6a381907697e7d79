package org.yagura.core.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What multilog is told to do with each line: its arguments, read from left to right.
 *
 * <pre>
 * t...       as the first action only: stamp each line
 * -P +P      deselect, select lines that match P
 * e          selected lines to descriptor 2
 * =F         the last selected line to file F
 * sN nN !C   size, count and processor of the directories that follow
 * fb fo fd   when the disk is full: block, remove the oldest files, drop
 * dN dNs     sync after N bytes, after N seconds at the latest
 * .... /...  selected lines to that directory
 * </pre>
 *
 * Anything else is ignored, as ever, but kept in {@link #ignored} so that the user can be told.
 */
public final class Script {
    private static final int SIZE_MIN = 4096;
    private static final int SIZE_MAX = 16_777_215;
    private static final int SIZE_DEFAULT = 99_999;
    private static final int COUNT_MIN = 2;
    private static final int COUNT_DEFAULT = 10;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long NUMBER_MAX = Integer.MAX_VALUE;

    /** Whether each line gets a label. */
    public final boolean stamped;

    private final List<Branch> branches = new ArrayList<>();
    private final List<DirectorySpec> directories = new ArrayList<>();
    private final List<StatusSpec> statusFiles = new ArrayList<>();
    private final List<byte[]> ignored = new ArrayList<>();

    private int size = SIZE_DEFAULT;
    private int count = COUNT_DEFAULT;
    private byte @Nullable [] processor;
    private FullPolicy full = FullPolicy.BLOCK;
    private long syncBytes = DirectorySpec.NEVER;
    private long syncNs = DirectorySpec.NEVER;
    private boolean testsOpen;

    public Script(byte[][] actions) {
        stamped = actions.length > 0 && first(actions[0]) == 't';
        branches.add(new Branch());
        for (int i = stamped ? 1 : 0; i < actions.length; i++) {
            take(actions[i]);
        }
    }

    /** The branches in the order of the script; each starts with the selection of the one before. */
    public Branch[] branches() {
        Branch[] all = new Branch[branches.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = branches.get(i);
        }
        return all;
    }

    public List<DirectorySpec> directories() {
        return directories;
    }

    /** Names of the files that hold the last selected line. */
    public List<StatusSpec> statusFiles() {
        return statusFiles;
    }

    /** Whether lines that are selected go anywhere. */
    public boolean keepsLines() {
        boolean keeps = false;
        for (Branch branch : branches) {
            keeps |= branch.hasDirectories || branch.errorCopies > 0 || branch.record.length > 0;
        }
        return keeps;
    }

    /** Actions without a meaning. */
    public List<byte[]> ignored() {
        return ignored;
    }

    private void take(byte[] action) {
        switch (first(action)) {
            case '-', '+' -> takePattern(action);
            case 'e' -> output().errorCopies++;
            case '=' -> {
                Branch branch = output();
                branch.record = new byte[Branch.RECORD_LENGTH];
                statusFiles.add(new StatusSpec(rest(action), branch));
            }
            case 's' -> size = (int) Math.max(SIZE_MIN, Math.min(SIZE_MAX, number(action)));
            case 'n' -> count = (int) Math.max(COUNT_MIN, number(action));
            case '!' -> processor = rest(action);
            case 'f' -> takeFull(action);
            case 'd' -> takeSync(action);
            case '.', '/' -> {
                Branch branch = output();
                branch.hasDirectories = true;
                directories.add(new DirectorySpec(action, size, count, processor, full, syncBytes, syncNs, branch));
            }
            default -> ignored.add(action);
        }
    }

    private void takeFull(byte[] action) {
        FullPolicy policy = FullPolicy.of(action);
        if (policy == null) {
            ignored.add(action);
        } else {
            full = policy;
        }
    }

    private void takeSync(byte[] action) {
        int digits = 1;
        while (digits < action.length && action[digits] >= '0' && action[digits] <= '9') {
            digits++;
        }
        boolean seconds = digits == action.length - 1 && action[digits] == 's';
        if (digits == 1 && action.length == 1) {
            syncBytes = DirectorySpec.NEVER;
            syncNs = DirectorySpec.NEVER;
        } else if (digits == 1 || digits < action.length && !seconds) {
            ignored.add(action);
        } else if (seconds) {
            syncNs = number(action) * NS_PER_SECOND;
        } else {
            syncBytes = number(action);
        }
    }

    private void takePattern(byte[] action) {
        if (!testsOpen) {
            testsOpen = true;
            branches.add(new Branch());
        }
        branches.get(branches.size() - 1).addTest(action[0] == '+', new LinePattern(rest(action)));
    }

    /** The branch for an output at this place of the script. */
    private Branch output() {
        testsOpen = false;
        return branches.get(branches.size() - 1);
    }

    private static int first(byte[] action) {
        return action.length == 0 ? 0 : action[0];
    }

    private static byte[] rest(byte[] action) {
        return Arrays.copyOfRange(action, 1, action.length);
    }

    /** The decimal digits after the first character, as far as they go; none are 0. */
    private static long number(byte[] action) {
        long number = 0;
        for (int i = 1; i < action.length && action[i] >= '0' && action[i] <= '9'; i++) {
            number = Math.min(NUMBER_MAX, number * 10 + (action[i] - '0'));
        }
        return number;
    }
}
