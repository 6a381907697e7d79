package org.yagura.tools.yagura.completion;

import java.util.List;
import org.yagura.core.control.SignalName;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.tools.Applet;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.Subcommand;

/** Prints a shell's completions, made of what commands and options there are. */
public final class Completion {
    /** What a word can be. */
    enum Kind {
        NOTHING,
        SERVICES,
        SIGNALS,
        FILES,
        DIRECTORIES,
        USERS,
        COMMANDS,
        SHELLS
    }

    private final Call call;
    private final ByteBuilder out;

    public Completion(Call call) {
        this.call = call;
        out = call.out.text;
    }

    public Outcome run() {
        List<byte[]> operands = call.arguments.operands();
        byte[] shell = operands.size() == 1 ? operands.get(0) : new byte[0];
        if (Ascii.equal(shell, "bash")) {
            bash();
        } else if (Ascii.equal(shell, "zsh")) {
            new ZshCompletion(out).print();
        } else if (Ascii.equal(shell, "fish")) {
            new FishCompletion(out).print();
        } else {
            return call.usage();
        }
        return call.out.end(Outcome.DONE);
    }

    /** What the argument of an option is. */
    static Kind kindOf(Option option) {
        String argument = option.argument == null ? "" : option.argument;
        return switch (argument) {
            case "DIR" -> Kind.DIRECTORIES;
            case "FILE", "PROGRAM" -> Kind.FILES;
            case "USER" -> Kind.USERS;
            default -> Kind.NOTHING;
        };
    }

    /** What the operands of a command are, but for the signal of {@code kill}. */
    static Kind kindOf(Subcommand subcommand) {
        String operands = subcommand.operands;
        if (operands.contains("SERVICE")) {
            return Kind.SERVICES;
        }
        if (operands.contains("DIR")) {
            return Kind.DIRECTORIES;
        }
        if (operands.contains("FILE") || operands.contains("COMMAND...")) {
            return Kind.FILES;
        }
        return operands.contains("SHELL") ? Kind.SHELLS : operands.contains("COMMAND") ? Kind.COMMANDS : Kind.NOTHING;
    }

    static boolean startsWithSignal(Subcommand subcommand) {
        return subcommand.operands.startsWith("SIGNAL");
    }

    static ByteBuilder commands(ByteBuilder out) {
        String gap = "";
        for (Subcommand each : Subcommand.values()) {
            out.append(gap).append(each.name);
            gap = " ";
        }
        return out;
    }

    static ByteBuilder tools(ByteBuilder out) {
        String gap = "";
        for (Applet each : Applet.values()) {
            out.append(gap).append(each.command);
            gap = " ";
        }
        return out;
    }

    static ByteBuilder signals(ByteBuilder out) {
        String[] names = SignalName.all();
        for (int i = 0; i < names.length; i++) {
            out.append(i == 0 ? "" : " ").append(names[i]);
        }
        return out;
    }

    // ---- bash

    private void bash() {
        out.append("# bash completion of yagura; made by: yagura completion bash\n");
        out.append("_yagura() {\n");
        out.append(
                "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n");
        out.append("    local options= kind= i scan=() IFS=$'\\n'\n");
        out.append("    COMPREPLY=()\n");
        out.append("    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        IFS=' '\n");
        commands(out.append("        COMPREPLY=($(compgen -W '"));
        tools(out.append(" "));
        out.append(" --help --version' -- \"$cur\"))\n        return\n    fi\n");
        out.append("    for ((i = 2; i < COMP_CWORD; i++)); do\n");
        out.append("        case ${COMP_WORDS[i]} in\n");
        out.append("            -s | --scandir) scan=(-s \"${COMP_WORDS[i+1]}\") ;;\n        esac\n    done\n");
        out.append("    case $command in\n");
        for (Subcommand each : Subcommand.values()) {
            bash(each);
        }
        out.append("        *) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n    esac\n");
        out.append(
                "    case $cur in\n        -*) IFS=' '; COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")); return ;;\n    esac\n");
        out.append("    case $kind in\n");
        out.append(
                "        services) COMPREPLY=($(compgen -W \"$(yagura list --logs \"${scan[@]}\" 2>/dev/null)\" -- \"$cur\")) ;;\n");
        out.append("        files) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n");
        out.append("        directories) COMPREPLY=($(compgen -d -- \"$cur\")) ;;\n");
        out.append("        users) COMPREPLY=($(compgen -u -- \"$cur\")) ;;\n");
        signals(out.append("        signals) IFS=' '; COMPREPLY=($(compgen -W '"))
                .append("' -- \"$cur\")) ;;\n");
        commands(out.append("        commands) IFS=' '; COMPREPLY=($(compgen -W '"))
                .append("' -- \"$cur\")) ;;\n");
        out.append("        shells) IFS=' '; COMPREPLY=($(compgen -W 'bash zsh fish' -- \"$cur\")) ;;\n");
        out.append("    esac\n}\ncomplete -F _yagura yagura\n");
    }

    private void bash(Subcommand each) {
        out.append("        ").append(each.name).append(")\n            options='");
        for (Option option : each.options()) {
            out.append("--").append(option.name).append(" ");
        }
        out.append("'\n            kind=").append(word(kindOf(each))).append("\n");
        if (startsWithSignal(each)) {
            out.append("            [ \"$COMP_CWORD\" -gt 2 ] || kind=signals\n");
        }
        out.append("            case $prev in\n");
        for (Option option : each.options()) {
            if (option.argument != null) {
                out.append("                --").append(option.name);
                if (option.letter != 0) {
                    out.append(" | -").append((byte) option.letter);
                }
                out.append(") kind=").append(word(kindOf(option))).append(" ;;\n");
            }
        }
        out.append("            esac ;;\n");
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case NOTHING -> "nothing";
            case SERVICES -> "services";
            case SIGNALS -> "signals";
            case FILES -> "files";
            case DIRECTORIES -> "directories";
            case USERS -> "users";
            case COMMANDS -> "commands";
            case SHELLS -> "shells";
        };
    }
}
