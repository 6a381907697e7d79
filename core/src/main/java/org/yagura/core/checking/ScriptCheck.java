package org.yagura.core.checking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.importing.Foreground;
import org.yagura.core.log.DirectorySpec;
import org.yagura.core.shell.Command;
import org.yagura.core.shell.Part;
import org.yagura.core.shell.Remark;
import org.yagura.core.shell.Script;
import org.yagura.core.shell.ShellParser;
import org.yagura.core.shell.Word;
import org.yagura.core.text.Ascii;

/**
 * Reads {@code run} or {@code log/run} and finds what can be known to be wrong without running it. What it needs of the machine (accounts,
 * programs, log directories) it collects, for who can ask.
 */
public final class ScriptCheck {
    /** Something that is needed, and the line that says so. */
    public record Need(byte[] name, int line) {}

    /** A directory that multilog writes, the line that says so, and the account that it runs as there; empty for none. */
    public record LogNeed(DirectorySpec directory, int line, byte[] account) {}

    private static final byte[] NOBODY = {};
    private static final String SHELLS = " sh bash dash ash ksh mksh ";
    private static final String BUILTINS = " exit return : true set . eval cd wait ";

    public final List<Need> accounts = new ArrayList<>();
    public final List<Need> programs = new ArrayList<>();
    public final List<LogNeed> logs = new ArrayList<>();
    /** Variables that are given a value in so many letters, one that is not a path. */
    public final List<Need> variables = new ArrayList<>();

    private final byte[] script;
    private final Findings findings;
    private byte @Nullable [] interpreter;

    public ScriptCheck(byte[] script, Findings findings) {
        this.script = script;
        this.findings = findings;
    }

    /** The program of the first line, or null. */
    public byte @Nullable [] interpreter() {
        return interpreter;
    }

    /** Reads it all. */
    public void read() {
        if (script.length == 0) {
            findings.error(0, "it is empty");
            return;
        }
        if (script.length > 4 && script[0] == 0x7f && script[1] == 'E') {
            return;
        }
        if (!readFirstLine()) {
            return;
        }
        byte[] shell = interpreter;
        if (shell == null || !isOneOf(SHELLS, Ascii.base(shell))) {
            return;
        }
        Script parsed = ShellParser.parse(script);
        for (Remark remark : parsed.remarks()) {
            if (!remark.harmless()) {
                findings.warning(remark.line(), remark.text());
            }
        }
        List<Command.Statement> statements = parsed.body().statements();
        for (Command.Statement statement : statements) {
            if (statement.command() instanceof Command.Simple simple) {
                readCommand(simple);
            }
        }
        if (!statements.isEmpty()) {
            readLast(statements.get(statements.size() - 1));
        }
    }

    private boolean readFirstLine() {
        int end = 0;
        while (end < script.length && script[end] != '\n') {
            end++;
        }
        if (script.length < 3 || script[0] != '#' || script[1] != '!') {
            findings.error(1, "no #! at its beginning: it cannot be run");
            return false;
        }
        if (script[end - 1] == '\r') {
            findings.error(1, "a carriage return at the end of the line: there is no such interpreter");
            return false;
        }
        int from = 2;
        while (from < end && (script[from] == ' ' || script[from] == '\t')) {
            from++;
        }
        int to = from;
        while (to < end && script[to] != ' ' && script[to] != '\t') {
            to++;
        }
        interpreter = Arrays.copyOfRange(script, from, to);
        if (to == from) {
            findings.error(1, "no interpreter behind #!");
        }
        return to > from;
    }

    /** Only what is written out counts; from the first word on that a shell would have to make, nothing is known. */
    private static List<byte[]> literal(List<Word> words) {
        List<byte[]> literal = new ArrayList<>();
        for (Word word : words) {
            byte[] text = {};
            boolean known = true;
            for (Part part : word.parts()) {
                if (part instanceof Part.Literal plain) {
                    text = Ascii.concat(text, plain.text());
                } else {
                    known = false;
                }
            }
            if (!known) {
                break;
            }
            literal.add(text);
        }
        return literal;
    }

