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
        SHELLS,
        SOURCES,
        STAMPS
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
            new BashCompletion(out).print();
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
            case "SERVICE" -> Kind.SERVICES;
            case "WORD" -> Kind.STAMPS;
            default -> Kind.NOTHING;
        };
    }

    /** What the operands of a command are, but for the first where {@link #firstOf} says otherwise. */
    static Kind kindOf(Subcommand subcommand) {
        String operands = subcommand.operands;
        if (operands.contains("SERVICE") || operands.equals("NAME...")) {
            return Kind.SERVICES;
        }
        if (operands.contains("DIR")) {
            return Kind.DIRECTORIES;
        }
        if (operands.contains("FILE")) {
            return Kind.FILES;
        }
        if (subcommand.takesCommand()) {
            return Kind.NOTHING;
        }
        return operands.contains("SHELL") ? Kind.SHELLS : operands.contains("COMMAND") ? Kind.COMMANDS : Kind.NOTHING;
    }

    /** What the first operand is where it is something else than the others. */
    static Kind firstOf(Subcommand subcommand) {
        return switch (subcommand) {
            case KILL -> Kind.SIGNALS;
            case IMPORT -> Kind.SOURCES;
            default -> Kind.NOTHING;
        };
    }

    /** The words that something can be; nothing where it is no matter of words. */
    static ByteBuilder words(Kind kind, ByteBuilder out) {
        return switch (kind) {
            case SIGNALS -> signals(out);
            case COMMANDS -> commands(out);
            case SHELLS -> out.append("bash zsh fish");
            case SOURCES -> out.append("rc systemd supervisord procfile runit");
            case STAMPS -> out.append("iso tai64n none");
            default -> out;
        };
    }

    /** Appends the options of a command that take an argument, with a blank before each. */
    static ByteBuilder takers(Subcommand each, ByteBuilder out) {
        for (Option option : each.options()) {
            if (option.argument != null) {
                out.append(" --").append(option.name);
                if (option.letter != 0) {
                    out.append(" -").append((byte) option.letter);
                }
            }
        }
        return out;
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

    private static ByteBuilder signals(ByteBuilder out) {
        String[] names = SignalName.all();
        for (int i = 0; i < names.length; i++) {
            out.append(i == 0 ? "" : " ").append(names[i]);
        }
        return out;
    }
}
