package org.yagura.tools;

/** How a tool ends. Only the launcher carries it out. */
public sealed interface Outcome {
    /** Exit code: done. */
    int DONE = 0;
    /** Exit code: wrong usage; trying again is no use. */
    int USAGE = 100;
    /** Exit code: trouble that may pass. */
    int TROUBLE = 111;

    /** Ends the process. */
    record Exit(int code) implements Outcome {}

    /**
     * Becomes another program, sought along the PATH that the tool was given where its name has no slash.
     *
     * @param tool name of the tool, for the message where it fails
     * @param program the program's name
     * @param arguments the program's argument vector
     * @param environment the environment that it gets
     */
    record Exec(String tool, byte[] program, byte[][] arguments, byte[][] environment) implements Outcome {
        /** A program whose first argument is its name. */
        public Exec(String tool, byte[][] arguments, byte[][] environment) {
            this(tool, arguments[0], arguments, environment);
        }
    }

    static Outcome exit(int code) {
        return new Exit(code);
    }
}
