package org.yagura.core.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.shell.Command.Arm;
import org.yagura.core.shell.Command.Assignment;
import org.yagura.core.shell.Command.Branch;
import org.yagura.core.shell.Command.Redirection;
import org.yagura.core.shell.Command.Sequence;
import org.yagura.core.shell.Command.Statement;
import org.yagura.core.text.ByteBuilder;

/**
 * The grammar of the POSIX shell. What it cannot read it remarks upon, skips to the next line and goes on, so that the rest of a script
 * is still to be had. Its own calls go as deep as the script nests, {@link Cursor#DEPTH_MAX} at most.
 */
public final class ShellParser {
    private static final String[] CLOSING = {"then", "else", "elif", "fi", "do", "done", "esac", "}"};

    private final Cursor cursor;
    private final Lexer lexer;

    ShellParser(Cursor cursor) {
        this.cursor = cursor;
        lexer = new Lexer(cursor);
    }

    /** Reads a script. */
    public static Script parse(byte[] source) {
        return parse(source, 1);
    }

    /** Reads a script that stands in another one, as an argument of {@code sh -c}. */
    public static Script parse(byte[] source, int line) {
        List<Remark> remarks = new ArrayList<>();
        return new Script(new ShellParser(new Cursor(source, line, 0, remarks)).whole(), remarks);
    }

    /** Everything to the end, whatever is wrong in between. */
    Sequence whole() {
        int line = cursor.line;
        int depth = cursor.depth();
        List<Statement> all = new ArrayList<>();
        do {
            if (cursor.failed()) {
                cursor.recover(depth);
                lexer.forget();
            }
            all.addAll(sequence().statements());
            if (lexer.peek() != Token.END) {
                cursor.fail("something is closed that was not opened");
            }
        } while (cursor.failed() && cursor.at < cursor.source.length);
        return new Sequence(new Place(cursor.source, line, 0, cursor.source.length), all);
    }

    /** What stands between {@code $(} and {@code )}; the latter is taken. */
    Sequence substituted() {
        Sequence body = sequence();
        expect(Token.CLOSE, "expected ) at the end of $(");
        return body;
    }

    // ---- lists

    private Sequence sequence() {
        cursor.enter();
        int line = lexer.line();
        int start = lexer.start();
        List<Statement> statements = new ArrayList<>();
        skipNewlines();
        while (!atEndOfSequence()) {
            int statementLine = lexer.line();
            int statementStart = lexer.start();
            Command command = chain();
            if (command == null) {
                break;
            }
            Place place = new Place(
                    cursor.source,
                    statementLine,
                    statementStart,
                    command.place().end());
            Token end = lexer.peek();
            statements.add(new Statement(place, command, end == Token.BACKGROUND));
            if (end == Token.BACKGROUND || end == Token.SEMICOLON) {
                lexer.skip();
            } else if (end != Token.NEWLINE && !atEndOfSequence()) {
                cursor.fail("expected the end of a command");
            }
            skipNewlines();
        }
        cursor.leave();
        return new Sequence(new Place(cursor.source, line, start, lexer.start()), statements);
    }

    private void skipNewlines() {
        while (lexer.peek() == Token.NEWLINE) {
            lexer.skip();
        }
    }

    private boolean atEndOfSequence() {
        return switch (lexer.peek()) {
            case END, CLOSE, CASE_END, CASE_GO_ON, CASE_TEST_ON -> true;
            case WORD -> {
                boolean closing = false;
                for (String word : CLOSING) {
                    closing |= lexer.at(word);
                }
                yield closing;
            }
            default -> false;
        };
    }

    private @Nullable Command chain() {
        Command first = pipeline();
        if (first == null || lexer.peek() != Token.AND && lexer.peek() != Token.OR) {
            return first;
        }
        List<Command> commands = new ArrayList<>();
        List<Token> operators = new ArrayList<>();
        commands.add(first);
        while (lexer.peek() == Token.AND || lexer.peek() == Token.OR) {
            Token operator = lexer.peek();
            lexer.skip();
            skipNewlines();
            Command next = pipeline();
            if (next == null) {
                return null;
            }
            operators.add(operator);
            commands.add(next);
        }
        return new Command.Chain(over(commands), commands, operators);
    }

    private @Nullable Command pipeline() {
        boolean negated = false;
        while (lexer.take("!")) {
            negated = !negated;
        }
        Command first = command();
        if (first == null || !negated && !atPipe()) {
            return first;
        }
        List<Command> commands = new ArrayList<>();
        commands.add(first);
        while (atPipe()) {
            lexer.skip();
            skipNewlines();
            Command next = command();
            if (next == null) {
                return null;
            }
            commands.add(next);
        }
        return new Command.Pipeline(over(commands), negated, commands);
    }

    private boolean atPipe() {
        return lexer.peek() == Token.PIPE || lexer.peek() == Token.PIPE_BOTH;
    }

    private static Place over(List<Command> commands) {
        Place first = commands.get(0).place();
        return new Place(
                first.source(),
                first.line(),
                first.start(),
                commands.get(commands.size() - 1).place().end());
    }

