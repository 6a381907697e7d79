package org.yagura.core.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command of a script. Lists that a shell reads from left to right are flat, so that a long script is no deep tree. */
public sealed interface Command {
    Place place();

    /** A program or function with its words, or only assignments and redirections. */
    record Simple(Place place, List<Assignment> assignments, List<Word> words, List<Redirection> redirections)
            implements Command {}

    /** Commands of which each reads what the one before prints. */
    record Pipeline(Place place, boolean negated, List<Command> commands) implements Command {}

    /** Commands with {@code &&} or {@code ||} between them: {@code operators} has one less. */
    record Chain(Place place, List<Command> commands, List<Token> operators) implements Command {}

    /** One after another. */
    record Sequence(Place place, List<Statement> statements) implements Command {}

    /** {@code { …; }}, and {@code ( … )}. */
    record Group(Place place, Sequence body, boolean subshell) implements Command {}

    /** {@code if}: the first arm whose condition holds. */
    record Choice(Place place, List<Arm> arms, @Nullable Sequence otherwise) implements Command {}

    /** {@code while} and {@code until}. */
    record Loop(Place place, boolean until, Sequence condition, Sequence body) implements Command {}

    /** {@code for}; without words, over the positional parameters. */
    record Each(Place place, byte[] name, @Nullable List<Word> words, Sequence body) implements Command {}

    /** {@code case}. */
    record Case(Place place, Word subject, List<Branch> branches) implements Command {}

    /** Defines a function. */
    record Function(Place place, byte[] name, Command body) implements Command {}

    /** A compound command with redirections behind it. */
    record Redirected(Place place, Command command, List<Redirection> redirections) implements Command {}

    /** What only bash has: {@code [[ … ]]}, {@code (( … ))}. */
    record Foreign(Place place) implements Command {}

    /** A command of a sequence, with its place; {@code &} follows it where it is in the background. */
    record Statement(Place place, Command command, boolean background) {}

    record Arm(Sequence condition, Sequence body) {}

    record Branch(List<Word> patterns, Sequence body) {}

    record Assignment(byte[] name, Word value, Place place) {}

    /**
     * A redirection.
     *
     * @param descriptor the number before the operator, or -1
     * @param document the text of a here-document
     */
    record Redirection(
            int descriptor,
            Token operator,
            Word target,
            @Nullable HereDocument document) {}
}
