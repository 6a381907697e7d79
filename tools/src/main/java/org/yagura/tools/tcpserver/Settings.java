package org.yagura.tools.tcpserver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.net.AddressLimit;
import org.yagura.core.net.IpPrefix;
import org.yagura.core.net.IpText;
import org.yagura.core.net.Numbers;
import org.yagura.core.text.Ascii;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Options;
import org.yagura.tools.Outcome;

/** What the command line asks for. */
final class Settings {
    /** No drain was asked for: TERM ends the server at once. */
    static final int NO_DRAIN = -1;
    /** Where the kernel's own bound ({@code net.core.somaxconn}) is lower, it counts. */
    private static final int BACKLOG = 1024;

    private static final int LIMITS_MAX = 16;
    private static final int SECONDS_MAX = 86_400;
    private static final int UNIX_MODE = 0777;

    private static final String[] LONG_NAMES = {
        "listen:",
        "v6only",
        "unix-mode:",
        "per-address:",
        "per-prefix4:",
        "per-prefix6:",
        "proxy-protocol:",
        "drain:",
        "status:"
    };

    boolean printPort;
    boolean killIpOptions = true;
    boolean noDelay;
    boolean lookUpHost = true;
    boolean paranoid;
    boolean askIdent = true;
    boolean verbose;
    boolean quiet;
    int limit = 40;
    int backlog = BACKLOG;
    int timeoutSeconds = 26;
    byte @Nullable [] user;
    byte @Nullable [] group;
    byte[] banner = {};
    byte @Nullable [] localName;
    byte @Nullable [] rules;
    boolean rulesMayBeMissing;

    final List<byte[]> listens = new ArrayList<>();
    boolean v6Only;
    int unixMode = UNIX_MODE;
    final List<AddressLimit> limits = new ArrayList<>();
    /** Prefixes of proxies; null where no proxy is expected. */
    @Nullable
    List<IpPrefix> proxies;

    boolean unixProxies;
    int drainSeconds = NO_DRAIN;
    byte @Nullable [] statusFile;

    byte[] host = {};
    byte[] port = {};
    byte[][] program = {};

    private final Invocation invocation;
    private final Messages messages;
    private final long seed;

    Settings(Invocation invocation, Messages messages, long seed) {
        this.invocation = invocation;
        this.messages = messages;
        this.seed = seed;
    }

    /** Reads the command line. @return how the tool ends if it is wrong, which has been said, or null */
    @Nullable
    Outcome read() {
        byte[][] words = invocation.arguments();
        Options options = new Options(words, Ascii.bytes("dDvqQhHrR1UXx:t:u:g:l:b:B:c:pPoO"), LONG_NAMES);
        for (int option = options.next(); option != Options.END; option = options.next()) {
            if (option == Options.BAD) {
                options.complain(messages);
                return usage();
            }
            if (option < Options.LONG) {
                takeLetter(option, options.argument());
            } else if (!takeLong(option - Options.LONG, options.argument())) {
                String name = LONG_NAMES[option - Options.LONG];
                messages.fatal().add("--").add(name.substring(0, name.length() - 1));
                messages.add(" not understood: ").add(options.argument()).end();
                return Outcome.exit(Outcome.USAGE);
            }
        }
        if (quiet) {
            messages.silence();
        }
        int at = options.operandsAt();
        if (listens.isEmpty()) {
            if (words.length - at < 3) {
                return usage();
            }
            host = words[at];
            port = words[at + 1];
            at += 2;
        }
        program = Arrays.copyOfRange(words, at, words.length);
        return program.length == 0 ? usage() : null;
    }

    private Outcome usage() {
        messages.usage()
                .add(
                        "tcpserver [ -1UXpPhHrRoOdDqQv ] [ -c limit ] [ -x rules.cdb ] [ -B banner ] [ -g gid ] [ -u uid ] ")
                .add("[ -b backlog ] [ -l localname ] [ -t timeout ] host port program")
                .end();
        return Outcome.exit(Outcome.USAGE);
    }

    private void takeLetter(int letter, byte[] argument) {
        switch (letter) {
            case 'b' -> backlog = Numbers.leading(argument);
            case 'c' -> limit = Numbers.leading(argument);
            case 't' -> timeoutSeconds = Numbers.leading(argument);
            case 'x' -> rules = argument;
            case 'B' -> banner = argument;
            case 'l' -> localName = argument;
            case 'u' -> user = argument;
            case 'g' -> group = argument;
            case 'U' -> {
                byte[] uid = invocation.variable("UID");
                byte[] gid = invocation.variable("GID");
                user = uid == null ? user : uid;
                group = gid == null ? group : gid;
            }
            case 'v' -> setTalk(true, false);
            case 'q' -> setTalk(false, true);
            case 'Q' -> setTalk(false, false);
            default -> takeFlag(letter);
        }
    }

    private void setTalk(boolean newVerbose, boolean newQuiet) {
        verbose = newVerbose;
        quiet = newQuiet;
    }

    private void takeFlag(int letter) {
        switch (letter) {
            case '1' -> printPort = true;
            case 'X' -> rulesMayBeMissing = true;
            case 'd' -> noDelay = false;
            case 'D' -> noDelay = true;
            case 'o' -> killIpOptions = false;
            case 'O' -> killIpOptions = true;
            case 'h' -> lookUpHost = true;
            case 'H' -> lookUpHost = false;
            case 'r' -> askIdent = true;
            case 'R' -> askIdent = false;
            case 'p' -> paranoid = true;
            default -> paranoid = false;
        }
    }

    private boolean takeLong(int index, byte[] argument) {
        switch (index) {
            case 0 -> listens.add(argument);
            case 1 -> v6Only = true;
            case 2 -> {
                unixMode = octal(argument);
                return unixMode >= 0;
            }
            case 3 -> {
                return add(AddressLimit.perAddress(argument, seed));
            }
            case 4 -> {
                return add(AddressLimit.perPrefix(argument, IpText.V4, seed));
            }
            case 5 -> {
                return add(AddressLimit.perPrefix(argument, IpText.V6, seed));
            }
            case 6 -> {
                return addProxies(argument);
            }
            case 7 -> {
                drainSeconds = Numbers.parse(argument, SECONDS_MAX);
                return drainSeconds >= 0;
            }
            default -> statusFile = argument;
        }
        return true;
    }

    private boolean add(@Nullable AddressLimit each) {
        return each != null && limits.size() < LIMITS_MAX && limits.add(each);
    }

    private boolean addProxies(byte[] list) {
        List<IpPrefix> known = proxies == null ? new ArrayList<>() : proxies;
        proxies = known;
        int from = 0;
        while (from <= list.length) {
            int to = from;
            while (to < list.length && list[to] != ',') {
                to++;
            }
            IpPrefix prefix = IpPrefix.parse(list, from, to);
            if (prefix != null) {
                known.add(prefix);
            } else if (Ascii.equal(Arrays.copyOfRange(list, from, to), "unix")) {
                unixProxies = true;
            } else {
                return false;
            }
            from = to + 1;
        }
        return true;
    }

    /** @return permission bits, or -1 */
    private static int octal(byte[] text) {
        int mode = 0;
        for (byte b : text) {
            if (b < '0' || b > '7' || mode > UNIX_MODE) {
                return -1;
            }
            mode = mode << 3 | b - '0';
        }
        return text.length == 0 || mode > UNIX_MODE ? -1 : mode;
    }
}
