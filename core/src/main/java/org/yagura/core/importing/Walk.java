package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.shell.Command;
import org.yagura.core.shell.Command.Simple;
import org.yagura.core.shell.Command.Statement;
import org.yagura.core.shell.Remark;
import org.yagura.core.shell.Script;
import org.yagura.core.shell.ShellParser;
import org.yagura.core.shell.ShellPattern;
import org.yagura.core.shell.Token;
import org.yagura.core.shell.Word;
import org.yagura.core.text.Ascii;

/**
 * Goes through a script as a shell would that is called with {@code start}, as far as that can be known. Where a condition cannot be
 * known, a branch that ends the script is passed by, and any other is taken.
 */
final class Walk {
    private static final int STEPS_MAX = 20_000;
    private static final int ROUNDS_MAX = 64;
    private static final int DEPTH_MAX = 100;

    /** How a sequence goes on. */
    enum Flow {
        ON,
        OUT_OF_LOOP,
        OUT_OF_FUNCTION,
        END
    }

    private record Function(byte[] name, Command body) {}

    final Report report;
    final Starts starts;
    final byte[] scriptName;
    private final List<Function> functions = new ArrayList<>();
    private final Builtins builtins;
    Surroundings around = new Surroundings();
    Flow flow = Flow.ON;
    private int steps;
    private int depth;
    /** Whether the command at hand is a condition, or within one. */
    int asking;
    /** How many sequences there are around the command at hand. */
    int level;

    Walk(byte[] scriptName, List<RcImport.Given> given, Report report) {
        this.scriptName = scriptName;
        this.report = report;
        starts = new Starts(this);
        builtins = new Builtins(this, given);
        around.positional = new ArrayList<>(List.of(Piece.of("start")));
    }

    /** Goes through a script that stands in another one, or is read by it. */
    Truth script(byte[] text, int line, boolean stays) {
        if (depth >= DEPTH_MAX) {
            return Truth.UNKNOWN;
        }
        Script script = ShellParser.parse(text, line);
        for (Remark remark : script.remarks()) {
            if (remark.harmless()) {
                report.understood(remark.line(), Bytes.NONE, "read as bash does: ", remark.text());
            } else {
                report.decide(remark.line(), Bytes.NONE, "not understood, and passed by: ", remark.text());
            }
        }
        return run(script.body(), stays);
    }

    // ---- commands

    /** Runs a command. @param stays whether it is in the background, so that what it ends with is a daemon */
    Truth run(Command command, boolean stays) {
        if (++steps > STEPS_MAX || depth >= DEPTH_MAX) {
            report.decide(command.place().line(), Bytes.NONE, "the script is too long to be followed further");
            flow = Flow.END;
            return Truth.UNKNOWN;
        }
        depth++;
        Truth truth = switch (command) {
            case Simple simple -> simple(simple, stays);
            case Command.Sequence sequence -> sequence(sequence, stays);
            case Command.Pipeline pipeline -> pipeline(pipeline, stays);
            case Command.Chain chain -> chain(chain, stays);
            case Command.Group group -> group(group, stays);
            case Command.Choice choice -> choice(choice, stays);
            case Command.Loop loop -> loop(loop, stays);
            case Command.Each each -> each(each, stays);
            case Command.Case choice -> choiceByPattern(choice, stays);
            case Command.Function function -> {
                functions.add(new Function(function.name(), function.body()));
                yield Truth.YES;
            }
            case Command.Redirected redirected -> redirected(redirected, stays);
            case Command.Foreign foreign -> Truth.UNKNOWN;
        };
        depth--;
        return truth;
    }

    private Truth sequence(Command.Sequence sequence, boolean stays) {
        Truth truth = Truth.YES;
        List<Statement> statements = sequence.statements();
        level++;
        for (int i = 0; i < statements.size() && flow == Flow.ON; i++) {
            Statement statement = statements.get(i);
            boolean last = i == statements.size() - 1;
            starts.at(statement.place());
            truth = statement.background() ? apart(statement.command(), true) : run(statement.command(), stays && last);
        }
        level--;
        return truth;
    }

    /** Runs a command in a process of its own. */
    private Truth apart(Command command, boolean stays) {
        Surroundings outside = around;
        around = new Surroundings(outside);
        Truth truth = run(command, stays);
        around = outside;
        flow = Flow.ON;
        return truth;
    }

    private Truth group(Command.Group group, boolean stays) {
        return group.subshell() ? apart(group.body(), stays) : run(group.body(), stays);
    }

