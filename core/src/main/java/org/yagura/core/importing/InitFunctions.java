package org.yagura.core.importing;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;

/** Functions and programs by which init scripts start daemons: of Debian, of Red Hat, of SUSE, of the LSB, of FreeBSD. */
final class InitFunctions {
    private final Draft draft;
    private final Report report;
    /** Whether they put the program into the background. */
    boolean background;
    /** Whether they start nothing: a test, or a stop. */
    boolean nothing;
    /** Whether the words were put together and given to a shell. */
    boolean joined;

    private List<Piece> words = List.of();

    InitFunctions(Draft draft, Report report) {
        this.draft = draft;
        this.report = report;
    }

    boolean knows(byte[] name) {
        return NameSet.has("start-stop-daemon daemon start_daemon startproc start_service", name);
    }

    /** Takes a function off. @return what it starts */
    List<Piece> take(byte[] name, List<Piece> given) {
        words = given;
        joined = false;
        if (NameSet.has("start-stop-daemon", name)) {
            return startStopDaemon();
        }
        boolean redHat = NameSet.has("daemon", name);
        String takesMore = redHat
                ? "-u -p -P -o -t -R -c -r"
                : NameSet.has("startproc", name) ? "-p -u -g -l -n -i -I -c" : "-p -n -u -o -d";
        return simple(redHat, takesMore);
    }

    /** {@code daemon}, {@code startproc} and {@code start_daemon}: options, then the program. */
    private List<Piece> simple(boolean redHat, String takesMore) {
        int at = 1;
        // daemon(8) of FreeBSD has letters, daemon of Red Hat's functions has long names
        boolean freeBsd = redHat && Bytes.indexOf(words.get(0).shown(), '/') >= 0;
        while (at < words.size()
                && (words.get(at).startsWith("-") || words.get(at).startsWith("+"))) {
            Piece word = words.get(at);
            byte[] shown = word.shown();
            Piece next = at + 1 < words.size() ? words.get(at + 1) : Piece.of(Bytes.NONE);
            boolean longName = word.startsWith("--");
            boolean nice = !longName && shown.length > 1 && (shown[0] == '+' || shown[1] >= '0' && shown[1] <= '9');
            if (word.is("--")) {
                at++;
                break;
            }
            if (longName) {
                at += longOption(word, next);
            } else if (nice) {
                niceBy(shown);
                at++;
            } else {
                boolean cluster = freeBsd && shown.length > 2;
                byte last = shown[shown.length - 1];
                byte[] letter = cluster ? new byte[] {'-', last} : shown;
                boolean takes = NameSet.has(takesMore, letter);
                if (takes) {
                    option(last, next);
                }
                at += takes ? 2 : 1;
            }
        }
        background |= freeBsd;
        joined = redHat && !freeBsd;
        return Piece.from(words, at);
    }

    /** Takes a long name. @return how many words it is */
    private int longOption(Piece word, Piece next) {
        byte[] shown = word.shown();
        int equals = Bytes.indexOf(shown, '=');
        byte[] name = equals < 0 ? shown : Arrays.copyOf(shown, equals);
        boolean takes = NameSet.has("--user --pidfile --check --nicelevel", name);
        Piece argument = equals < 0 ? next : Piece.of(Bytes.from(shown, equals + 1));
        if (equals >= 0 && word.value() == null) {
            argument = new Piece(Bytes.from(word.text(), equals + 1), null, word.soft(), word.lines());
        }
        if (NameSet.has("--user", name)) {
            option((byte) 'u', argument);
        } else if (NameSet.has("--pidfile", name)) {
            option((byte) 'p', argument);
        } else if (NameSet.has("--nicelevel", name)) {
            option((byte) 'n', argument);
        }
        return takes && equals < 0 ? 2 : 1;
    }

    private void niceBy(byte[] sign) {
        byte[] level = sign[0] == '+' ? Bytes.from(sign, 1) : sign;
        draft.nice(Piece.of(level));
    }

    /** What the usual letters mean; others concern only the start itself. */
    private void option(byte letter, Piece argument) {
        switch (letter) {
            case 'u' -> user(argument);
            case 'p', 'P' -> pidFile(argument);
            case 'n' -> {
                if (argument.startsWith("-") || argument.value() != null && Bytes.isNumber(argument.value())) {
                    draft.nice(argument);
                }
            }
            case 'g' ->
                report.decide(
                        draft.line,
                        draft.name,
                        "group ",
                        argument.shown(),
                        ": setuidgid gives the account's own group only");
            case 'l', 'o' -> report.understood(draft.line, draft.name, "its lines went to ", argument.shown());
            case 't' -> draft.name = argument.shown();
            default -> {}
        }
    }