    // ---- commands

    private @Nullable Command command() {
        cursor.enter();
        Command command = compound();
        if (command == null && !cursor.failed()) {
            command = simple();
        } else if (command != null && !(command instanceof Command.Function)) {
            List<Redirection> redirections = new ArrayList<>();
            redirections(redirections);
            if (!redirections.isEmpty()) {
                Place place = command.place();
                int end = endOf(redirections);
                command = new Command.Redirected(
                        new Place(place.source(), place.line(), place.start(), end), command, redirections);
            }
        }
        cursor.leave();
        return cursor.failed() ? null : command;
    }

    private static int endOf(List<Redirection> redirections) {
        return redirections.get(redirections.size() - 1).target().place().end();
    }

    private @Nullable Command compound() {
        int line = lexer.line();
        int start = lexer.start();
        if (lexer.peek() == Token.OPEN) {
            lexer.skip();
            return cursor.peek() == '(' ? foreign(line, start, "))") : group(line, start, true);
        }
        if (lexer.take("{")) {
            return group(line, start, false);
        }
        if (lexer.take("if")) {
            return choice(line, start);
        }
        boolean until = lexer.at("until");
        if (until || lexer.at("while")) {
            lexer.skip();
            Sequence condition = sequence();
            Sequence body = doGroup();
            return new Command.Loop(cursor.since(line, start), until, condition, body);
        }
        if (lexer.take("for")) {
            return each(line, start);
        }
        if (lexer.take("case")) {
            return choiceByPattern(line, start);
        }
        if (lexer.take("function")) {
            cursor.remarkHarmless("the word function only exists in bash");
            Word name = lexer.peekWord();
            lexer.skip();
            if (lexer.peek() == Token.OPEN) {
                lexer.skip();
                expect(Token.CLOSE, "expected () after a function's name");
            }
            return name == null ? null : function(line, start, name);
        }
        return lexer.take("[[") ? foreign(line, start, "]]") : null;
    }

    private Command group(int line, int start, boolean subshell) {
        Sequence body = sequence();
        if (subshell) {
            expect(Token.CLOSE, "expected )");
        } else {
            expect("}", "expected }");
        }
        return new Command.Group(cursor.since(line, start), body, subshell);
    }

    /** Skips what only bash understands. */
    private Command foreign(int line, int start, String closing) {
        cursor.remark("a test that only bash has");
        while (cursor.peek() != closing.charAt(0) || cursor.peek(1) != closing.charAt(1)) {
            if (cursor.peek() == Cursor.END || cursor.peek() == '\n') {
                cursor.fail("the end of it is not on this line");
                break;
            }
            cursor.skip();
        }
        cursor.skip();
        cursor.skip();
        lexer.forget();
        return new Command.Foreign(cursor.since(line, start));
    }

    private Command choice(int line, int start) {
        List<Arm> arms = new ArrayList<>();
        Sequence otherwise = null;
        do {
            Sequence condition = sequence();
            expect("then", "expected then");
            arms.add(new Arm(condition, sequence()));
        } while (lexer.take("elif"));
        if (lexer.take("else")) {
            otherwise = sequence();
        }
        expect("fi", "expected fi");
        return new Command.Choice(cursor.since(line, start), arms, otherwise);
    }

    private Sequence doGroup() {
        expect("do", "expected do");
        Sequence body = sequence();
        expect("done", "expected done");
        return body;
    }

    private @Nullable Command each(int line, int start) {
        Word name = lexer.peekWord();
        byte[] plain = name == null ? null : name.plain();
        if (plain == null) {
            cursor.fail("expected a name after for");
            return null;
        }
        lexer.skip();
        skipNewlines();
        List<Word> words = null;
        if (lexer.take("in")) {
            words = new ArrayList<>();
            for (Word next = lexer.peekWord(); next != null; next = lexer.peekWord()) {
                words.add(next);
                lexer.skip();
            }
        }
        if (lexer.peek() == Token.SEMICOLON) {
            lexer.skip();
        }
        skipNewlines();
        Sequence body = doGroup();
        return new Command.Each(cursor.since(line, start), plain, words, body);
    }

    private @Nullable Command choiceByPattern(int line, int start) {
        Word subject = lexer.peekWord();
        if (subject == null) {
            cursor.fail("expected a word after case");
            return null;
        }
        lexer.skip();
        skipNewlines();
        expect("in", "expected in after case");
        skipNewlines();
        List<Branch> branches = new ArrayList<>();
        while (!lexer.at("esac") && !cursor.failed()) {
            branches.add(branch());
            skipNewlines();
        }
        expect("esac", "expected esac");
        return new Command.Case(cursor.since(line, start), subject, branches);
    }

