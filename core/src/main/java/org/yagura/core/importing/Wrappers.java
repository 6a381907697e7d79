package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;

/** Programs before a program: some stay, some have a better form under supervise, some have no meaning there. */
final class Wrappers {
    private final Draft draft;
    private final Report report;
    private final InitFunctions functions;
    private List<Piece> words;
    /** A script that was given as an argument, and is what is really run. */
    private byte @Nullable [] script;
    /** Whether somebody else has put the program into the background. */
    boolean background;
    /** Whether it is known that nothing is started. */
    boolean nothing;

    Wrappers(List<Piece> words, Draft draft, Report report) {
        this.words = words;
        this.draft = draft;
        this.report = report;
        functions = new InitFunctions(draft, report);
    }

    /** Takes off what stands before the program. @return the program's words */
    List<Piece> strip() {
        for (int steps = 0; steps < 32 && !words.isEmpty() && script == null && !nothing; steps++) {
            int before = words.size();
            byte[] name = Bytes.base(words.get(0).shown());
            if (words.get(0).value() == null || !stripOne(name) || words.size() == before && script == null) {
                break;
            }
        }
        return words;
    }

    byte @Nullable [] script() {
        return script;
    }

    private boolean stripOne(byte[] name) {
        if (NameSet.has("exec command builtin time setsid nohup daemonize", name)) {
            background |= NameSet.has("nohup setsid daemonize", name);
            skipOptions(1, NameSet.has("daemonize", name) ? "-c -e -o -p -l -u -E" : "");
        } else if (NameSet.has(
                "setuidgid envuidgid envdir setlock softlimit nice ionice chrt taskset stdbuf env", name)) {
            keep(name);
        } else if (NameSet.has("pgrphack recordio s6-setuidgid setuser su-exec gosu", name)) {
            if (NameSet.has("pgrphack recordio", name)) {
                keepWords(1);
            } else if (words.size() > 2) {
                user(words.get(1));
                words = Piece.from(words, 2);
            }
        } else if (NameSet.has("su runuser", name)) {
            su();
        } else if (NameSet.has("sudo doas", name)) {
            sudo();
        } else if (NameSet.has("chpst", name)) {
            new Chpst(draft, report).take(words);
            words = Piece.from(words, Chpst.length(words));
        } else if (NameSet.has("sh bash dash ksh csh zsh", name)) {
            return shell();
        } else if (functions.knows(name)) {
            words = functions.take(name, words);
            background |= functions.background;
            nothing |= functions.nothing;
            if (functions.joined && isScript(words)) {
                script = joined(words);
            }
        } else {
            return false;
        }
        return true;
    }

    /** Whether words that a function puts together and gives to a shell mean more than words. */
    private static boolean isScript(List<Piece> words) {
        boolean script = words.size() == 1 && Bytes.indexOf(words.get(0).shown(), ' ') > 0;
        for (Piece word : words) {
            byte[] shown = word.shown();
            script |= word.value() != null && (Bytes.indexOf(shown, '>') >= 0 || Bytes.indexOf(shown, '&') >= 0);
        }
        return script;
    }

    private static byte[] joined(List<Piece> words) {
        org.yagura.core.text.ByteBuilder all = new org.yagura.core.text.ByteBuilder(64);
        for (Piece word : words) {
            all.append(all.length() > 0 ? " " : "").append(word.shown());
        }
        return all.toBytes();
    }

    private void user(Piece user) {
        draft.user(user);
    }

    private void skipOptions(int from, String takesMore) {
        int at = from;
        while (at < words.size() && words.get(at).startsWith("-")) {
            at += NameSet.has(takesMore, words.get(at).shown()) ? 2 : 1;
        }
        words = Piece.from(words, at);
    }

    private void keepWords(int count) {
        int kept = Math.min(count, words.size() - 1);
        draft.before.addAll(words.subList(0, kept));
        words = Piece.from(words, kept);
    }

