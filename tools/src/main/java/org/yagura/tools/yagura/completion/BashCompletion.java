package org.yagura.tools.yagura.completion;

import org.yagura.core.text.ByteBuilder;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.Subcommand;
import org.yagura.tools.yagura.completion.Completion.Kind;

/** The completions of bash. It takes {@code --name=argument} for three words. */
final class BashCompletion {
    private final ByteBuilder out;

    BashCompletion(ByteBuilder out) {
        this.out = out;
    }

    void print() {
        out.append("# bash completion of yagura; made by: yagura completion bash\n");
        out.append("_yagura() {\n");
        out.append("    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} word i operands=0\n");
        out.append("    local options= takes= kind=nothing first= program= scan=() IFS=$'\\n'\n");
        out.append("    COMPREPLY=()\n");
        out.append("    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        IFS=$' \\n'\n");
        Completion.commands(out.append("        COMPREPLY=($(compgen -W '"));
        Completion.tools(out.append(" "));
        out.append(" --help --version' -- \"$cur\"))\n        return\n    fi\n");
        out.append("    if [ \"$cur\" = = ]; then cur=\n");
        out.append("    elif [ \"$prev\" = = ]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n");
        out.append("    case ${COMP_WORDS[1]} in\n");
        for (Subcommand each : Subcommand.values()) {
            command(each);
        }
        out.append("        *) kind=files ;;\n    esac\n");
        walk();
        out.append("    [ \"$operands\" -gt 0 ] || kind=${first:-$kind}\n    case \"$takes \" in\n");
        out.append("        *\" $prev \"*) options=\n            case $prev in\n");
        for (Kind kind : Kind.values()) {
            options(kind);
        }
        out.append("                *) kind=nothing ;;\n            esac ;;\n    esac\n");
        out.append("    case $cur in\n        -*) [ -z \"$options\" ] || kind=options ;;\n    esac\n");
        answer();
        out.append("}\ncomplete -F _yagura yagura\n");
    }

    private void command(Subcommand each) {
        out.append("        ").append(each.name).append(") options='");
        for (Option option : each.options()) {
            out.append("--").append(option.name).append(" ");
        }
        Completion.takers(each, out.append("' takes='"));
        out.append("' kind=").append(word(Completion.kindOf(each)));
        if (Completion.firstOf(each) != Kind.NOTHING) {
            out.append(" first=").append(word(Completion.firstOf(each)));
        }
        out.append(each.takesCommand() ? " program=yes ;;\n" : " ;;\n");
    }

    /** Counts the operands before the word, and finds the scan directory and what else the words say. */
    private void walk() {
        out.append("    for ((i = 2; i < COMP_CWORD; i++)); do\n        word=${COMP_WORDS[i]}\n");
        out.append("        case \"$takes \" in\n            *\" $word \"*)\n");
        out.append("                [ \"${COMP_WORDS[i+1]}\" != = ] || i=$((i+1))\n                i=$((i+1))\n");
        out.append("                case $word in -s | --scandir) scan=(-s \"${COMP_WORDS[i]}\") ;; esac\n");
        out.append("                continue ;;\n        esac\n        case $word in\n");
        out.append("            --) options=\n                if [ -n \"$program\" ]; then\n");
        out.append("                    kind=files first=\n");
        out.append("                    [ $((i+1)) -lt \"$COMP_CWORD\" ] || kind=programs\n                fi\n");
        out.append("                operands=1\n                break ;;\n");
        out.append("            -*) ;;\n            *) operands=$((operands+1)) ;;\n        esac\n    done\n");
    }

    /** The options whose arguments are of a kind. A letter may mean one without argument to some command, where this is not asked. */
    private void options(Kind kind) {
        if (kind == Kind.NOTHING) {
            return;
        }
        String gap = "                ";
        for (Option option : Option.values()) {
            if (Completion.kindOf(option) == kind) {
                out.append(gap).append("--").append(option.name);
                if (option.letter != 0) {
                    out.append(" | -").append((byte) option.letter);
                }
                gap = " | ";
            }
        }
        if (gap.length() == 3) {
            out.append(") kind=").append(word(kind)).append(" ;;\n");
        }
    }

    private void answer() {
        out.append("    case $kind in\n        services)\n");
        out.append(
                "            COMPREPLY=($(compgen -W \"$(yagura list --logs \"${scan[@]}\" 2>/dev/null)\" -- \"$cur\")) ;;\n");
        out.append("        files) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n");
        out.append("        directories) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- \"$cur\")) ;;\n");
        out.append("        users) COMPREPLY=($(compgen -u -- \"$cur\")) ;;\n");
        out.append("        programs) COMPREPLY=($(compgen -c -- \"$cur\")) ;;\n");
        out.append("        options) IFS=$' \\n'; COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")) ;;\n");
        for (Kind kind : Kind.values()) {
            ByteBuilder words = Completion.words(kind, new ByteBuilder(256));
            if (words.length() > 0) {
                out.append("        ").append(word(kind)).append(") IFS=$' \\n'; COMPREPLY=($(compgen -W '");
                out.append(words.toBytes()).append("' -- \"$cur\")) ;;\n");
            }
        }
        out.append("    esac\n");
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
            case SOURCES -> "sources";
            case STAMPS -> "stamps";
        };
    }
}
