package org.yagura.tools.yagura.completion;

import org.yagura.core.text.ByteBuilder;
import org.yagura.tools.Applet;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.Subcommand;
import org.yagura.tools.yagura.completion.Completion.Kind;

/** The completions of fish. */
final class FishCompletion {
    private final ByteBuilder out;

    FishCompletion(ByteBuilder out) {
        this.out = out;
    }

    void print() {
        out.append("# fish completion of yagura; made by: yagura completion fish\n");
        functions();
        out.append("complete -c yagura -f\n");
        for (Subcommand each : Subcommand.values()) {
            out.append("complete -c yagura -n __fish_use_subcommand -a ").append(each.name);
            quoted(each.help, out.append(" -d ")).append("\n");
        }
        for (Applet each : Applet.values()) {
            out.append("complete -c yagura -n __fish_use_subcommand -a ")
                    .append(each.command)
                    .append(" -d tool\n");
        }
        for (Subcommand each : Subcommand.values()) {
            for (Option option : each.options()) {
                option(each, option);
            }
            Kind first = Completion.firstOf(each);
            if (first != Kind.NOTHING) {
                operands("first", each, first);
            }
            operands(first == Kind.NOTHING ? place(each) : "further", each, Completion.kindOf(each));
            if (each.takesCommand()) {
                begin("behind", each).append("' -a '(__yagura_command)'\n");
            }
        }
    }

    /** What tells by the words before the cursor where it stands: the second is the command, whatever the others are. */
    private void functions() {
        out.append("function __yagura_is\n    set -l words (commandline -opc)\n");
        out.append("    test (count $words) -gt 1; and test $words[2] = $argv[1]\nend\n");
        out.append(
                "function __yagura_before\n    __yagura_is $argv[1]; and not contains -- -- (commandline -opc)\nend\n");
        out.append("function __yagura_behind\n    __yagura_is $argv[1]; and contains -- -- (commandline -opc)\nend\n");
        out.append("function __yagura_command\n    set -l words (commandline -opc) (commandline -ct)\n");
        out.append("    set -l i (contains -i -- -- $words)\n");
        out.append("    complete -C (string join ' ' -- $words[(math $i + 1)..-1])\nend\n");
        out.append("function __yagura_first\n    __yagura_is $argv[1]; or return 1\n");
        out.append("    set -l words (commandline -opc)\n    set -l i 3\n    while test $i -le (count $words)\n");
        out.append("        if contains -- $words[$i] $argv[2..-1]\n            set i (math $i + 1)\n");
        out.append("        else if not string match -q -- '-*' $words[$i]\n            return 1\n        end\n");
        out.append("        set i (math $i + 1)\n    end\nend\n");
        out.append("function __yagura_further\n    __yagura_is $argv[1]; and not __yagura_first $argv\nend\n");
        out.append("function __yagura_services\n    set -l words (commandline -opc)\n    set -l scan\n");
        out.append("    for i in (seq 3 (count $words))\n        switch $words[$i]\n            case -s --scandir\n");
        out.append("                set scan -s $words[(math $i + 1)]\n            case '--scandir=*'\n");
        out.append("                set scan $words[$i]\n        end\n    end\n");
        out.append("    yagura list --logs $scan 2>/dev/null\nend\n");
    }

    /** Options and operands of ours end where somebody else's command begins. */
    private static String place(Subcommand each) {
        return each.takesCommand() ? "before" : "is";
    }

    private ByteBuilder begin(String where, Subcommand each) {
        return out.append("complete -c yagura -n '__yagura_")
                .append(where)
                .append(" ")
                .append(each.name);
    }

    private void option(Subcommand each, Option option) {
        begin(place(each), each).append("' -l ").append(option.name);
        if (option.letter != 0) {
            out.append(" -s ").append((byte) option.letter);
        }
        if (option.argument != null) {
            switch (Completion.kindOf(option)) {
                case FILES, DIRECTORIES -> out.append(" -r -F");
                case USERS -> out.append(" -x -a '(__fish_complete_users)'");
                case SERVICES -> out.append(" -x -a '(__yagura_services)'");
                default ->
                    Completion.words(Completion.kindOf(option), out.append(" -x -a '"))
                            .append("'");
            }
        }
        quoted(option.help, out.append(" -d ")).append("\n");
    }

    private void operands(String where, Subcommand each, Kind kind) {
        if (kind == Kind.NOTHING) {
            return;
        }
        Completion.takers(each, begin(where, each)).append("'");
        switch (kind) {
            case SERVICES -> out.append(" -a '(__yagura_services)'\n");
            case FILES -> out.append(" -F\n");
            case DIRECTORIES -> out.append(" -a '(__fish_complete_directories)'\n");
            default -> Completion.words(kind, out.append(" -a '")).append("'\n");
        }
    }

    private static ByteBuilder quoted(String text, ByteBuilder out) {
        out.append("'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c == '\'' || c == '\\' ? "\\" : "").append((byte) c);
        }
        return out.append("'");
    }
}
