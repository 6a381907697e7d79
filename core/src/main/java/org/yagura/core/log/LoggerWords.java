package org.yagura.core.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yagura.core.text.Ascii;

/** What a multilog was told, found in the command line of its process or in the script that starts it. */
public final class LoggerWords {
    private static final String MULTILOG = "multilog";

    private LoggerWords() {}

    /** The words of a command line as {@code /proc/PID/cmdline} has it, each with a NUL behind it. */
    public static byte[][] split(byte[] commandLine) {
        List<byte[]> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                words.add(Arrays.copyOfRange(commandLine, start, i));
                start = i + 1;
            }
        }
        return words.toArray(new byte[0][]);
    }

    /** The words of a shell script from the last {@code multilog} on to the end of its command; quotes around a word are taken off. */
    public static byte[][] ofScript(byte[] script) {
        List<byte[]> words = commandWith(script, MULTILOG);
        int from = words.size();
        for (int i = words.size() - 1; i >= 0; i--) {
            from = isNamed(words.get(i), MULTILOG) ? i : from;
        }
        return words.subList(from, words.size()).toArray(new byte[0][]);
    }

    /** The word after a program's name in a shell script; empty where there is none. */
    public static byte[] wordAfter(byte[] script, String program) {
        List<byte[]> words = commandWith(script, program);
        for (int i = 0; i + 1 < words.size(); i++) {
            if (isNamed(words.get(i), program)) {
                return words.get(i + 1);
            }
        }
        return new byte[0];
    }

    /** The words of the first command of a shell script in which a program is named; none where there is no such command. */
    private static List<byte[]> commandWith(byte[] script, String program) {
        List<byte[]> words = new ArrayList<>();
        boolean found = false;
        int at = 0;
        while (at < script.length) {
            byte b = script[at];
            if (b == '\\' && at + 1 < script.length && script[at + 1] == '\n') {
                at += 2;
            } else if (b == '\n' || b == ';' || b == '|' || b == '&') {
                if (found) {
                    return words;
                }
                words.clear();
                at++;
            } else if (b == '#' && (at == 0 || isBlank(script[at - 1]))) {
                at = lineEnd(script, at);
            } else if (isBlank(b)) {
                at++;
            } else {
                int end = wordEnd(script, at);
                byte[] word = unquoted(script, at, end);
                found |= isNamed(word, program);
                words.add(word);
                at = end;
            }
        }
        return found ? words : new ArrayList<>();
    }

    /** Whether words begin with a multilog, whatever its path, or with {@code yagura multilog}. */
    public static boolean isMultilog(byte[][] words) {
        return words.length > 0 && (isMultilog(words[0]) || words.length > 1 && isMultilog(words[1]));
    }

    /** The log directories among a multilog's words: those that begin with a dot or a slash, but for the program itself. */
    public static List<byte[]> directories(byte[][] words) {
        List<byte[]> directories = new ArrayList<>();
        boolean found = false;
        for (byte[] word : words) {
            if (found && word.length > 0 && (word[0] == '.' || word[0] == '/')) {
                directories.add(word);
            }
            found |= isMultilog(word);
        }
        return directories;
    }

    private static boolean isMultilog(byte[] word) {
        return isNamed(word, MULTILOG);
    }

    private static boolean isNamed(byte[] word, String program) {
        return Ascii.equal(Ascii.base(word), program);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n';
    }

    private static int lineEnd(byte[] text, int from) {
        int at = from;
        while (at < text.length && text[at] != '\n') {
            at++;
        }
        return at;
    }

    private static int wordEnd(byte[] text, int from) {
        int at = from;
        byte quote = 0;
        while (at < text.length) {
            byte b = text[at];
            if (quote != 0) {
                quote = b == quote ? 0 : quote;
            } else if (b == '\'' || b == '"') {
                quote = b;
            } else if (isBlank(b) || b == ';' || b == '|' || b == '&') {
                break;
            }
            at++;
        }
        return at;
    }

    private static byte[] unquoted(byte[] text, int from, int to) {
        byte[] word = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (text[i] != '\'' && text[i] != '"') {
                word[length++] = text[i];
            }
        }
        return Arrays.copyOf(word, length);
    }
}
