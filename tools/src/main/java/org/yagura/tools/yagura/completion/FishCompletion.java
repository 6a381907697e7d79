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
            if (Completion.startsWithSignal(each)) {
                Completion.signals(begin(each).append(" -a '")).append("'\n");
            }
            operands(each);
        }
    }

    private ByteBuilder begin(Subcommand each) {
        return out.append("complete -c yagura -n '__fish_seen_subcommand_from ")
                .append(each.name)
                .append("'");
    }

    private void option(Subcommand each, Option option) {
        begin(each).append(" -l ").append(option.name);
        if (option.letter != 0) {
            out.append(" -s ").append((byte) option.letter);
        }
        if (option.argument != null) {
            Kind kind = Completion.kindOf(option);
            out.append(kind == Kind.FILES || kind == Kind.DIRECTORIES ? " -r -F" : " -x");
            if (kind == Kind.USERS) {
                out.append(" -a '(__fish_complete_users)'");
            }
        }
        quoted(option.help, out.append(" -d ")).append("\n");
    }

    private void operands(Subcommand each) {
        switch (Completion.kindOf(each)) {
            case SERVICES -> begin(each).append(" -a '(yagura list --logs 2>/dev/null)'\n");
            case FILES, DIRECTORIES -> begin(each).append(" -F\n");
            case COMMANDS -> Completion.commands(begin(each).append(" -a '")).append("'\n");
            case SHELLS -> begin(each).append(" -a 'bash zsh fish'\n");
            default -> {}
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
