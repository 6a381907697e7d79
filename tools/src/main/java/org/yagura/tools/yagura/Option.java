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
    LOGS("logs", 'l', null, "loggers too, as services of their own");

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
