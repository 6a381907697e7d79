package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.shell.Command;
import org.yagura.core.shell.ShellParser;
import org.yagura.core.shell.Word;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** A service directory from one of runit's. */
public final class RunitImport {
    /** Files that are looked for in such a directory. */
    public static final List<String> FILES =
            List.of("run", "finish", "check", "down", "conf", "log/run", "log/conf", "log/config", "log/finish");

    private RunitImport() {}

    /**
     * Reads a directory.
     *
     * @param path its name
     * @param files those of {@link #FILES} that are there, and all in {@code env}, by their names in it
     */
    public static List<ServicePlan> read(byte[] path, List<RcImport.Given> files, Settings settings, Report report) {
        report.begin(path);
        byte[] run = content(files, "run");
        ServicePlan plan = new ServicePlan(ServiceName.clean(Bytes.base(path)));
        if (run == null) {
            report.decide(0, Bytes.NONE, "there is no run");
            return List.of();
        }
        plan.program("run", translated(run, Ascii.concat(path, Ascii.bytes("/run")), plan, report));
        boolean habits = false;
        for (RcImport.Given file : files) {
            if (NameSet.has("finish check", file.path())) {
                plan.program(
                        Ascii.equal(file.path(), "finish") ? "finish" : "check",
                        translated(file.content(), Ascii.concat(path, Ascii.bytes("/"), file.path()), plan, report));
                habits = true;
            } else if (NameSet.has("down", file.path())) {
                plan.file("down", file.content());
            } else if (NameSet.has("conf", file.path())) {
                plan.file("conf", file.content());
            } else if (Ascii.startsWith(file.path(), "env/")) {
                plan.secret(name(file.path()), file.content());
            }
        }
        report.begin(path);
        if (habits) {
            plan.file("compat", Ascii.bytes("runit\n"));
            report.understood(0, plan.name(), "finish and check count, because the file compat says runit");
        }
        byte[] log = content(files, "log/run");
        if (log == null) {
            report.decide(0, plan.name(), "there is no log: it gets multilog");
            RunText.logger(plan, new LogPlan(), settings);
        } else {
            logger(log, files, plan, settings, report);
        }
        if (content(files, "log/finish") != null) {
            report.decide(0, plan.name(), "log/finish could not be kept");
        }
        return List.of(plan);
    }

    /** Whether a name in such a directory is dealt with. */
    public static boolean knows(byte[] name) {
        return NameSet.has("run finish check down conf log env supervise control", name);
    }

    private static String name(byte[] path) {
        char[] letters = new char[path.length];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (char) (path[i] & 0xff);
        }
        return new String(letters);
    }

    private static byte @Nullable [] content(List<RcImport.Given> files, String name) {
        for (RcImport.Given file : files) {
            if (Ascii.equal(file.path(), name)) {
                return file.content();
            }
        }
        return null;
    }

    /** A script with daemontools' programs in place of chpst, line by line. */
    private static byte[] translated(byte[] script, byte[] path, ServicePlan plan, Report report) {
        report.begin(path);
        ByteBuilder out = new ByteBuilder(script.length + 64);
        int at = 0;
        int number = 1;
        while (at < script.length) {
            int first = number;
            int end = at;
            // a line that goes on, with those that follow
            while (end < script.length && (script[end] != '\n' || end > at && script[end - 1] == '\\')) {
                number += script[end] == '\n' ? 1 : 0;
                end++;
            }
            byte[] row = Arrays.copyOfRange(script, at, end);
            out.append(line(row, first, plan, report));
            if (end < script.length) {
                out.append((byte) '\n');
            }
            at = end + 1;
            number++;
        }
        return out.toBytes();
    }

    private static byte[] line(byte[] row, int number, ServicePlan plan, Report report) {
        byte[] trimmed = Bytes.trimmed(row);
        boolean exec = Ascii.startsWith(trimmed, "exec ");
        byte[] command = exec ? Bytes.trimmed(Bytes.from(trimmed, 5)) : trimmed;
        if (!NameSet.has("chpst", Bytes.base(Bytes.upTo(Bytes.upTo(command, ' '), '\t')))) {
            if (Bytes.contains(row, "chpst ") && (trimmed.length == 0 || trimmed[0] != '#')) {
                report.decide(number, plan.name(), "chpst within a line stays as it is: ", trimmed);
            }
            return row;
        }
        Command.Sequence body = ShellParser.parse(command, number).body();
        if (body.statements().size() != 1 || !(body.statements().get(0).command() instanceof Command.Simple simple)) {
            report.decide(number, plan.name(), "chpst within a list of commands stays as it is: ", trimmed);
            return row;
        }
        List<Piece> words = new ArrayList<>();
        for (Word word : simple.words()) {
            byte[] plain = word.plain();
            words.add(plain == null ? new Piece(word.place().text(), null, false, List.of()) : Piece.of(plain));
        }
        Draft draft = new Draft(number, new Surroundings());
        draft.name = plan.name();
        new Chpst(draft, report).take(words);
        ByteBuilder text = new ByteBuilder(row.length + 32).append(exec ? "exec" : "");
        List<Piece> all = new ArrayList<>(draft.before);
        all.addAll(Piece.from(words, Chpst.length(words)));
        for (Piece word : all) {
            text.append(text.length() > 0 ? " " : "").append(word.text());
        }
        for (Command.Redirection redirection : simple.redirections()) {
            text.append(redirection.descriptor() < 0 ? " " : " " + redirection.descriptor());
            text.append(redirection.operator().text)
                    .append(redirection.target().place().text());
        }
        for (int i = 1; i < draft.before.size(); i++) {
            byte[] user = draft.before.get(i).value();
            if (draft.before.get(i - 1).is("setuidgid") && user != null) {
                plan.user(user);
            }
        }
        report.understood(number, plan.name(), "chpst becomes daemontools' own programs");
        return text.toBytes();
    }

    /** svlogd becomes multilog; what its config says becomes words of multilog, as far as there are such. */
    private static void logger(
            byte[] run, List<RcImport.Given> files, ServicePlan plan, Settings settings, Report report) {
        LogPlan log = new LogPlan();
        boolean found = false;
        Command.Sequence body = ShellParser.parse(run).body();
        for (Command.Statement statement : body.statements()) {
            if (statement.command() instanceof Command.Simple simple) {
                found |= log.take(new Expansion(new Variables(), List.of(), Bytes.NONE).fields(simple.words()));
            }
        }
        if (!found || !NameSet.has("svlogd", log.was)) {
            plan.program("log/run", run);
            report.decide(0, plan.name(), "log/run is no svlogd, and stays as it is; its directory is not made");
            return;
        }
        byte[] config = content(files, "log/config");
        if (config != null) {
            config(config, log, plan, report);
        }
        report.understood(0, plan.name(), "multilog takes the place of svlogd");
        RunText.logger(plan, log, settings);
    }

    private static void config(byte[] config, LogPlan log, ServicePlan plan, Report report) {
        int at = 0;
        int number = 0;
        while (at < config.length) {
            int end = Bytes.indexOf(config, '\n', at);
            end = end < 0 ? config.length : end;
            byte[] row = Bytes.trimmed(Arrays.copyOfRange(config, at, end));
            at = end + 1;
            number++;
            if (row.length == 0 || row[0] == '#') {
                continue;
            }
            if (row[0] == 's' || row[0] == 'n' || row[0] == '!') {
                log.actions.add(1, Piece.of(row));
            } else {
                report.decide(number, plan.name(), "log/config: ", row, " could not be kept");
            }
        }
    }
}