    private void user(Piece given) {
        byte[] shown = given.shown();
        byte[] name = Bytes.upTo(shown, ':');
        if (given.value() != null && name.length < shown.length) {
            report.decide(
                    draft.line,
                    draft.name,
                    "runs as ",
                    shown,
                    ": setuidgid gives the account's own group, which may be another one");
        }
        draft.user(given.value() == null ? given : Piece.of(name));
    }

    private void pidFile(Piece file) {
        if (file.value() != null) {
            byte[] base = Bytes.without(Bytes.base(file.value()), ".pid");
            if (draft.name.length == 0 && !NameSet.has("pid", base)) {
                draft.name = base;
            }
            report.understood(
                    draft.line, draft.name, "pid file ", file.value(), " is not needed: supervise knows the process");
        }
    }

    // ---- Debian

    private List<Piece> startStopDaemon() {
        Piece program = null;
        boolean start = false;
        int at = 1;
        while (at < words.size()) {
            Piece word = words.get(at);
            Piece next = at + 1 < words.size() ? words.get(at + 1) : Piece.of(Bytes.NONE);
            if (word.is("--")) {
                at++;
                break;
            }
            byte[] shown = word.shown();
            int equals = word.startsWith("--") ? Bytes.indexOf(shown, '=') : -1;
            if (equals > 0) {
                next = Piece.of(Bytes.from(shown, equals + 1));
                shown = Arrays.copyOf(shown, equals);
            }
            byte letter = letterOf(shown);
            start |= letter == 'S';
            nothing |= letter == 't' || letter == 'K' || letter == 'T';
            background |= letter == 'b' || Bytes.indexOf(shown, 'b') > 0 && shown[1] != '-' && letter == 0;
            start |= letter == 0 && shown.length > 2 && shown[1] != '-' && Bytes.indexOf(shown, 'S') > 0;
            if (letter == 'a' || letter == 'x' && program == null) {
                program = next;
            }
            boolean takes = letter != 0 && "xapncgudrNkIPORse".indexOf(letter) >= 0;
            if (takes) {
                debianOption(letter, next);
            }
            at += takes && equals < 0 ? 2 : 1;
        }
        nothing |= !start;
        List<Piece> rest = Piece.from(words, at);
        if (program != null) {
            rest.add(0, program);
        }
        return rest;
    }

    /** The letter of an option, or 0 where there is none of that name. */
    private static byte letterOf(byte[] option) {
        if (option.length == 2 && option[0] == '-') {
            return option[1];
        }
        String[] names = {
            "--start S",
            "--stop K",
            "--test t",
            "--background b",
            "--exec x",
            "--startas a",
            "--pidfile p",
            "--name n",
            "--chuid c",
            "--group g",
            "--user u",
            "--chdir d",
            "--chroot r",
            "--nicelevel N",
            "--umask k",
            "--iosched I",
            "--procsched P",
            "--output O",
            "--stdout O",
            "--stderr O",
            "--retry R",
            "--signal s",
            "--env e",
            "--status T",
            "--make-pidfile m"
        };
        for (String name : names) {
            int space = name.indexOf(' ');
            if (Ascii.equal(option, name.substring(0, space))) {
                return (byte) name.charAt(space + 1);
            }
        }
        return 0;
    }

    private void debianOption(byte letter, Piece argument) {
        switch (letter) {
            case 'c' -> user(argument);
            case 'p', 'g' -> option(letter, argument);
            case 'd' -> draft.around.directory = argument;
            case 'k' -> draft.around.umask = argument;
            case 'N' -> draft.nice(argument);
            case 'r' -> report.decide(draft.line, draft.name, "--chroot ", argument.shown(), " is left out");
            case 'O' -> report.understood(draft.line, draft.name, "its lines went to ", argument.shown());
            case 'e' -> {
                draft.before.add(Piece.of("env"));
                draft.before.add(argument);
            }
            case 'n' -> {
                if (draft.name.length == 0 && argument.value() != null) {
                    draft.name = argument.value();
                }
            }
            default -> {}
        }
    }

    /** The program of a FreeBSD or OpenRC script, which is in variables. */
    static @Nullable Piece variable(Variables variables, byte[] name) {
        Variables.Variable found = variables.find(name);
        if (found == null || found.value() != null && found.value().length == 0) {
            return null;
        }
        return found.value() != null && !found.soft()
                ? Piece.of(found.value())
                : new Piece(Ascii.concat(Ascii.bytes("$"), name), found.value(), found.soft(), found.lines());
    }
}
