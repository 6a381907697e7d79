package org.yagura.core.events;

import org.jspecify.annotations.Nullable;

/** What can have happened to a service. What stands behind the word in a line is told with each. */
public enum EventKind {
    /** A supervise has begun with it; its pid. */
    BEGUN("begun"),
    /** Its supervise has let go of it. */
    ENDED("ended"),
    /** It was started; its pid, and the script's name where it is one and not {@code run}. */
    STARTED("started"),
    /** It could not be started; an errno. An exit of 111 follows where there was a process. */
    UNSTARTED("unstarted"),
    /** It exited; its pid and the code. */
    EXITED("exited"),
    /** A signal has killed it; its pid and the signal's number. */
    KILLED("killed"),
    /** It has ended and nobody knows how; its pid. */
    GONE("gone"),
    /** A byte came from {@code control}; the byte, as a character where it prints, else as a number from 128 on or below 33. */
    COMMAND("command"),
    /** supervise itself was told to stop it and to end. */
    STOPPING("stopping"),
    /** A later supervise has found it running and goes on with it; its pid. */
    ADOPTED("adopted"),
    /** supervise has become another version of itself. */
    UPGRADED("upgraded"),
    /** A {@code yagura} says that it is about to tell supervise something; the uid that it says it is of, and the word of its command. */
    CLAIM("claim"),
    /** So many lines before this one could not be written. */
    LOST("lost");

    /** The word in the line. */
    public final String word;

    EventKind(String word) {
        this.word = word;
    }

    /** The kind with a word that stands at a place; null where none does. */
    static @Nullable EventKind at(byte[] line, int from, int to) {
        for (EventKind kind : values()) {
            if (kind.word.length() == to - from && matches(line, from, kind.word)) {
                return kind;
            }
        }
        return null;
    }

    private static boolean matches(byte[] line, int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (line[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
