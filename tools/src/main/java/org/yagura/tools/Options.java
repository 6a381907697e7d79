package org.yagura.tools;

/**
 * Option letters of a command line, by the rules of daemontools: letters may stand together ({@code -dx}); a letter's argument is the
 * rest of its word, or the next word; the options end at the first word that does not start with a dash, at a lone {@code -}, which is
 * an operand, and at any word that starts with {@code --}, which is dropped.
 */
public final class Options {
    /** No more options. */
    public static final int END = -1;
    /** A letter that is not known, or one whose argument is missing; {@link #complain} says which. */
    public static final int BAD = '?';

    private static final byte[] NOTHING = new byte[0];

    private final byte[][] words;
    private final byte[] letters;
    private int word;
    private int position;
    private byte[] argument = NOTHING;
    private byte badLetter;
    private boolean argumentMissing;

    /** @param letters the known ones; a colon after a letter means that it takes an argument */
    public Options(byte[][] words, byte[] letters) {
        this.words = words;
        this.letters = letters;
    }

    /** The next option's letter, {@link #END} or {@link #BAD}. */
    public int next() {
        if (position > 0 && position == words[word].length) {
            nextWord();
        }
        if (position == 0) {
            if (!startsOptions()) {
                return END;
            }
            position = 1;
        }
        byte letter = words[word][position++];
        int known = indexOf(letter);
        if (known < 0) {
            return bad(letter, false);
        }
        boolean wantsArgument = known + 1 < letters.length && letters[known + 1] == ':';
        if (wantsArgument && !takeArgument()) {
            return bad(letter, true);
        }
        return letter;
    }

    /** The argument of the option that {@link #next} returned last, where it takes one. */
    public byte[] argument() {
        return argument;
    }

    /** Index of the first word that is no option; to be asked after {@link #END}. */
    public int operandsAt() {
        return word;
    }

    /** Says what is wrong, after {@link #BAD}. */
    public void complain(Messages messages) {
        messages.info()
                .add(argumentMissing ? "option requires an argument -- " : "illegal option -- ")
                .add(new byte[] {badLetter})
                .end();
    }

    private boolean startsOptions() {
        if (word >= words.length) {
            return false;
        }
        byte[] text = words[word];
        if (text.length < 2 || text[0] != '-') {
            return false;
        }
        if (text[1] == '-') {
            word++;
            return false;
        }
        return true;
    }

    private boolean takeArgument() {
        byte[] text = words[word];
        if (position < text.length) {
            argument = java.util.Arrays.copyOfRange(text, position, text.length);
            nextWord();
            return true;
        }
        nextWord();
        if (word >= words.length) {
            return false;
        }
        argument = words[word++];
        return true;
    }

    private void nextWord() {
        word++;
        position = 0;
    }

    private int bad(byte letter, boolean missing) {
        badLetter = letter;
        argumentMissing = missing;
        return BAD;
    }

    private int indexOf(byte letter) {
        if (letter == ':') {
            return -1;
        }
        for (int i = 0; i < letters.length; i++) {
            if (letters[i] == letter) {
                return i;
            }
        }
        return -1;
    }
}
