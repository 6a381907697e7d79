package org.yagura.core.checking;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.text.Ascii;

/**
 * A command of programs that each run the next one, as in {@code setuidgid u tcpserver 0 25 smtpd}: which programs and accounts it needs, and
 * what runs in the end. Ends where what follows is not known.
 */
public final class CommandWords {
    public final List<byte[]> programs = new ArrayList<>();
    public final List<byte[]> accounts = new ArrayList<>();
    /** The program at the end and its words; empty where there is no telling. */
    public List<byte[]> last = List.of();

    private final List<byte[]> words;
    private int at;

    public CommandWords(List<byte[]> words) {
        this.words = words;
        while (at < words.size() && takeOne()) {
            // One program after another.
        }
    }

    /** Takes a program with its own words. @return whether another program follows */
    private boolean takeOne() {
        byte[] program = words.get(at);
        byte[] name = Ascii.base(program);
        if (Ascii.equal(name, "exec") || Ascii.equal(name, "command")) {
            at++;
            return true;
        }
        programs.add(program);
        at++;
        if (Ascii.equal(name, "setuidgid") || Ascii.equal(name, "envuidgid")) {
            if (at < words.size()) {
                accounts.add(words.get(at++));
            }
            return true;
        }
        if (Ascii.equal(name, "envdir") || Ascii.equal(name, "setlock")) {
            takeOptions("");
            at++;
            return true;
        }
        if (Ascii.equal(name, "softlimit")) {
            takeOptions("acdflmoprst");
            return true;
        }
        if (Ascii.equal(name, "nice") || Ascii.equal(name, "ionice") || Ascii.equal(name, "chrt")) {
            takeOptions("ncp");
            return true;
        }
        if (Ascii.equal(name, "env")) {
            takeOptions("uC");
            while (at < words.size() && hasEquals(words.get(at))) {
                at++;
            }
            return true;
        }
        if (Ascii.equal(name, "pgrphack") || Ascii.equal(name, "fghack") || Ascii.equal(name, "nohup")) {
            return true;
        }
        if (Ascii.equal(name, "argv0")) {
            return false;
        }
        last = words.subList(at - 1, words.size());
        return false;
    }

    private void takeOptions(String withArgument) {
        while (at < words.size() && words.get(at).length > 1 && words.get(at)[0] == '-') {
            byte[] option = words.get(at++);
            boolean takesNext = option.length == 2 && withArgument.indexOf(option[1]) >= 0;
            at += takesNext ? 1 : 0;
        }
    }

    private static boolean hasEquals(byte[] word) {
        boolean has = false;
        for (byte b : word) {
            has |= b == '=';
        }
        return has;
    }
}