    private Truth redirected(Command.Redirected redirected, boolean stays) {
        Surroundings outside = around;
        if (around.log == null) {
            LogPlan log = new LogPlan();
            starts.redirect(
                    redirected.redirections(),
                    log,
                    new ArrayList<>(),
                    redirected.place().line());
            around = new Surroundings(outside);
            around.log = log;
            // only where lines go is other within: all else is seen outside too
            Truth truth = run(redirected.command(), stays);
            around.log = null;
            around = stays ? outside : around;
            return truth;
        }
        return run(redirected.command(), stays);
    }

    private Truth pipeline(Command.Pipeline pipeline, boolean stays) {
        List<Command> commands = pipeline.commands();
        if (commands.size() == 1) {
            Truth truth = run(commands.get(0), stays);
            return pipeline.negated() ? truth.not() : truth;
        }
        List<List<Piece>> behind = new ArrayList<>();
        for (Command command : commands.subList(1, commands.size())) {
            behind.add(command instanceof Simple simple ? expansion().fields(simple.words()) : List.of());
        }
        LogPlan log = LogPlan.of(behind);
        Surroundings outside = around;
        around = new Surroundings(outside);
        if (log != null) {
            around.log = log;
            run(commands.get(0), stays);
        } else if (stays) {
            starts.pipeline(pipeline.place());
        }
        around = outside;
        return Truth.UNKNOWN;
    }

    private Truth chain(Command.Chain chain, boolean stays) {
        List<Command> commands = chain.commands();
        int started = starts.count();
        Truth truth = run(commands.get(0), stays && commands.size() == 1);
        for (int i = 1; i < commands.size() && flow == Flow.ON; i++) {
            boolean and = chain.operators().get(i - 1) == Token.AND;
            if (truth == Truth.UNKNOWN && starts.count() > started) {
                truth = Truth.YES;
            }
            Command next = commands.get(i);
            boolean passed = truth == (and ? Truth.NO : Truth.YES);
            if (passed || leaves(next, truth)) {
                continue;
            }
            truth = run(next, stays && i == commands.size() - 1);
        }
        return truth;
    }

    /** Whether a branch that would end the script is not to be gone into: on a guess, or before anything was started. */
    private boolean leaves(Command branch, Truth condition) {
        if (!ends(branch, 0)) {
            return false;
        }
        int line = branch.place().line();
        if (condition == Truth.UNKNOWN) {
            report.guessed(line, Bytes.NONE, "the script may end here; imported as if it went on");
            return true;
        }
        if (starts.count() > 0) {
            return false;
        }
        report.decide(
                line, Bytes.NONE, "as it stands, the script ends here; what follows is imported with a file down");
        starts.disabled = true;
        return true;
    }

    /** Whether a command ends the script, or the function that it is in. */
    private boolean ends(Command command, int level) {
        if (level > 20) {
            return false;
        }
        return switch (command) {
            case Simple simple -> {
                byte[] name =
                        simple.words().isEmpty() ? null : simple.words().get(0).plain();
                Command body = name == null ? null : function(name);
                yield name != null && NameSet.has("exit return rc_exit", name) || body != null && ends(body, level + 1);
            }
            case Command.Sequence sequence ->
                !sequence.statements().isEmpty()
                        && ends(
                                sequence.statements()
                                        .get(sequence.statements().size() - 1)
                                        .command(),
                                level + 1);
            case Command.Group group -> !group.subshell() && ends(group.body(), level + 1);
            default -> false;
        };
    }

    private Truth choice(Command.Choice choice, boolean stays) {
        int started = starts.count();
        int prepared = starts.preparations();
        Truth truth = arms(choice, stays);
        if (starts.count() == started) {
            starts.prepareWhole(prepared, choice);
        }
        return truth;
    }

    private Truth arms(Command.Choice choice, boolean stays) {
        int started = starts.count();
        for (Command.Arm arm : choice.arms()) {
            Truth truth = condition(arm.condition());
            if (truth == Truth.UNKNOWN && starts.count() > started) {
                truth = Truth.YES;
            }
            if (flow != Flow.ON || truth == Truth.NO || leaves(arm.body(), truth)) {
                continue;
            }
            run(arm.body(), stays);
            if (truth == Truth.YES || starts.count() > started) {
                return Truth.UNKNOWN;
            }
        }
        Command.Sequence otherwise = choice.otherwise();
        if (otherwise != null && flow == Flow.ON && !leaves(otherwise, Truth.UNKNOWN)) {
            run(otherwise, stays);
        }
        return Truth.UNKNOWN;
    }

    private Truth condition(Command.Sequence condition) {
        asking++;
        Truth truth = run(condition, false);
        asking--;
        return truth;
    }

