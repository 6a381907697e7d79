package org.yagura.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.yagura.bench.Results;
import org.yagura.bench.Suite;

/** What Yagura is to reach beside its peers, and what of it a run has shown. */
final class Goals {
    private static final List<Suite> PEERS = List.of(Suite.DAEMONTOOLS, Suite.RUNIT, Suite.S6, Suite.SUPERVISORD);
    private static final List<Suite> DAEMONTOOLS = List.of(Suite.DAEMONTOOLS);
    private static final List<Suite> RUNIT = List.of(Suite.RUNIT);
    private static final List<Suite> S6 = List.of(Suite.S6);
    private static final List<Suite> UCSPI = List.of(Suite.UCSPI);
    private static final List<Suite> CAT = List.of(Suite.CAT);
    private static final List<Suite> FLOOR = List.of(Suite.FLOOR);
    private static final List<Suite> NONE = List.of();

    private Goals() {}

    /** All of them, in order. */
    static List<Goal> all() {
        List<Goal> all = new ArrayList<>();
        logging(all);
        all.add(median(2, "Memory for each logged service (Pss)", "service.memory.pss", RUNIT, 0.6));
        all.add(median(2, "Page tables for each logged service", "service.memory.tables", RUNIT, 1));
        for (int services : List.of(500, 2000)) {
            String figure = "boot." + services;
            String what = "Boot of " + services + " logged services";
            all.add(median(3, what + ", beside the best peer", figure, PEERS, 0.6));
            all.add(median(3, what + ", beside the floor", figure, FLOOR, 1.3));
        }
        all.add(median(3, "Boot of 10,000 unlogged services, for each, beside 1,000", "growth.linear", NONE, 1.3));
        reaction(all);
        start(all);
        for (int clients : List.of(10, 40)) {
            all.add(median(
                    6,
                    "tcpserver's processor time, " + clients + " clients",
                    "net.plain." + clients + ".cpu",
                    UCSPI,
                    0.7));
        }
        all.add(median(6, "tcpserver's processor time, 10 clients, asking ident", "net.ident.10.cpu", UCSPI, 0.7));
        all.add(worst(6, "The slowest connection of 40 clients", "net.plain.40.slowest", 900));
        all.add(median(7, "The program on disk, with the `yagura` command", "size", NONE, 1000));
        all.add(median(7, "The program on disk, classic tools alone", "size.classic", NONE, 600));
        all.add(median(7, "The `yagura` command in it", "size.command", NONE, 400));
        return all;
    }

    static List<Goal.Verdict> judge(Results results) {
        return all().stream().map(goal -> goal.judge(results)).toList();
    }

    private static void logging(List<Goal> all) {
        for (String source : List.of("", "pipe.")) {
            String from = source.isEmpty() ? " from a file" : " from a pipe";
            String hundred = "log." + source + "100.rate";
            all.add(median(1, "Logging, 100-byte lines" + from, hundred, DAEMONTOOLS, 8));
            all.add(median(1, "Logging, 100-byte lines" + from, hundred, S6, 5));
            if (!source.isEmpty()) {
                all.add(median(1, "Logging, 100-byte lines" + from, hundred, CAT, 0.5));
            }
            all.add(median(1, "Logging, 20-byte lines" + from, "log." + source + "20.rate", PEERS, 8));
            all.add(median(1, "Logging, 1000-byte lines" + from, "log." + source + "1000.rate", PEERS, 5));
            all.add(median(1, "Selection by patterns" + from, "log." + source + "select.100.rate", PEERS, 5));
            all.add(median(1, "Instructions, a 100-byte line" + from, "log." + source + "100.instructions", NONE, 250));
        }
        all.add(median(1, "System calls for a full pipe", "log.calls", NONE, CALLS));
    }

    /** A read and a write, and one more for the journal; a rotation now and then comes on top. */
    private static final double CALLS = 3.2;

    private static void reaction(List<Goal> all) {
        all.add(median(4, "Pick-up of a new service", "reaction.pickup", NONE, 5));
        all.add(median(4, "Removal of a service", "reaction.removal", NONE, 5));
        all.add(median(4, "Restart after kill -9", "reaction.restart", DAEMONTOOLS, 0.7));
        all.add(median(4, "`svc -d` 100 ms after a start", "reaction.down", NONE, 2));
        all.add(worst(4, "`svc -d` at any time, the worst", "reaction.down.any", 2));
        all.add(median(4, "State of 500 services", "status.500", DAEMONTOOLS, 0.6));
        all.add(median(4, "Wake-ups in a minute, idle", "idle.wakeups", NONE, 0));
    }

    private static void start(List<Goal> all) {
        List<String> programs =
                List.of("setuidgid", "envdir", "envuidgid", "softlimit", "setlock", "pgrphack", "argv0", "fghack");
        for (String program : programs) {
            all.add(median(5, "Start of " + program, "start." + program, DAEMONTOOLS, 0.75));
        }
        all.add(median(5, "The chain of a mail service", "start.mail", DAEMONTOOLS, 0.7));
        all.add(median(5, "The same, by a run of `/bin/sh`", "start.run", DAEMONTOOLS, 0.7));
    }

    private static Goal median(int number, String what, String figure, List<Suite> against, double factor) {
        return new Goal(number, what, figure, false, against, factor);
    }

    private static Goal worst(int number, String what, String figure, double limit) {
        return new Goal(number, what, figure, true, NONE, limit);
    }
}
