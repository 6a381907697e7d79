package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a service's lines went, and what takes that place. */
final class LogPlan {
    /** What the logger called the service; empty where there was no name. */
    byte[] tag = Bytes.NONE;
    /** Actions of multilog, with its directory; empty for the usual. */
    final List<Piece> actions = new ArrayList<>();
    /** Who the logger ran as. */
    @Nullable
    Piece user;
    /** What took the lines, for the report. */
    byte[] was = Bytes.NONE;

    /** Reads the commands of a pipeline behind the first. @return whether the last of them is a logger */
    static @Nullable LogPlan of(List<List<Piece>> commands) {
        LogPlan plan = new LogPlan();
        for (List<Piece> command : commands) {
            if (!plan.take(command)) {
                return null;
            }
        }
        return plan;
    }

    /** Takes a logger's words. @return whether it is one */
    boolean take(List<Piece> given) {
        List<Piece> words = given;
        while (!words.isEmpty()) {
            byte[] name = Bytes.base(words.get(0).shown());
            if (NameSet.has("exec nohup", name)) {
                words = Piece.from(words, 1);
            } else if (NameSet.has("setuidgid s6-setuidgid setuser chpst su-exec gosu", name) && words.size() > 2) {
                boolean option = words.get(1).startsWith("-");
                user = words.get(option ? 2 : 1);
                words = Piece.from(words, option ? 3 : 2);
            } else if (NameSet.has("env", name)) {
                int at = 1;
                while (at < words.size() && (words.get(at).startsWith("-") || isAssignment(words.get(at)))) {
                    at++;
                }
                words = Piece.from(words, at);
            } else {
                return logger(name, words);
            }
        }
        return false;
    }

    private static boolean isAssignment(Piece word) {
        return Bytes.indexOf(word.shown(), '=') > 0;
    }

    private boolean logger(byte[] name, List<Piece> words) {
        was = name;
        if (NameSet.has("splogger", name)) {
            tag = words.size() > 1 ? words.get(1).shown() : Bytes.NONE;
            return true;
        }
        if (NameSet.has("logger", name)) {
            tag = optionOf(words, "-t", "--tag=");
            return true;
        }
        if (NameSet.has("multilog", name)) {
            actions.clear();
            actions.addAll(Piece.from(words, 1));
            return true;
        }
        if (NameSet.has("cyclog", name)) {
            cyclog(words);
            return true;
        }
        if (NameSet.has("svlogd", name)) {
            svlogd(words);
            return true;
        }
        return NameSet.has(
                "accustamp tai64n tai64nlocal cat tee rotatelogs cronolog tinysyslog s6-log systemd-cat", name);
    }

    static byte[] optionOf(List<Piece> words, String letter, String longName) {
        for (int i = 1; i < words.size(); i++) {
            byte[] word = words.get(i).shown();
            if (words.get(i).is(letter) && i + 1 < words.size()) {
                return words.get(i + 1).shown();
            }
            if (words.get(i).startsWith(longName)) {
                return Bytes.from(word, longName.length());
            }
            if (words.get(i).startsWith(letter) && !words.get(i).startsWith("--") && word.length > 2) {
                return Bytes.from(word, 2);
            }
        }
        return Bytes.NONE;
    }

    private void cyclog(List<Piece> words) {
        actions.clear();
        actions.add(Piece.of("t"));
        for (int i = 1; i < words.size(); i++) {
            Piece word = words.get(i);
            if (word.startsWith("-s") || word.startsWith("-n")) {
                actions.add(Piece.of(Bytes.from(word.shown(), 1)));
            } else if (!word.startsWith("-")) {
                actions.add(word);
            }
        }
    }

    private void svlogd(List<Piece> words) {
        actions.clear();
        actions.add(Piece.of("t"));
        for (int i = 1; i < words.size(); i++) {
            Piece word = words.get(i);
            boolean takesMore = word.is("-r") || word.is("-R") || word.is("-l") || word.is("-b");
            i += takesMore ? 1 : 0;
            if (!word.startsWith("-")) {
                actions.add(word);
            }
        }
    }

    /** The directory among the actions, or null where there is none. */
    static @Nullable Piece directory(List<Piece> actions) {
        Piece found = null;
        for (Piece action : actions) {
            if (action.startsWith("/") || action.startsWith(".")) {
                found = action;
            }
        }
        return found;
    }
}
