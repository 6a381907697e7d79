package org.yagura.fuzz;

import java.util.Arrays;
import java.util.function.Consumer;

/** What is fuzzed. The folder of the same name in corpus/ holds inputs that reach far into it, and those that have once found a bug. */
public enum Target {
    CDB(CdbFuzz::fuzzerTestOneInput),
    COMMANDS(CommandsFuzz::fuzzerTestOneInput),
    DNS(DnsFuzz::fuzzerTestOneInput),
    ENVIRONMENT(EnvironmentFuzz::fuzzerTestOneInput),
    IMPORT(ImportFuzz::fuzzerTestOneInput),
    IDENT(IdentFuzz::fuzzerTestOneInput),
    ADDRESS(AddressFuzz::fuzzerTestOneInput),
    LABEL(LabelFuzz::fuzzerTestOneInput),
    NAMES(NamesFuzz::fuzzerTestOneInput),
    PASSWD(PasswdFuzz::fuzzerTestOneInput),
    PATTERN(PatternFuzz::fuzzerTestOneInput),
    PROC(ProcFuzz::fuzzerTestOneInput),
    PROXY(ProxyFuzz::fuzzerTestOneInput),
    RULES(RulesFuzz::fuzzerTestOneInput),
    SHELL(ShellFuzz::fuzzerTestOneInput),
    SCRIPT(ScriptFuzz::fuzzerTestOneInput),
    JOURNAL(JournalFuzz::fuzzerTestOneInput),
    RECORD(RecordFuzz::fuzzerTestOneInput),
    SOCKETS(SocketsFuzz::fuzzerTestOneInput),
    STAMP(StampFuzz::fuzzerTestOneInput),
    STATE(StateFuzz::fuzzerTestOneInput),
    STATUS(StatusFuzz::fuzzerTestOneInput);

    private final Consumer<byte[]> input;

    Target(Consumer<byte[]> input) {
        this.input = input;
    }

    /** Tries one input. @throws RuntimeException or AssertionError where something does not hold that must */
    public void tryInput(byte[] bytes) {
        input.accept(bytes.clone());
    }

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** Cuts at bytes of one value. */
    static byte[][] split(byte[] bytes, int at) {
        byte[][] parts = new byte[0][];
        int from = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == at) {
                parts = Arrays.copyOf(parts, parts.length + 1);
                parts[parts.length - 1] = Arrays.copyOfRange(bytes, from, i);
                from = i + 1;
            }
        }
        return parts;
    }
}
