package org.yagura.tools.yagura;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;

/**
 * What {@code yagura} can be told, in the order of its help. Dispatch, {@code --help}, completions and the checks that each has a man page
 * follow from it. A name must not be a tool's: those win.
 */
public enum Subcommand {
    STATUS("status", "status", "[SERVICE...]", "show the state of services", Option.WATCH, Option.LOGS, Option.JSON),
    LIST("list", "status", "", "print the names of services", Option.LOGS, Option.JSON),
    INIT(
            "init",
            "init",
            "[DIR | -- COMMAND...]",
            "be the first process of a container: over the services of DIR, or over one command",
            Option.MAIN,
            Option.REWRITE,
            Option.GRACE,
            Option.GROUP,
            Option.STATE,
            Option.STAMP,
            Option.PLAIN,
            Option.FINISH),
    TOP("top", "top", "[SERVICE...]", "watch services on the whole screen, and control them", Option.LOGS),
    WHY("why", "why", "[SERVICE...]", "tell in sentences why services are as they are", Option.JSON),
    EVENTS(
            "events",
            "events",
            "[SERVICE...]",
            "print what has happened to services",
            Option.SINCE,
            Option.UNTIL,
            Option.UTC,
            Option.FOLLOW,
            Option.RUN,
            Option.LOGS,
            Option.JSON),
    START(
            "start",
            "start",
            "SERVICE...",
            "start services and keep them up",
            Option.ALL,
            Option.TIMEOUT,
            Option.NO_WAIT,
            Option.QUIET,
            Option.JSON,
            Option.SETTLE),
    STOP(
            "stop",
            "start",
            "SERVICE...",
            "stop services and keep them down",
            Option.ALL,
            Option.TIMEOUT,
            Option.NO_WAIT,
            Option.QUIET,
            Option.JSON,
            Option.KILL_AFTER,
            Option.GROUP,
            Option.TREE),
    RESTART(
            "restart",
            "start",
            "SERVICE...",
            "end services and start them again",
            Option.ALL,
            Option.TIMEOUT,
            Option.NO_WAIT,
            Option.QUIET,
            Option.JSON,
            Option.SETTLE,
            Option.KILL_AFTER,
            Option.GROUP,
            Option.TREE),
    ONCE(
            "once",
            "start",
            "SERVICE...",
            "start services, and not again when they end",
            Option.ALL,
            Option.TIMEOUT,
            Option.NO_WAIT,
            Option.QUIET,
            Option.JSON),
    RELOAD(
            "reload",
            "start",
            "SERVICE...",
            "have services read their settings again (HUP)",
            Option.ALL,
            Option.TIMEOUT,
            Option.NO_WAIT,
            Option.QUIET,
            Option.JSON,
            Option.GROUP,
            Option.TREE),
    KILL(
            "kill",
            "start",
            "SIGNAL SERVICE...",
            "send a signal to services",
            Option.ALL,
            Option.TIMEOUT,
            Option.NO_WAIT,
            Option.QUIET,
            Option.JSON,
            Option.GROUP,
            Option.TREE),
    PAUSE(
            "pause",
            "start",
            "SERVICE...",
            "stop services where they are (STOP)",
            Option.ALL,
            Option.TIMEOUT,
            Option.NO_WAIT,
            Option.QUIET,
            Option.JSON,
            Option.GROUP,
            Option.TREE),
    CONTINUE(
            "continue",
            "start",
            "SERVICE...",
            "let services go on that were paused (CONT)",
            Option.ALL,
            Option.TIMEOUT,
            Option.NO_WAIT,
            Option.QUIET,
            Option.JSON,
            Option.GROUP,
            Option.TREE),
    IMPORT(
            "import",
            "import",
            "rc|systemd|supervisord|procfile|runit FILE...",
            "make service directories of other programs' services",
            Option.INTO,
            Option.DRY_RUN,
            Option.LOG_USER,
            Option.LOG_DIR,
            Option.GIVEN,
            Option.JSON),
    LOG(
            "log",
            "log",
            "[SERVICE...]",
            "show lines of services' logs, merged by time",
            Option.FOLLOW,
            Option.LINES,
            Option.SINCE,
            Option.UNTIL,
            Option.GREP,
            Option.REGEX,
            Option.IGNORE_CASE,
            Option.UTC,
            Option.RAW,
            Option.JSON),
    ADD(
            "add",
            "add",
            "NAME -- COMMAND...",
            "make a service of a command",
            Option.USER,
            Option.DIR,
            Option.ENV,
            Option.LIMIT,
            Option.DOWN,
            Option.NO_LOG,
            Option.LOG_USER,
            Option.LOG_DIR,
            Option.LOG_SIZE,
            Option.LOG_COUNT,
            Option.INTO,
            Option.DRY_RUN),
    ENABLE(
            "enable",
            "add",
            "SERVICE...",
            "have services started by themselves",
            Option.NOW,
            Option.TIMEOUT,
            Option.NO_WAIT,
            Option.QUIET),
    DISABLE(
            "disable",
            "add",
            "SERVICE...",
            "have services not started by themselves",
            Option.NOW,
            Option.TIMEOUT,
            Option.NO_WAIT,
            Option.QUIET,
            Option.KILL_AFTER),
    REMOVE(
            "remove",
            "add",
            "NAME...",
            "end services and take them out of the scan directory",
            Option.TIMEOUT,
            Option.KILL_AFTER,
            Option.PURGE),
    CHECK("check", "check", "[SERVICE...]", "examine services and say what is wrong with them", Option.JSON),
    EDIT("edit", "add", "SERVICE [FILE]", "change run, or another file of a service, by an editor"),
    UPGRADE(
            "upgrade",
            "upgrade",
            "",
            "have svscan and its supervises become the program that is installed now",
            Option.LOGGERS,
            Option.QUIET),
    COMPLETION("completion", "", "SHELL", "print what bash, zsh or fish needs to complete words"),
    HELP("help", "", "[COMMAND]", "say what commands there are, or how one is used"),
    VERSION("version", "", "", "print the version");

    /** The word after {@code yagura}. */
    public final String name;
    /** The man page that tells of it. */
    public final String page;
    /** What stands after name and options in a synopsis. */
    public final String operands;
    /** One line. */
    public final String help;

    private final Option[] options;

    Subcommand(String name, String page, String operands, String help, Option... options) {
        this.name = name;
        this.page = page.isEmpty() ? "yagura" : "yagura-" + page;
        this.operands = operands;
        this.help = help;
        this.options = options;
    }

    /** The options that it takes, those that all take included. */
    public Option[] options() {
        Option[] all = java.util.Arrays.copyOf(options, options.length + 2);
        all[options.length] = Option.SCANDIR;
        all[options.length + 1] = Option.HELP;
        return all;
    }

    /** Whether a command of somebody else's follows after {@code --}. */
    public boolean takesCommand() {
        return operands.endsWith("COMMAND...") || operands.endsWith("COMMAND...]");
    }

    /** The subcommand with a name, or null. */
    public static @Nullable Subcommand named(byte[] name) {
        for (Subcommand each : values()) {
            if (Ascii.equal(name, each.name)) {
                return each;
            }
        }
        return null;
    }
}
