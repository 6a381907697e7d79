package org.yagura.tools.yagura;

import java.util.Arrays;
import org.yagura.core.control.Deed;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Port;
import org.yagura.tools.Applet;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.adding.Add;
import org.yagura.tools.yagura.adding.Edit;
import org.yagura.tools.yagura.adding.Enabling;
import org.yagura.tools.yagura.adding.Remove;
import org.yagura.tools.yagura.checking.Check;
import org.yagura.tools.yagura.completion.Completion;
import org.yagura.tools.yagura.control.Control;
import org.yagura.tools.yagura.events.Events;
import org.yagura.tools.yagura.importing.Import;
import org.yagura.tools.yagura.init.Init;
import org.yagura.tools.yagura.log.LogLines;
import org.yagura.tools.yagura.status.ListNames;
import org.yagura.tools.yagura.status.StatusTable;
import org.yagura.tools.yagura.top.Top;
import org.yagura.tools.yagura.upgrade.UpgradeTree;
import org.yagura.tools.yagura.why.Why;

/** The command for people: {@code yagura COMMAND …}, where COMMAND is no tool's name. */
public final class Yagura {
    static final String PROGRAM = "yagura";
    private static final String VERSION = "0.1.0";

    private Yagura() {}

    /** Runs what the words after {@code yagura} say. */
    public static Outcome run(Invocation invocation, Port port) {
        byte[][] words = invocation.arguments();
        Messages messages = new Messages(port.descriptors(), PROGRAM);
        if (words.length == 0) {
            messages.usage().add("yagura COMMAND [OPTION...] [ARGUMENT...]; yagura --help lists the commands");
            messages.end();
            return Outcome.exit(Outcome.USAGE);
        }
        Subcommand subcommand = named(words[0]);
        if (subcommand == null) {
            messages.fatal().add("no such command or tool: ").add(words[0]).end();
            messages.usage().add("yagura COMMAND [OPTION...] [ARGUMENT...]; yagura --help lists the commands");
            messages.end();
            return Outcome.exit(Outcome.USAGE);
        }
        Call call = new Call(subcommand, Arrays.copyOfRange(words, 1, words.length), invocation, port);
        String problem = call.arguments.problem();
        if (problem != null) {
            return call.usage(problem, call.arguments.culprit());
        }
        if (call.arguments.has(Option.HELP)) {
            Help.append(subcommand, call.out.text);
            return call.out.end(Outcome.DONE);
        }
        return run(call);
    }

    private static @org.jspecify.annotations.Nullable Subcommand named(byte[] word) {
        if (Ascii.equal(word, "--help") || Ascii.equal(word, "-h")) {
            return Subcommand.HELP;
        }
        return Ascii.equal(word, "--version") ? Subcommand.VERSION : Subcommand.named(word);
    }

    private static Outcome run(Call call) {
        return switch (call.subcommand) {
            case STATUS -> new StatusTable(call).run();
            case LIST -> new ListNames(call).run();
            case TOP -> new Top(call).run();
            case WHY -> new Why(call).run();
            case EVENTS -> new Events(call).run();
            case START -> new Control(call, Deed.START).run();
            case STOP -> new Control(call, Deed.STOP).run();
            case RESTART -> new Control(call, Deed.RESTART).run();
            case ONCE -> new Control(call, Deed.ONCE).run();
            case RELOAD -> new Control(call, Deed.RELOAD).run();
            case KILL -> new Control(call, Deed.SIGNAL).run();
            case PAUSE -> new Control(call, Deed.PAUSE).run();
            case CONTINUE -> new Control(call, Deed.CONTINUE).run();
            case IMPORT -> new Import(call).run();
            case LOG -> new LogLines(call).run();
            case INIT -> new Init(call).run();
            case ADD -> new Add(call).run();
            case ENABLE -> new Enabling(call, true).run();
            case DISABLE -> new Enabling(call, false).run();
            case REMOVE -> new Remove(call).run();
            case CHECK -> new Check(call).run();
            case EDIT -> new Edit(call).run();
            case UPGRADE -> new UpgradeTree(call).run();
            case COMPLETION -> new Completion(call).run();
            case HELP -> help(call);
            case VERSION -> version(call);
        };
    }

    private static Outcome version(Call call) {
        call.out.text.append(PROGRAM).append((byte) ' ').append(VERSION).append((byte) '\n');
        return call.out.end(Outcome.DONE);
    }

    private static Outcome help(Call call) {
        ByteBuilder out = call.out.text;
        if (call.arguments.operands().isEmpty()) {
            Help.append(out);
            return call.out.end(Outcome.DONE);
        }
        byte[] about = call.arguments.operands().get(0);
        Subcommand subcommand = Subcommand.named(about);
        if (subcommand != null) {
            Help.append(subcommand, out);
            return call.out.end(Outcome.DONE);
        }
        Applet applet = Applet.named(about);
        if (applet == null) {
            return call.usage("no such command or tool: ", about);
        }
        out.append(applet.command)
                .append(" is a tool: see man ")
                .append(applet.command)
                .append((byte) '\n');
        return call.out.end(Outcome.DONE);
    }
}