    private void variable(byte[] name, byte @Nullable [] value, int line) {
        if (value != null && value.length > 0 && value[0] != '/') {
            variables.add(new Need(name, line));
        }
    }

    private void readVariables(Command.Simple simple, List<byte[]> words) {
        for (Command.Assignment assignment : simple.assignments()) {
            variable(
                    assignment.name(),
                    assignment.value().plain(),
                    assignment.place().line());
        }
        boolean sets = !words.isEmpty() && isOneOf(" export env exec ", words.get(0));
        for (int i = 1; sets && i < words.size(); i++) {
            byte[] word = words.get(i);
            int equals = 0;
            while (equals < word.length && isNameByte(word[equals])) {
                equals++;
            }
            if (equals > 0 && equals < word.length && word[equals] == '=') {
                byte[] value = Arrays.copyOfRange(word, equals + 1, word.length);
                variable(Arrays.copyOf(word, equals), value, simple.place().line());
            }
        }
    }

    private static boolean isNameByte(byte b) {
        return b == '_' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9';
    }

    private void readCommand(Command.Simple simple) {
        List<byte[]> words = literal(simple.words());
        readVariables(simple, words);
        if (words.isEmpty()) {
            return;
        }
        int line = simple.place().line();
        boolean executed = Ascii.equal(words.get(0), "exec") && words.size() > 1;
        CommandWords command = new CommandWords(words);
        for (byte[] account : command.accounts) {
            accounts.add(new Need(account, line));
        }
        if (executed) {
            for (byte[] program : command.programs) {
                programs.add(new Need(program, line));
            }
        }
        if (command.last.isEmpty()) {
            return;
        }
        if (Ascii.equal(Ascii.base(command.last.get(0)), "multilog")) {
            byte[] account = command.accounts.isEmpty() ? NOBODY : command.accounts.get(command.accounts.size() - 1);
            readMultilog(command.last, simple.words().size() == words.size(), line, account);
        } else if (executed) {
            byte[] complaint = Foreground.complaint(command.last);
            if (complaint != null) {
                findings.warning(line, "supervise would take it for ended: ", complaint);
            }
        }
    }

    private void readMultilog(List<byte[]> words, boolean whole, int line, byte[] account) {
        byte[][] actions = new byte[words.size() - 1][];
        for (int i = 1; i < words.size(); i++) {
            actions[i - 1] = words.get(i);
        }
        org.yagura.core.log.Script actionScript = new org.yagura.core.log.Script(actions);
        for (byte[] ignored : actionScript.ignored()) {
            findings.warning(line, "multilog ignores ", ignored.length == 0 ? Ascii.bytes("''") : ignored);
        }
        if (whole && !actionScript.keepsLines()) {
            findings.error(line, "multilog is given no directory: nothing is logged");
        }
        for (DirectorySpec directory : actionScript.directories()) {
            logs.add(new LogNeed(directory, line, account));
        }
    }

    private void readLast(Command.Statement last) {
        int line = last.place().line();
        if (last.background()) {
            findings.error(
                    line,
                    "the last command is sent into the background: supervise takes it for ended and starts it again");
            return;
        }
        if (!(last.command() instanceof Command.Simple simple) || simple.words().isEmpty()) {
            return;
        }
        byte[] first = simple.words().get(0).plain();
        if (first != null && !Ascii.equal(first, "exec") && !isOneOf(BUILTINS, first)) {
            findings.warning(line, "without exec the shell stays before it, and signals go to the shell: ", first);
        }
    }

    private static boolean isOneOf(String words, byte[] word) {
        StringBuilder text = new StringBuilder(" ");
        for (byte b : word) {
            text.append((char) (b & 0xff));
        }
        return word.length > 0 && words.contains(text.append(' '));
    }
}
