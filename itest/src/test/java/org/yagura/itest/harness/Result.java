package org.yagura.itest.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What a finished command left: its exit code (128 + signal where one ended it) and its output, a char for each byte.
 */
public record Result(int exit, String out, String err) {
    /** Asserts all three at once. */
    public void is(int exit, String out, String err) {
        assertEquals(new Result(exit, out, err), this);
    }

    /** Asserts success without a word on standard error; gives the output. */
    public String ok() {
        assertEquals(new Result(0, out, ""), this);
        return out;
    }
}
