package org.yagura.itest.harness;

/**
 * The intended differences from 0.76 that tests rely on. Each is an entry of doc/differences.md: the section and a text that
 * the entry contains.
 */
public enum Difference {
    SVSCAN_TERM("svscan", "TERM"),
    SVSCAN_QUIT("svscan", "QUIT"),
    SVSCAN_HUP("svscan", "HUP"),
    UPGRADE("svscan", "upgrades everything"),
    SVSCAN_NO_LIMIT("svscan", "1000"),
    SEEN_AT_ONCE("svscan", "at once"),
    LOG_LATER("svscan", "later"),
    SIGCHLD_IGNORED("svscan", "SIGCHLD"),
    TWO_SLOTS("supervise", "one process"),
    SUPERVISE_TERM("supervise", "TERM"),
    ADOPTED("supervise", "second copy"),
    COMMANDS_AT_ONCE("supervise", "at once"),
    SUPERVISE_DIRECTORY_MODE("supervise", "0755"),
    REASON_OF_THE_DIRECTORY("supervise", "cannot be made"),
    DIRECTORIES_MADE_ANEW("supervise", "anew"),
    STATUS_LONGER("supervise", "18"),
    LINK_POINTED_ELSEWHERE("svscan", "ln -sfn"),
    FORK_RETRIED("supervise", "fork"),
    COMPAT("supervise", "Habits of other suites"),
    SOCKETS("supervise", "Listening sockets"),
    COMPAT_SIGNALS("supervise", "WINCH"),
    SVC_LETTERS("svc", "More letters"),
    SVSTAT_LOGS("svstat", "`-l` and `-L`"),
    SVUP("svstat", "svup"),
    SVC_NEVER_HANGS("svc", "hang"),
    SVSTAT_READ_ONLY("svstat", "permission"),
    SVSTAT_CLOCK("svstat", "clock"),
    SVSTAT_WRITE_ERROR("svstat", "Lines that cannot be written"),
    SVSTAT_READ_ERROR("svstat", "error"),
    MULTILOG_TERM_IN_TROUBLE("multilog", "TERM"),
    MULTILOG_JOURNAL("multilog", "journal"),
    MULTILOG_FULL_DISK("multilog", "disk is full"),
    MULTILOG_DURABILITY("multilog", "fsync"),
    MULTILOG_CLOCK("multilog", "clock"),
    MULTILOG_UNKNOWN_ACTIONS("multilog", "unknown"),
    MULTILOG_NO_DIRECTORY("multilog", "directory"),
    MULTILOG_ALRM("multilog", "ALRM"),
    MULTILOG_READ_ERROR("multilog", "standard input"),
    GETENT("setuidgid", "getent"),
    MALFORMED_LABELS("tai64nlocal", "malformed"),
    LAST_LABEL("tai64nlocal", "without a newline"),
    DANGLING_VALUE("envdir", "dangling"),
    VARIABLE_NAME("envdir", "="),
    VALUE_LENGTH("envdir", "131,071"),
    TCPSERVER_ADDITIONS("tcpserver", "long option"),
    TCPSERVER_PAUSES("tcpserver", "pause"),
    TCPSERVER_OPTIONS("tcpserver", "two dashes"),
    TCPSERVER_PORT_UNSAID("tcpserver", "no way to say it"),
    LIMIT_CUT("softlimit", "cut"),
    FGHACK_ORPHANS("fghack", "orphans"),
    FGHACK_SIGNALS("fghack", "passed on"),
    TITLE_CONTROLS("readproctitle", "control"),
    TITLE_REPEATED("readproctitle", "repeated"),
    BOOT_BECOMES_SVSCAN("svscanboot", "becomes svscan"),
    BOOT_TAKES_OVER("svscanboot", "taken over"),
    BOOT_OPTIONS("svscanboot", "`--grace=SECONDS`"),
    BOOT_DIRECTORY("svscanboot", "standard error"),
    UPDATE_SERVICE_RUNNING("update-service", "left alone"),
    RULES_WARNED_OF("tcprules, tcprulescheck", "--strict"),
    RULES_TEMPORARY("tcprules, tcprulescheck", "symbolic link"),
    RULES_IPV6("tcprules, tcprulescheck", "brackets"),
    RULES_DAMAGED("tcprules, tcprulescheck", "damaged"),
    NAMES_IN_HOSTS("tcpclient", "/etc/hosts"),
    TCPCLIENT_IPV6("tcpclient", "IPv6"),
    NAME_SERVERS("tcpclient", "at once"),
    CLIENT_EXIT_CODES("tcpcat, who@, date@, finger@, http@, mconnect", "111"),
    HTTP_EMPTY_LINES("tcpcat, who@, date@, finger@, http@, mconnect", "empty lines"),
    RELAY_OUTPUT("recordio, fixcrio", "closes its standard input"),
    RBL_IPV6("rblsmtpd", "IPv6");

    /** Heading in doc/differences.md. */
    public final String section;
    /** Text that an entry of the section contains, in any case. */
    public final String text;

    Difference(String section, String text) {
        this.section = section;
        this.text = text;
    }
}