    private Truth loop(Command.Loop loop, boolean stays) {
        int started = starts.count();
        if (stays) {
            for (Statement statement : loop.body().statements()) {
                starts.at(statement.place());
                apart(statement.command(), true);
            }
            if (starts.count() > started) {
                report.understood(loop.place().line(), Bytes.NONE, "the loop starts it again, which supervise does");
            }
            return Truth.UNKNOWN;
        }
        Truth truth = condition(loop.condition());
        if (truth != (loop.until() ? Truth.YES : Truth.NO) && flow == Flow.ON) {
            run(loop.body(), false);
        }
        flow = flow == Flow.OUT_OF_LOOP ? Flow.ON : flow;
        return Truth.UNKNOWN;
    }

    private Truth each(Command.Each each, boolean stays) {
        List<Word> words = each.words();
        List<Piece> values = words == null ? around.positional : expansion().fields(words);
        int rounds = 0;
        for (Piece value : values) {
            boolean pattern =
                    value.value() == null || value.soft() || !Arrays.equals(value.text(), Piece.quoted(value.value()));
            if (pattern) {
                report.decide(each.place().line(), Bytes.NONE, "what this loop goes over is not known: ", value.text());
                continue;
            }
            if (flow == Flow.ON && rounds++ < ROUNDS_MAX) {
                around.variables.set(each.name(), value);
                run(each.body(), stays);
            }
        }
        flow = flow == Flow.OUT_OF_LOOP ? Flow.ON : flow;
        return Truth.UNKNOWN;
    }

    private Truth choiceByPattern(Command.Case choice, boolean stays) {
        Piece subject = expansion().one(choice.subject());
        boolean known = subject.value() != null && !subject.soft();
        int started = starts.count();
        for (Command.Branch branch : choice.branches()) {
            boolean matches = !known;
            for (Word pattern : branch.patterns()) {
                byte[] text = expansion().one(pattern).shown();
                matches |= known && ShellPattern.matches(text, subject.shown(), 0, subject.shown().length);
            }
            if (matches && flow == Flow.ON && (known || !leaves(branch.body(), Truth.UNKNOWN))) {
                run(branch.body(), stays);
                if (known) {
                    return Truth.UNKNOWN;
                }
            }
        }
        if (!known && starts.count() > started) {
            report.guessed(choice.place().line(), Bytes.NONE, "which branch is taken is not known: each was");
        }
        return Truth.UNKNOWN;
    }

    // ---- simple commands and functions

    Expansion expansion() {
        return new Expansion(around.variables, around.positional, scriptName);
    }

    private Truth simple(Simple simple, boolean stays) {
        if (simple.words().isEmpty()) {
            for (Command.Assignment assignment : simple.assignments()) {
                Piece value = expansion().one(assignment.value());
                boolean list = value.value() != null
                        && value.value().length == 0
                        && Bytes.endsWith(assignment.place().text(), ")");
                around.variables.set(
                        assignment.name(),
                        list ? new Piece(assignment.value().place().text(), null, false, List.of()) : value);
            }
            return Truth.YES;
        }
        Expansion expansion = expansion();
        List<Piece> words = expansion.fields(simple.words());
        int line = simple.place().line();
        if (words.isEmpty()) {
            return Truth.UNKNOWN;
        }
        byte[] name = words.get(0).shown();
        Command function = function(name);
        if (function != null) {
            return call(function, Piece.from(words, 1), stays);
        }
        Truth truth = builtins.run(words, simple);
        if (truth != null) {
            return truth;
        }
        if (!Ordinary.leavesNothing(Bytes.base(name))) {
            for (byte[] unset : expansion.unset) {
                report.guessed(line, Bytes.NONE, "$", unset, " is set nowhere, and taken to be empty");
            }
        }
        return starts.start(simple, words, stays);
    }

    private @Nullable Command function(byte[] name) {
        for (int i = functions.size() - 1; i >= 0; i--) {
            if (Arrays.equals(functions.get(i).name(), name)) {
                return functions.get(i).body();
            }
        }
        return null;
    }

    /** Calls a function, if there is one. @return whether there is */
    boolean callNamed(byte[] name, String... arguments) {
        Command body = function(name);
        if (body == null) {
            return false;
        }
        List<Piece> words = new ArrayList<>();
        for (String argument : arguments) {
            words.add(Piece.of(Ascii.bytes(argument)));
        }
        call(body, words, false);
        return true;
    }

    private Truth call(Command body, List<Piece> arguments, boolean stays) {
        List<Piece> outer = around.positional;
        around.positional = arguments;
        run(body, stays);
        around.positional = outer;
        flow = flow == Flow.OUT_OF_FUNCTION ? Flow.ON : flow;
        return Truth.UNKNOWN;
    }
}
