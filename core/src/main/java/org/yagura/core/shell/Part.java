package org.yagura.core.shell;

import org.jspecify.annotations.Nullable;

/** A piece of a word. What is quoted is neither split into fields nor taken for a pattern. */
public sealed interface Part {
    boolean quoted();

    /** Text that stands for itself. */
    record Literal(byte[] text, boolean quoted) implements Part {}

    /**
     * The value of a parameter.
     *
     * @param operator what follows the name within braces: {@code :-}, {@code %%} and so on; {@code #} before the name is {@code #length};
     *     empty for the plain value
     * @param argument what follows the operator
     */
    record Parameter(byte[] name, byte[] operator, @Nullable Word argument, boolean quoted) implements Part {}

    /** What a command prints. */
    record Substitution(Command.Sequence body, boolean quoted) implements Part {}

    /** The value of an expression. */
    record Arithmetic(Word expression, boolean quoted) implements Part {}
}
