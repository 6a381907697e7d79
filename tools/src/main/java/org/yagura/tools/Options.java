package org.yagura.tools;

import java.util.Arrays;
import org.yagura.core.text.Ascii;

/**
 * Option letters of a command line, by the rules of daemontools: letters may stand together ({@code -dx}); a letter's argument is the
 * rest of its word, or the next word; the options end at the first word that does not start with a dash, at a lone {@code -}, which is
 * an operand, and at any word that starts with {@code --}, which is dropped.
 *
 * <p>A tool that does more than its original asks for it by long names, {@code --name}, {@code --name=argument} or {@code --name argument};
 * there a word that starts with {@code --} and is not known is an error, lest a slip of the pen end the options.
 */
public final class Options {
    /** No more options. */
    public static final int END = -1;
    /** A letter that is not known, or one whose argument is missing; {@link #complain} says which. */
    public static final int BAD = '?';
    /** The first long name; those after it follow. */
    public static final int LONG = 256;

    private static final byte[] NOTHING = new byte[0];

    private final byte[][] words;
    private final byte[] letters;
    private final String[] longNames;
    private int word;
    private int position;
    private byte[] argument = NOTHING;
    private byte[] bad = NOTHING;
    private boolean argumentMissing;

    /**
     * The options of a command line.
     *
     * @param letters the known ones; a colon after a letter means that it takes an argument
     * @param longNames the known ones without their dashes; a colon at the end means that it takes an argument
     */
    public Options(byte[][] words, byte[] letters, String... longNames) {
        this.words = words;
        this.letters = letters;
        this.longNames = longNames;
    }

    /** The next option's letter, {@link #LONG} and the index of a long name, {@link #END} or {@link #BAD}. */
    public int next() {
        if (position > 0 && position == words[word].length) {
            nextWord();
        }
        if (position == 0) {
            if (startsLongName()) {
                return nextLong();
            }
            if (!startsOptions()) {
                return END;
            }
            position = 1;
        }
        byte letter = words[word][position++];
        int known = indexOf(letter);
        if (known < 0) {
            return bad(new byte[] {letter}, false);
        }
        boolean wantsArgument = known + 1 < letters.length && letters[known + 1] == ':';
        if (wantsArgument && !takeArgument()) {
            return bad(new byte[] {letter}, true);
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
                .add(bad)
                .end();
    }

    private boolean startsLongName() {
        return longNames.length > 0
                && word < words.length
                && words[word].length > 2
                && words[word][0] == '-'
                && words[word][1] == '-';
    }

    private int nextLong() {
        byte[] text = words[word];
        int end = 2;
        while (end < text.length && text[end] != '=') {
            end++;
        }
        byte[] name = Arrays.copyOfRange(text, 2, end);
        word++;
        for (int i = 0; i < longNames.length; i++) {
            String known = longNames[i];
            boolean wantsArgument = known.endsWith(":");
            if (Ascii.equal(name, wantsArgument ? known.substring(0, known.length() - 1) : known)) {
                if (wantsArgument ? end == text.length && word == words.length : end < text.length) {
                    return bad(name, wantsArgument);
                }
                if (wantsArgument) {
                    argument = end < text.length ? Arrays.copyOfRange(text, end + 1, text.length) : words[word++];
                }
                return LONG + i;
            }
        }
        return bad(name, false);
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
            argument = Arrays.copyOfRange(text, position, text.length);
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

    private int bad(byte[] name, boolean missing) {
        bad = name;
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
