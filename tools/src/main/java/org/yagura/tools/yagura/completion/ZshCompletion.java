package org.yagura.tools.yagura.completion;

import org.yagura.core.text.ByteBuilder;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.Subcommand;
import org.yagura.tools.yagura.completion.Completion.Kind;

/** The completions of zsh. */
final class ZshCompletion {
    private final ByteBuilder out;

    ZshCompletion(ByteBuilder out) {
        this.out = out;
    }

    void print() {
        out.append("#compdef yagura\n# zsh completion of yagura; made by: yagura completion zsh\n");
        out.append("_yagura_services() {\n    local -a names scan\n    local i=${words[(I)(-s|--scandir)]}\n");
        out.append("    (( i )) && scan=(-s \"${words[i+1]}\")\n");
        out.append("    names=(${(f)\"$(yagura list --logs $scan 2>/dev/null)\"})\n    compadd -a names\n}\n");
        Completion.signals(out.append("_yagura_signals() {\n    compadd ")).append("\n}\n");
        out.append("_yagura_commands() {\n    local -a commands\n    commands=(\n");
        for (Subcommand each : Subcommand.values()) {
            quoted(each.help, out.append("        '").append(each.name).append(":"))
                    .append("'\n");
        }
        out.append("    )\n    _describe command commands\n}\n");
        out.append("_yagura() {\n    if (( CURRENT == 2 )); then\n        _yagura_commands\n");
        Completion.tools(out.append("        compadd ")).append("\n        return\n    fi\n");
        out.append("    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n    case $command in\n");
        for (Subcommand each : Subcommand.values()) {
            command(each);
        }
        out.append("        *) _files ;;\n    esac\n}\n_yagura \"$@\"\n");
    }

    private void command(Subcommand each) {
        out.append("        ").append(each.name).append(") _arguments -s");
        for (Option option : each.options()) {
            out.append(" \\\n            ");
            if (option.letter != 0) {
                out.append("'(-")
                        .append((byte) option.letter)
                        .append(" --")
                        .append(option.name)
                        .append(")'{-");
                out.append((byte) option.letter)
                        .append(",--")
                        .append(option.name)
                        .append("}");
            } else {
                out.append("--").append(option.name);
            }
            quoted(option.help, out.append("'[")).append("]");
            if (option.argument != null) {
                out.append(":").append(option.argument).append(":").append(action(Completion.kindOf(option)));
            }
            out.append("'");
        }
        if (Completion.startsWithSignal(each)) {
            out.append(" \\\n            '1:signal:_yagura_signals'");
        }
        Kind kind = Completion.kindOf(each);
        if (kind != Kind.NOTHING) {
            out.append(" \\\n            '*:argument:").append(action(kind)).append("'");
        }
        out.append(" ;;\n");
    }

    private static String action(Kind kind) {
        return switch (kind) {
            case NOTHING -> " ";
            case SERVICES -> "_yagura_services";
            case SIGNALS -> "_yagura_signals";
            case FILES -> "_files";
            case DIRECTORIES -> "_files -/";
            case USERS -> "_users";
            case COMMANDS -> "_yagura_commands";
            case SHELLS -> "(bash zsh fish)";
        };
    }

    /** Appends a text between single quotes in which colons and brackets mean themselves. */
    private static ByteBuilder quoted(String text, ByteBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                out.append("'\\''");
            } else {
                out.append(c == ':' || c == '[' || c == ']' || c == '\\' ? "\\" : "")
                        .append((byte) c);
            }
        }
        return out;
    }
}
