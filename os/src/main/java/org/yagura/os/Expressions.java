package org.yagura.os;

/** The C library's matcher of extended regular expressions (POSIX): one expression for a process at a time. */
public interface Expressions {
    /**
     * Makes an expression the one that {@link #matches} asks. A byte is a character.
     *
     * @return 0, -EINVAL where it is none, or -ENOMEM
     */
    int compile(byte[] expression, boolean ignoreCase);

    /** Whether the expression is found in a text, which ends at a NUL where it holds one; false where memory does not suffice to tell. */
    boolean matches(byte[] text, int offset, int length);
}
