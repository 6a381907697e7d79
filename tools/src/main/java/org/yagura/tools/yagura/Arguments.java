package org.yagura.tools.yagura;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;

/**
 * The words after a subcommand's name. Options may stand before, between and behind the operands: {@code --name}, {@code --name=argument},
 * {@code --name argument}, {@code -n argument}, and letters together. {@code --} ends them.
 */
public final class Arguments {
    private static final byte[] NOTHING = {};

    private final Option[] known;
    private final boolean takesCommand;
    private final List<Option> given = new ArrayList<>();
    private final List<byte[]> arguments = new ArrayList<>();
    private final List<byte[]> operands = new ArrayList<>();
    private byte[][] command = {};
    private boolean dashesSeen;
    private @Nullable String problem;
    private byte[] culprit = NOTHING;

    Arguments(Subcommand subcommand, byte[][] words) {
        known = subcommand.options();
        takesCommand = subcommand.takesCommand();
        int at = 0;
        while (at < words.length && problem == null) {
            at = take(words, at);
        }
    }

    /** What is wrong with them, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    /** The word that is wrong. */
    byte[] culprit() {
        return culprit;
    }

    public boolean has(Option option) {
        return last(option) >= 0;
    }

    /** The argument of an option, of the last one where it was given several times; null where it was not. */
    public byte @Nullable [] value(Option option) {
        int at = last(option);
        return at < 0 ? null : arguments.get(at);
    }

    private int last(Option option) {
        int at = given.size() - 1;
        while (at >= 0 && given.get(at) != option) {
            at--;
        }
        return at;
    }

    /** The arguments of an option that can be given several times, in their order. */
    public List<byte[]> values(Option option) {
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i) == option) {
                values.add(arguments.get(i));
            }
        }
        return values;
    }

    public List<byte[]> operands() {
        return operands;
    }

    /** What follows {@code --}, where the subcommand takes a command of somebody else's. */
    public byte[][] command() {
        return command;
    }

    /** Whether there was a {@code --}. */
    public boolean dashesSeen() {
        return dashesSeen;
    }

    /** Takes the word at a place. @return the place of the next one */
    private int take(byte[][] words, int at) {
        byte[] word = words[at];
        if (word.length < 2 || word[0] != '-') {
            operands.add(word);
            return at + 1;
        }
        if (Ascii.equal(word, "--")) {
            dashesSeen = true;
            command = Arrays.copyOfRange(words, at + 1, words.length);
            if (!takesCommand) {
                operands.addAll(Arrays.asList(command));
            }
            return words.length;
        }
        return word[1] == '-' ? takeLong(words, at) : takeLetters(words, at);
    }

    private int takeLong(byte[][] words, int at) {
        byte[] word = words[at];
        int end = 2;
        while (end < word.length && word[end] != '=') {
            end++;
        }
        byte[] name = Arrays.copyOfRange(word, 2, end);
        for (Option option : known) {
            if (Ascii.equal(name, option.name)) {
                if (option.argument == null) {
                    return end < word.length ? wrong("option takes no argument: ", word) : add(option, NOTHING, at + 1);
                }
                if (end < word.length) {
                    return add(option, Arrays.copyOfRange(word, end + 1, word.length), at + 1);
                }
                return at + 1 == words.length
                        ? wrong("option needs an argument: ", word)
                        : add(option, words[at + 1], at + 2);
            }
        }
        return wrong("no such option: ", word);
    }

    private int takeLetters(byte[][] words, int at) {
        byte[] word = words[at];
        for (int i = 1; i < word.length; i++) {
            Option option = lettered(word[i]);
            if (option == null) {
                return wrong("no such option: ", word);
            }
            if (option.argument != null) {
                if (i + 1 < word.length) {
                    return add(option, Arrays.copyOfRange(word, i + 1, word.length), at + 1);
                }
                return at + 1 == words.length
                        ? wrong("option needs an argument: ", word)
                        : add(option, words[at + 1], at + 2);
            }
            add(option, NOTHING, at);
        }
        return at + 1;
    }

    private @Nullable Option lettered(byte letter) {
        for (Option option : known) {
            if (option.letter != Option.NO_LETTER && option.letter == letter) {
                return option;
            }
        }
        return null;
    }

    private int add(Option option, byte[] argument, int next) {
        given.add(option);
        arguments.add(argument);
        return next;
    }

    private int wrong(String what, byte[] word) {
        problem = what;
        culprit = word;
        return 0;
    }
}