    private Branch branch() {
        List<Word> patterns = new ArrayList<>();
        if (lexer.peek() == Token.OPEN) {
            lexer.skip();
        }
        for (Word next = lexer.peekWord(); next != null; next = lexer.peekWord()) {
            patterns.add(next);
            lexer.skip();
            if (lexer.peek() == Token.PIPE) {
                lexer.skip();
            }
        }
        expect(Token.CLOSE, "expected ) after a pattern of case");
        Sequence body = sequence();
        Token end = lexer.peek();
        if (end == Token.CASE_END || end == Token.CASE_GO_ON || end == Token.CASE_TEST_ON) {
            lexer.skip();
        } else if (!lexer.at("esac")) {
            cursor.fail("expected ;; or esac");
        }
        return new Branch(patterns, body);
    }

    private @Nullable Command function(int line, int start, Word name) {
        skipNewlines();
        Command body = command();
        return body == null
                ? null
                : new Command.Function(cursor.since(line, start), name.place().text(), body);
    }

    // ---- simple commands

    private @Nullable Command simple() {
        int line = lexer.line();
        int start = lexer.start();
        int end = start;
        List<Assignment> assignments = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        List<Redirection> redirections = new ArrayList<>();
        while (true) {
            if (redirections(redirections)) {
                end = endOf(redirections);
            }
            Word word = lexer.peekWord();
            if (word == null) {
                break;
            }
            lexer.skip();
            int equals = words.isEmpty() ? nameLength(word) : 0;
            if (equals > 0) {
                assignments.add(assignment(word, equals));
                end = cursor.at;
            } else {
                words.add(word);
                end = word.place().end();
            }
            if (words.size() == 1 && lexer.peek() == Token.OPEN && assignments.isEmpty()) {
                lexer.skip();
                expect(Token.CLOSE, "expected () after a function's name");
                return function(line, start, word);
            }
        }
        if (words.isEmpty() && assignments.isEmpty() && redirections.isEmpty()) {
            cursor.fail("expected a command");
            return null;
        }
        return new Command.Simple(new Place(cursor.source, line, start, end), assignments, words, redirections);
    }

    /** Length of the name before {@code =} where a word is an assignment, else 0. */
    private static int nameLength(Word word) {
        if (word.parts().isEmpty()
                || !(word.parts().get(0) instanceof Part.Literal first)
                || first.quoted()
                || WordReader.isDigit(first.text()[0])) {
            return 0;
        }
        byte[] text = first.text();
        int length = 0;
        while (length < text.length && WordReader.isNameByte(text[length])) {
            length++;
        }
        return length < text.length && text[length] == '=' ? length : 0;
    }

    private Assignment assignment(Word word, int nameLength) {
        Part.Literal first = (Part.Literal) word.parts().get(0);
        List<Part> parts = new ArrayList<>(word.parts());
        byte[] rest = Arrays.copyOfRange(first.text(), nameLength + 1, first.text().length);
        if (rest.length > 0) {
            parts.set(0, new Part.Literal(rest, false));
        } else {
            parts.remove(0);
        }
        Place place = word.place();
        if (parts.isEmpty() && lexer.listFollows()) {
            skipList();
            place = cursor.since(place.line(), place.start());
        }
        Place value = new Place(place.source(), place.line(), place.start() + nameLength + 1, place.end());
        return new Assignment(Arrays.copyOf(first.text(), nameLength), new Word(value, parts), place);
    }

    /** A list as a value exists in bash only. */
    private void skipList() {
        cursor.remark("a list as a variable's value only exists in bash");
        lexer.skip();
        while (lexer.peek() == Token.WORD || lexer.peek() == Token.NEWLINE) {
            lexer.skip();
        }
        expect(Token.CLOSE, "expected ) at the end of a list");
    }

    /** Reads redirections. @return whether there were any */
    private boolean redirections(List<Redirection> to) {
        boolean any = false;
        while (lexer.peek() == Token.NUMBER || lexer.peek().redirects()) {
            int descriptor = -1;
            if (lexer.peek() == Token.NUMBER) {
                descriptor = lexer.number();
                lexer.skip();
            }
            Token operator = lexer.peek();
            lexer.skip();
            Word target = lexer.peekWord();
            if (target == null) {
                cursor.fail("expected a file after a redirection");
                return any;
            }
            lexer.skip();
            HereDocument document = null;
            if (operator == Token.HERE || operator == Token.HERE_STRIPPED) {
                document = new HereDocument(delimiter(target), operator == Token.HERE_STRIPPED);
                lexer.await(document);
            }
            to.add(new Redirection(descriptor, operator, target, document));
            any = true;
        }
        return any;
    }

    private static byte[] delimiter(Word word) {
        ByteBuilder text = new ByteBuilder(16);
        for (Part part : word.parts()) {
            if (part instanceof Part.Literal literal) {
                text.append(literal.text());
            }
        }
        return text.toBytes();
    }

    private void expect(Token token, String otherwise) {
        if (lexer.peek() == token) {
            lexer.skip();
        } else {
            cursor.fail(otherwise);
        }
    }

    private void expect(String reserved, String otherwise) {
        if (!lexer.take(reserved)) {
            cursor.fail(otherwise);
        }
    }
}
