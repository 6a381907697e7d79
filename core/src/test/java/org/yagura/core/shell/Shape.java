package org.yagura.core.shell;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** A tree as text: {@code [a b]} is a command, {@code 'x'} quoted, {@code {x:-y}} a parameter, {@code $(…)} a substitution. */
final class Shape {
    private Shape() {}

    static Script parse(String script) {
        return ShellParser.parse(script.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String of(String script) {
        return of(parse(script).body());
    }

    static List<String> remarks(String script) {
        return parse(script).remarks().stream()
                .map(remark -> remark.line() + ": " + remark.text())
                .toList();
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static String of(Command command) {
        return switch (command) {
            case Command.Simple simple -> simple(simple);
            case Command.Pipeline pipeline ->
                (pipeline.negated() ? "!" : "")
                        + pipeline.commands().stream().map(Shape::of).collect(Collectors.joining("|"));
            case Command.Chain chain -> {
                StringBuilder all = new StringBuilder(of(chain.commands().getFirst()));
                for (int i = 0; i < chain.operators().size(); i++) {
                    all.append(chain.operators().get(i).text)
                            .append(of(chain.commands().get(i + 1)));
                }
                yield all.toString();
            }
            case Command.Sequence sequence ->
                sequence.statements().stream()
                        .map(statement -> of(statement.command()) + (statement.background() ? "&" : ""))
                        .collect(Collectors.joining(";"));
            case Command.Group group -> group.subshell() ? "(" + of(group.body()) + ")" : "{" + of(group.body()) + "}";
            case Command.Choice choice ->
                choice.arms().stream()
                                .map(arm -> "if " + of(arm.condition()) + " then " + of(arm.body()))
                                .collect(Collectors.joining(" else "))
                        + (choice.otherwise() == null ? "" : " else " + of(choice.otherwise()))
                        + " fi";
            case Command.Loop loop ->
                (loop.until() ? "until " : "while ") + of(loop.condition()) + " do " + of(loop.body()) + " done";
            case Command.Each each ->
                "for " + text(each.name())
                        + (each.words() == null
                                ? ""
                                : " in"
                                        + each.words().stream()
                                                .map(word -> " " + of(word))
                                                .collect(Collectors.joining()))
                        + " do " + of(each.body()) + " done";
            case Command.Case choice ->
                "case " + of(choice.subject())
                        + choice.branches().stream()
                                .map(branch -> " "
                                        + branch.patterns().stream()
                                                .map(Shape::of)
                                                .collect(Collectors.joining("|"))
                                        + ") " + of(branch.body()) + ";;")
                                .collect(Collectors.joining())
                        + " esac";
            case Command.Function function -> text(function.name()) + "()" + of(function.body());
            case Command.Redirected redirected -> of(redirected.command()) + redirections(redirected.redirections());
            case Command.Foreign foreign -> "<" + text(foreign.place().text()) + ">";
        };
    }

    private static String simple(Command.Simple simple) {
        StringBuilder all = new StringBuilder("[");
        simple.assignments()
                .forEach(assignment -> all.append(text(assignment.name()))
                        .append("=")
                        .append(of(assignment.value()))
                        .append(" "));
        simple.words().forEach(word -> all.append(of(word)).append(" "));
        String words = all.toString().stripTrailing();
        return words + redirections(simple.redirections()) + "]";
    }

    private static String redirections(List<Command.Redirection> redirections) {
        return redirections.stream()
                .map(redirection -> " " + (redirection.descriptor() < 0 ? "" : redirection.descriptor())
                        + redirection.operator().text + of(redirection.target())
                        + (redirection.document() == null
                                ? ""
                                : "«" + text(redirection.document().text()) + "»"))
                .collect(Collectors.joining());
    }

    static String of(Word word) {
        StringBuilder all = new StringBuilder();
        for (Part part : word.parts()) {
            String text = switch (part) {
                case Part.Literal literal -> text(literal.text());
                case Part.Parameter parameter ->
                    "{" + text(parameter.name()) + text(parameter.operator())
                            + (parameter.argument() == null ? "" : of(parameter.argument())) + "}";
                case Part.Substitution substitution -> "$(" + of(substitution.body()) + ")";
                case Part.Arithmetic arithmetic -> "$((" + of(arithmetic.expression()) + "))";
            };
            all.append(part.quoted() ? "'" + text + "'" : text);
        }
        return all.toString();
    }
}