    /** Programs that become the next one stay, with their options and operands. */
    private void keep(byte[] name) {
        boolean softlimit = NameSet.has("softlimit", name);
        boolean assigns = NameSet.has("env", name);
        String takesMore = softlimit
                ? "-a -c -d -f -l -m -o -p -r -s -t"
                : NameSet.has("nice", name) ? "-n" : assigns ? "-u -C -S" : "-c -n -p -i -o -e";
        boolean operand = NameSet.has("setuidgid envuidgid envdir setlock", name);
        boolean flagsOnly = NameSet.has("setuidgid envuidgid envdir setlock taskset stdbuf", name);
        int at = 1;
        while (at < words.size() && (words.get(at).startsWith("-") || assigns && isAssignment(words.get(at)))) {
            boolean more = !flagsOnly && NameSet.has(takesMore, words.get(at).shown());
            at += more ? 2 : 1;
        }
        if (NameSet.has("taskset chrt", name)) {
            at++;
        }
        keepWords(operand ? at + 1 : at);
    }

    private static boolean isAssignment(Piece word) {
        return Bytes.indexOf(word.text(), '=') > 0;
    }

    /** {@code su [-] [-s SHELL] USER -c COMMAND}, in any order; {@code runuser -u USER -- PROGRAM}. */
    private void su() {
        Piece user = null;
        int at = 1;
        boolean direct = false;
        while (at < words.size() && !direct) {
            Piece word = words.get(at);
            if (word.is("-c") || word.is("--command")) {
                script = at + 1 < words.size() ? words.get(at + 1).shown() : Bytes.NONE;
                at += 2;
            } else if (word.startsWith("--command=")) {
                script = Bytes.from(word.shown(), 10);
                at++;
            } else if (word.is("-u") || word.is("--user")) {
                user = at + 1 < words.size() ? words.get(at + 1) : null;
                at += 2;
            } else if (word.is("--")) {
                at++;
                direct = user != null;
            } else if (word.startsWith("-")) {
                at += NameSet.has("-s --shell -g -G --group --supp-group", word.shown()) ? 2 : 1;
            } else if (user == null) {
                user = word;
                at++;
            } else {
                direct = true;
            }
        }
        user(user == null ? Piece.of("root") : user);
        report.guessed(
                draft.line,
                draft.name,
                "setuidgid takes the place of su: HOME and USER stay as they are, further groups are given up");
        words = Piece.from(words, at);
        nothing |= script == null && words.isEmpty();
    }

    private void sudo() {
        Piece user = Piece.of("root");
        int at = 1;
        while (at < words.size() && (words.get(at).startsWith("-") || isAssignment(words.get(at)))) {
            Piece word = words.get(at);
            if (word.is("-u") && at + 1 < words.size()) {
                user = words.get(at + 1);
            } else if (word.startsWith("--user=")) {
                user = Piece.of(Bytes.from(word.shown(), 7));
            } else if (!word.startsWith("-")) {
                draft.before.add(Piece.of("env"));
                draft.before.add(word);
            }
            at += NameSet.has("-u -g -h -p -C -r -t -D", word.shown()) ? 2 : 1;
        }
        user(user);
        words = Piece.from(words, at);
    }

    /** {@code sh -c SCRIPT}; a shell with a file stays what it is. */
    private boolean shell() {
        int at = 1;
        while (at < words.size() && words.get(at).startsWith("-")) {
            byte[] option = words.get(at).shown();
            if (Bytes.indexOf(option, 'c') > 0 && option[1] != '-' && at + 1 < words.size()) {
                Piece given = words.get(at + 1);
                if (given.value() == null) {
                    return false;
                }
                script = given.value();
                words = new ArrayList<>();
                return true;
            }
            at++;
        }
        return false;
    }

    /** Words of a command line that goes into a script as text. */
    static Piece text(String text) {
        return new Piece(Ascii.bytes(text), null, false, List.of());
    }
}
