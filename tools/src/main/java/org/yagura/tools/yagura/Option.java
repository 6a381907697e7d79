package org.yagura.tools.yagura;

import org.jspecify.annotations.Nullable;

/**
 * The options of the subcommands. Parsing, {@code --help} and completions follow from it. An option means the same wherever it is taken.
 */
public enum Option {
    HELP("help", 'h', null, "say how this command is used"),
    SCANDIR("scandir", 's', "DIR", "the scan directory; else $SVDIR, /service or /etc/service"),
    JSON("json", 'j', null, "print facts as JSON"),
    WATCH("watch", 'w', null, "print again every second, until it is interrupted"),
    LOGS("logs", 'l', null, "loggers too, as services of their own"),
    MAIN("main", 'm', "SERVICE", "the service whose end ends all, and whose exit code counts"),
    REWRITE("rewrite", (char) 0, "FROM:TO", "take a signal for another, TERM:QUIT; TO 0 drops it; may be given again"),
    GRACE("grace", (char) 0, "TIME", "how long a stop may take before the rest is killed; 8 seconds for services"),
    STATE("state", (char) 0, "DIR", "keep what has to be written here; else in /run/yagura or /dev/shm"),
    STAMP("stamp", (char) 0, "WORD", "a time before each line: iso, tai64n, or none"),
    PLAIN("plain", (char) 0, null, "let services write to the output themselves, without names"),
    FINISH("finish", (char) 0, "PROGRAM", "become this program at the end, with the exit code as its argument"),
    ALL("all", 'a', null, "all services in the scan directory"),
    TIMEOUT("timeout", 't', "TIME", "wait so long at most, 10 seconds by default: 90, 1.5m, 2h"),
    NO_WAIT("no-wait", 'n', null, "tell it and do not wait"),
    SETTLE("settle", (char) 0, "TIME", "how long it has to stay up to have been started: 1 second by default"),
    KILL_AFTER("kill-after", 'k', "TIME", "kill it if it has not ended by then; else as its file kill-after says"),
    GROUP("group", 'g', null, "signal its whole process group"),
    TREE("tree", 'r', null, "all processes that have come from it too"),
    LOGGERS("loggers", Option.NO_LETTER, null, "start the loggers again too; no line is lost by it"),
    RUN("run", (char) 0, "PROGRAM", "run a program for each event from now on, with SERVICE EVENT DETAIL... behind it"),
    QUIET("quiet", 'q', null, "say nothing of what went well"),
    INTO("into", (char) 0, "DIR", "where service directories are made; /etc/sv by default"),
    DRY_RUN("dry-run", (char) 0, null, "show what would be made, and make nothing"),
    LOG_USER("log-user", (char) 0, "USER", "who loggers run as; by default multilog, if there is that account"),
    LOG_DIR("log-dir", (char) 0, "DIR", "where logs go, in a directory for each service"),
    GIVEN("given", (char) 0, "FILE", "a file that belongs to it, to be taken as it is now"),
    FOLLOW("follow", 'f', null, "go on with what comes, through rotations"),
    LINES("lines", 'n', "N", "the last N lines; 10, but all with --since, --until, --grep or --regex"),
    SINCE("since", Option.NO_LETTER, "TIME", "from then on: 90m, 07:30, yesterday, '2026-11-28 03:00', a label"),
    UNTIL("until", Option.NO_LETTER, "TIME", "up to then"),
    GREP("grep", 'g', "TEXT", "lines that hold this text"),
    REGEX("regex", 'e', "EXPRESSION", "lines in which this extended regular expression is found"),
    IGNORE_CASE("ignore-case", 'i', null, "small and capital letters are the same to --grep and --regex"),
    UTC("utc", 'u', null, "universal time, read and shown"),
    RAW("raw", 'r', null, "labels as they are"),
    USER("user", Option.NO_LETTER, "USER", "who the service runs as"),
    ENV("env", Option.NO_LETTER, "NAME=VALUE", "a variable, kept in a file that only root reads; any number of times"),
    LIMIT(
            "limit",
            Option.NO_LETTER,
            "WHAT=N",
            "a limit by softlimit: open-files=1024, memory=500000000; any number of times"),
    DIR("dir", Option.NO_LETTER, "DIR", "the current directory of the service"),
    DOWN("down", Option.NO_LETTER, null, "not to be started by itself"),
    NO_LOG("no-log", Option.NO_LETTER, null, "without a logger"),
    LOG_SIZE("log-size", Option.NO_LETTER, "BYTES", "of a log file at most; 99999 by default"),
    LOG_COUNT("log-count", Option.NO_LETTER, "N", "log files at most; 10 by default"),
    NOW("now", Option.NO_LETTER, null, "start it, or stop it, now too"),
    PURGE("purge", Option.NO_LETTER, null, "remove the directory too, with the logs in it");

    /** In place of a letter: there is none. */
    static final char NO_LETTER = 0;

    /** The name after two dashes. */
    public final String name;
    /** The letter after one dash, or {@link #NO_LETTER}. */
    public final char letter;
    /** What its argument is, in capitals; null where it takes none. */
    public final @Nullable String argument;
    /** One line. */
    public final String help;

    Option(String name, char letter, @Nullable String argument, String help) {
        this.name = name;
        this.letter = letter;
        this.argument = argument;
        this.help = help;
    }
}
