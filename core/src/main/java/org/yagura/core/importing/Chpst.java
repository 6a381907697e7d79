package org.yagura.core.importing;

import java.util.List;
import org.yagura.core.text.Ascii;

/** runit's {@code chpst}: each of its options has a program of its own in daemontools. */
final class Chpst {
    private static final String TAKES = "uUbenl/CLmdofpcrt";

    private final Draft draft;
    private final Report report;

    Chpst(Draft draft, Report report) {
        this.draft = draft;
        this.report = report;
    }

    /** How many words belong to it. */
    static int length(List<Piece> words) {
        int at = 1;
        while (at < words.size()
                && words.get(at).startsWith("-")
                && words.get(at).shown().length > 1) {
            byte[] word = words.get(at).shown();
            if (Ascii.equal(word, "--")) {
                return at + 1;
            }
            at += word.length == 2 && takes(word[1]) ? 2 : 1;
        }
        return Math.min(at, words.size());
    }

    private static boolean takes(byte letter) {
        return TAKES.indexOf(letter) >= 0;
    }

    /** Takes the options. */
    void take(List<Piece> words) {
        int end = length(words);
        Piece user = null;
        for (int at = 1; at < end; at++) {
            byte[] word = words.get(at).shown();
            if (word.length < 2) {
                continue;
            }
            byte letter = word[1];
            Piece argument = Piece.of(Bytes.NONE);
            if (takes(letter)) {
                argument = word.length > 2 || at + 1 >= end ? Piece.of(Bytes.from(word, 2)) : words.get(++at);
            }
            if (letter == 'u') {
                user = argument;
            } else {
                option(letter, argument);
            }
        }
        if (user != null) {
            byte[] shown = user.shown();
            byte[] name = Bytes.upTo(shown, ':');
            if (name.length < shown.length) {
                report.decide(
                        draft.line, draft.name, "chpst -u ", shown, ": setuidgid gives the account's own group only");
            }
            draft.user(user.value() == null ? user : Piece.of(name));
        }
    }

    private void option(byte letter, Piece argument) {
        byte[] option = {'-', letter};
        switch (letter) {
            case 'U' -> before("envuidgid", argument);
            case 'e' -> before("envdir", argument);
            case 'n' -> {
                before("nice", Piece.of("-n"));
                draft.before.add(argument);
            }
            case 'l', 'L' -> {
                before("setlock", Piece.of("-n"));
                draft.before.add(argument);
            }
            case 'P' -> draft.before.add(Piece.of("pgrphack"));
            case 'm', 'd', 'o', 'p', 'f', 'c', 'r', 't' -> {
                before("softlimit", Piece.of(option));
                draft.before.add(argument);
            }
            default ->
                report.decide(draft.line, draft.name, "chpst ", option, " ", argument.shown(), " has no counterpart");
        }
    }

    private void before(String program, Piece argument) {
        draft.before.add(Piece.of(program));
        draft.before.add(argument);
    }
}
