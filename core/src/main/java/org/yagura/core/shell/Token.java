package org.yagura.core.shell;

/** What a script consists of. Operators come in the order in which they have to be tried: the longer before what they begin with. */
public enum Token {
    END(""),
    NEWLINE(""),
    WORD(""),
    NUMBER(""),
    HERE_STRING("<<<"),
    HERE_STRIPPED("<<-"),
    BOTH_APPEND("&>>"),
    CASE_TEST_ON(";;&"),
    AND("&&"),
    OR("||"),
    CASE_END(";;"),
    CASE_GO_ON(";&"),
    HERE("<<"),
    INPUT_COPY("<&"),
    READ_WRITE("<>"),
    APPEND(">>"),
    OUTPUT_COPY(">&"),
    CLOBBER(">|"),
    BOTH("&>"),
    PIPE_BOTH("|&"),
    BACKGROUND("&"),
    SEMICOLON(";"),
    PIPE("|"),
    OPEN("("),
    CLOSE(")"),
    INPUT("<"),
    OUTPUT(">");

    /** How an operator is written. */
    public final String text;

    Token(String text) {
        this.text = text;
    }

    /** Whether it redirects. */
    public boolean redirects() {
        return switch (this) {
            case HERE_STRING,
                    HERE_STRIPPED,
                    BOTH_APPEND,
                    HERE,
                    INPUT_COPY,
                    READ_WRITE,
                    APPEND,
                    OUTPUT_COPY,
                    CLOBBER,
                    BOTH,
                    INPUT,
                    OUTPUT -> true;
            default -> false;
        };
    }

    /** Whether it only exists in bash. */
    boolean foreign() {
        return switch (this) {
            case HERE_STRING, BOTH_APPEND, BOTH, PIPE_BOTH, CASE_GO_ON, CASE_TEST_ON -> true;
            default -> false;
        };
    }
}
