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
        out.append("    i=${words[(I)--scandir=*]}\n    (( i )) && scan=(\"${words[i]}\")\n");
        out.append("    names=(${(f)\"$(yagura list --logs $scan 2>/dev/null)\"})\n    compadd -a names\n}\n");
        out.append("_yagura_command() {\n    local i=${words[(i)--]}\n");
        out.append(
                "    if (( i < CURRENT )); then\n        words=(\"${(@)words[i+1,-1]}\")\n        (( CURRENT -= i ))\n");
        out.append("        _normal\n    else\n        \"$@\"\n    fi\n}\n");
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
                out.append((byte) option.letter).append(option.argument == null ? ",--" : "+,--");
                out.append(option.name).append(option.argument == null ? "}" : "=}");
            } else {
                out.append(option.argument == null ? "" : "'*'").append("--").append(option.name);
                out.append(option.argument == null ? "" : "=");
            }
            quoted(option.help, out.append("'[")).append("]");
            if (option.argument != null) {
                out.append(":").append(option.argument).append(":").append(action(Completion.kindOf(option)));
            }
            out.append("'");
        }
        if (Completion.firstOf(each) != Kind.NOTHING) {
            out.append(" \\\n            '1:first:").append(action(Completion.firstOf(each)));
            out.append("'");
        }
        Kind kind = Completion.kindOf(each);
        if (each.takesCommand()) {
            // Words before the dashes are asked for as well as those behind them.
            out.append(" \\\n            '*:argument: _yagura_command ")
                    .append(action(kind))
                    .append("'");
        } else if (kind != Kind.NOTHING) {
            out.append(" \\\n            '*:argument:").append(action(kind)).append("'");
        }
        out.append(" ;;\n");
    }

    private static byte[] action(Kind kind) {
        ByteBuilder action = new ByteBuilder(64);
        switch (kind) {
            case NOTHING -> action.append(" ");
            case SERVICES -> action.append("_yagura_services");
            case FILES -> action.append("_files");
            case DIRECTORIES -> action.append("_files -/");
            case USERS -> action.append("_users");
            case COMMANDS -> action.append("_yagura_commands");
            default -> Completion.words(kind, action.append("(")).append(")");
        }
        return action.toBytes();
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
