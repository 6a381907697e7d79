package org.yagura.core.shell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellParserTest {
    private static void reads(String expected, String script) {
        assertEquals(List.of(), Shape.remarks(script), script);
        assertEquals(expected, Shape.of(script), script);
    }

    private static void remarks(String shape, String script, String... remarks) {
        assertEquals(List.of(remarks), Shape.remarks(script), script);
        assertEquals(shape, Shape.of(script), script);
    }

    @Test
    void simpleCommands() {
        reads("[a b c]", "a b  c # comment");
        reads("[a];[b];[c]", "a; b\n\n#x\nc;\n");
        reads("[a b#c]", "a b#c");
        reads("[a]&;[b]", "a & b");
        reads("[a bc]", "a \\\n b\\\nc");
        reads("", "# only\n\n");
    }

    @Test
    void assignmentsComeBeforeTheProgram() {
        reads("[A=1 B={A} c D=2]", "A=1 B=$A c D=2");
        reads("[A=];[PATH=/bin:{PATH}]", "A=\nPATH=/bin:$PATH");
        reads("[1A=x]", "1A=x");
        reads("['A'=x]", "\"A\"=x");
    }

    @Test
    void quotes() {
        reads("[a 'b c''d' '']", "a 'b c'\"d\" ''");
        reads("[a 'b ''{x}'' \"$`\\ \\c']", "a \"b $x \\\"\\$\\`\\\\ \\c\"");
        reads("[a ' 'b'$']", "a \\ b\\$");
        reads("[a '']", "a \"\"");
        reads("[a $ '$']", "a $ \"$\"");
        reads("[a 'x\ny' b]", "a 'x\ny' b");
    }

    @Test
    void parameters() {
        reads("[a {x} {x}y '{x}' {1}2 {10} {#} {@}]", "a $x ${x}y \"$x\" $12 ${10} $# $@");
        reads(
                "[a {x:-y z} {x-} '{x:='{y}'}' {x##*/} {x%.c} {x#length}]",
                "a ${x:-y z} ${x-} \"${x:=$y}\" ${x##*/} ${x%.c} ${#x}");
        reads("[a {x:-{y:-'z'}}]", "a ${x:-${y:-'z'}}");
    }

    @Test
    void substitutions() {
        reads("[u $([id -u qmaild])]", "u `id -u qmaild`");
        reads("[u '$([id '-u']|[cat])']", "u \"$(id \"-u\" | cat)\"");
        reads("[u $(case {x} a) [b];; esac)]", "u $(case $x in a) b;; esac)");
        reads("[u $([a $([b {c}])])]", "u `a \\`b \\$c\\``");
        reads("[u $(('1 + (2 * ''{x}'')'))]", "u $((1 + (2 * $x)))");
    }

    @Test
    void pipelinesAndChains() {
        reads("[a 2>&1]|[splogger smtpd]&", "a 2>&1 | splogger smtpd &");
        reads("[a]&&[b]||![c];[d]", "a && b ||\n ! c; d");
        reads("[a >>/var/log/x 2>&1 </dev/null]", "a >> /var/log/x 2>&1 < /dev/null");
        reads("[a 2>x]", "2>x a");
        reads("[a x2 >y]", "a x2 >y");
    }

    @Test
    void compounds() {
        reads("if [a];[b] then [c] else if [d] then [e] else [f] fi", "if a; b; then c\nelif d\nthen e; else f; fi");
        reads("while [a] do [b]&;[c] done", "while a; do b & c; done");
        reads("until [a] do [b] done >x", "until a\ndo\nb\ndone > x");
        reads("for i in a {b} do [c] done", "for i in a $b; do c; done");
        reads("for i do [c] done", "for i\ndo c; done");
        reads("case '{1}' start|'s') [a];[b];; *) ;; esac", "case \"$1\" in\n start|'s') a; b ;;\n (*)\n;; esac");
        reads("case {1} a) [b];; esac", "case $1 in a) b\nesac");
        reads("([cd x];[b])&;{[c]}", "(cd x; b) & { c; }");
        reads("start(){[a];if [b] then [c] fi};[start]", "start() {\n a\n if b; then c; fi\n}\nstart");
        reads("f()([a])", "f ()\n( a )");
        reads("[echo if then fi]", "echo if then fi");
    }

    @Test
    void hereDocuments() {
        reads("[cat <<EOF«a $b\n»];[c]", "cat <<EOF\na $b\nEOF\nc\n");
        reads("[cat <<-'EOF'«\ta\n» >x];[c]", "cat <<-'EOF' >x\n\ta\n\tEOF\nc");
        reads("[a <<A«1\n» <<B«2\n»];[c]", "a <<A <<B\n1\nA\n2\nB\nc");
    }

    @Test
    void whatOnlyBashHasIsToldOfAndSteppedOver() {
        remarks(
                "if <[[ -f x && y < z ]]> then [a] fi",
                "if [[ -f x && y < z ]]; then a; fi",
                "1: a test that only bash has");
        remarks("<((i++))>;[b]", "((i++))\nb", "1: a test that only bash has");
        remarks("[A=];[b]", "A=(x y\n z)\nb", "1: a list as a variable's value only exists in bash");
        remarks("f(){[a]}", "function f { a; }", "1: the word function only exists in bash");
        remarks("[a &>x]", "a &>x", "1: an operator that only bash has");
        remarks("[a {x/y/z}]", "a ${x/y/z}", "1: a ${...} that only bash has");
    }

    @Test
    void goesOnAfterWhatItCannotRead() {
        remarks("[a];[c]", "a\n( b ;; )\nc", "2: expected )");
        remarks("[a];[b]", "a\nfi\nb", "2: something is closed that was not opened");
        assertEquals(List.of("2: a quote is opened that is not closed"), Shape.remarks("a\nb 'x\nc\n"));
        assertEquals(List.of("1: expected fi"), Shape.remarks("if a; then b"));
    }

    @Test
    void linesAreKept() {
        Script script = Shape.parse("# one\n\na \\\n b\nif x; then\n  y\nfi\n");
        List<Command.Statement> statements = script.body().statements();
        assertEquals(3, statements.get(0).place().line());
        assertEquals(5, statements.get(1).place().line());
        assertEquals("if x; then\n  y\nfi", Shape.text(statements.get(1).place().text()));
        Command.Choice choice = (Command.Choice) statements.get(1).command();
        assertEquals(
                6,
                choice.arms().getFirst().body().statements().getFirst().place().line());
    }

    @Test
    void depthHasALimit() {
        assertTrue(Shape.remarks("( ".repeat(100_000)).contains("1: nested too deeply"));
        assertTrue(Shape.remarks("echo " + "${a:-".repeat(100_000)).contains("1: nested too deeply"));
        assertTrue(Shape.remarks("echo " + "$(".repeat(100_000)).contains("1: nested too deeply"));
        assertTrue(Shape.remarks("if ".repeat(100_000)).contains("1: nested too deeply"));
        assertFalse(Shape.remarks("( ".repeat(40) + "a" + ")".repeat(40)).contains("1: nested too deeply"));
        assertEquals(List.of(), Shape.remarks("a && ".repeat(20_000) + "b"));
    }

    @Test
    void patterns() {
        assertTrue(matches("st*t", "start"));
        assertTrue(matches("*", ""));
        assertTrue(matches("[Yy][Ee]?", "YeS"));
        assertTrue(matches("[!0-9]\\*", "a*"));
        assertTrue(matches("a*b*c", "aXbbXc"));
        assertFalse(matches("[!0-9]", "5"));
        assertFalse(matches("start", "restart"));
        assertFalse(matches("a?", "a"));
        assertTrue(matches("[", "["));
    }

    private static boolean matches(String pattern, String text) {
        return ShellPattern.matches(bytes(pattern), bytes(text), 0, text.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void quotingIsReadBack() {
        for (String word : List.of("plain", "", "it's", "a b", "$x`y`", "x=1", "=x", "\n", "~", "é")) {
            org.yagura.core.text.ByteBuilder text = new org.yagura.core.text.ByteBuilder(8);
            ShellQuote.append(bytes(word), text);
            Command.Simple simple = (Command.Simple) Shape.parse("a " + Shape.text(text.toBytes()))
                    .body()
                    .statements()
                    .getFirst()
                    .command();
            org.yagura.core.text.ByteBuilder back = new org.yagura.core.text.ByteBuilder(8);
            for (Part part : simple.words().get(1).parts()) {
                back.append(((Part.Literal) part).text());
            }
            assertArrayEquals(bytes(word), back.toBytes());
        }
    }
}
