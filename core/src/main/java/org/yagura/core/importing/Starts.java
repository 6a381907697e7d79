package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.shell.Command;
import org.yagura.core.shell.Place;
import org.yagura.core.shell.ShellParser;
import org.yagura.core.shell.Token;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** Sees which commands of a script are daemons, and makes drafts of services of them. */
final class Starts {
    private static final int DRAFTS_MAX = 200;
    private static final int PREPARATIONS_MAX = 50;

    /** A command that makes ready for a daemon that comes later at the same level, or further out. */
    private record Preparation(byte[] text, int line, int level) {}

    private final Walk walk;
    private final List<Draft> drafts = new ArrayList<>();
    private final List<Preparation> preparations = new ArrayList<>();
    private Place statement = new Place(Bytes.NONE, 0, 0, 0);
    /** Whether the script as it stands would not have come to what follows. */
    boolean disabled;

    Starts(Walk walk) {
        this.walk = walk;
    }

    int count() {
        return drafts.size();
    }

    List<Draft> drafts() {
        return drafts;
    }

    /** The statement that is gone through now. */
    void at(Place place) {
        statement = place;
    }

    /** How many commands make ready for what has not come yet. */
    int preparations() {
        return preparations.size();
    }

    /** Commands within a condition make ready only together with it, if it is nothing else than that. */
    void prepareWhole(int from, Command.Choice choice) {
        if (preparations.size() == from) {
            return;
        }
        while (preparations.size() > from) {
            preparations.remove(preparations.size() - 1);
        }
        Place place = choice.place();
        if (Ordinary.onlyPrepares(choice)) {
            preparations.add(new Preparation(place.text(), place.line(), walk.level));
        } else {
            walk.report.decide(
                    place.line(),
                    Bytes.NONE,
                    "a condition with commands that make ready for something is in no service");
        }
    }

    /** Tells of commands that made ready for nothing. */
    void end() {
        for (Preparation preparation : preparations) {
            walk.report.decide(
                    preparation.line, Bytes.NONE, "runs to its end, and is in no service: ", preparation.text);
        }
    }

    static boolean isStartScript(byte[] path) {
        return Bytes.contains(path, "/rc.d/")
                || Bytes.contains(path, "/init.d/")
                || Ascii.startsWith(Bytes.base(path), "rc.");
    }

    void otherScript(int line, byte[] path) {
        walk.report.decide(line, Bytes.NONE, "starts another script, to be imported by itself: ", path);
    }

    /** A command with its words: a daemon, or something else. */
    Truth start(Command.Simple simple, List<Piece> words, boolean stays) {
        int line = simple.place().line();
        byte[] first = Bytes.base(words.get(0).shown());
        if (NameSet.has("echo printf cat", first) && !stays) {
            written(simple, words);
            return Truth.YES;
        }
        int found = walk.report.size();
        if (NameSet.has("run_rc_command", first)) {
            runRcCommand(line);
            return Truth.UNKNOWN;
        }
        Draft draft = new Draft(line, new Surroundings(walk.around));
        for (Command.Assignment assignment : simple.assignments()) {
            Piece value = walk.expansion().one(assignment.value());
            byte[] text = Ascii.concat(assignment.name(), Ascii.bytes("="), value.text());
            draft.before.add(Piece.of("env"));
            draft.before.add(new Piece(text, null, value.soft(), value.lines()));
        }
        Wrappers wrappers = new Wrappers(words, draft, walk.report);
        List<Piece> program = wrappers.strip();
        byte[] script = wrappers.script();
        boolean exec = words.get(0).is("exec");
        int before = drafts.size();
        boolean remains = stays || wrappers.background || exec;
        if (wrappers.nothing || program.isEmpty() && script == null) {
            return Truth.UNKNOWN;
        }
        if (script != null) {
            within(draft, script, line, remains);
        } else {
            draft.program = program;
            decide(draft, simple, remains, program.size() < words.size() && !exec && declares(words));
        }
        if (drafts.size() > before) {
            walk.report.attach(found, line, drafts.get(before).name);
        }
        if (exec && !stays) {
            walk.flow = Walk.Flow.END;
        }
        return Truth.UNKNOWN;
    }

    /** Whether the words before a program say that it is a daemon. */
    private static boolean declares(List<Piece> words) {
        boolean declared = false;
        for (Piece word : words) {
            declared |= NameSet.has("start-stop-daemon daemon start_daemon startproc nohup", Bytes.base(word.shown()));
        }
        return declared;
    }

    /** A script as an argument: what it does is done under the same wrappers. */
    private void within(Draft draft, byte[] script, int line, boolean stays) {
        Surroundings outside = walk.around;
        walk.around = new Surroundings(draft.around);
        walk.around.before.clear();
        walk.around.before.addAll(draft.before);
        int started = drafts.size();
        walk.script(script, line, stays);
        if (drafts.size() > started && draft.name.length > 0 && drafts.get(started).nameGuessed) {
            drafts.get(started).name = unique(ServiceName.clean(draft.name), started);
        }
        walk.around = outside;
        walk.flow = Walk.Flow.ON;
    }

    private void decide(Draft draft, Command.Simple simple, boolean stays, boolean declared) {
        Piece program = draft.program.get(0);
        byte[] path = program.shown();
        byte[] name = Bytes.base(path);
        Foreground known = Foreground.of(path);
        boolean daemon = stays || declared || known != null;
        if (Ordinary.isDaemontools(name)) {
            walk.report.understood(draft.line, Bytes.NONE, name, " is what starts services: it stays where it is");
        } else if (Ordinary.leavesNothing(name)) {
            return;
        } else if (Arrays.equals(path, walk.scriptName)) {
            return;
        } else if (isStartScript(path) || NameSet.has("sh bash", name) && !stays) {
            otherScript(
                    draft.line,
                    draft.program.size() > 1 && !isStartScript(path)
                            ? draft.program.get(1).shown()
                            : path);
        } else if (!daemon && Ordinary.prepares(name)) {
            prepare();
        } else if (!daemon && !Ordinary.looksLikeDaemon(draft.program)) {
            // Who only asks is missed by nobody.
            if (walk.asking == 0) {
                walk.report.decide(
                        draft.line,
                        Bytes.NONE,
                        "runs to its end, and is in no service: ",
                        simple.place().text());
            }
        } else {
            redirect(simple.redirections(), draft.log, draft.redirections, draft.line);
            for (Command.Redirection redirection : simple.redirections()) {
                if (redirection.document() != null || redirection.operator() == Token.HERE_STRING) {
                    walk.report.decide(draft.line, Bytes.NONE, "a here-document as its input is left out");
                }
            }
            if (isScriptOfDaemons(name)) {
                walk.report.decide(draft.line, Bytes.NONE, path, " is a script itself: better imported by itself");
            }
            foreground(draft, known, stays);
            add(draft);
        }
    }

    private static boolean isScriptOfDaemons(byte[] name) {
        return NameSet.has("rc rc.local", name);
    }

    /** What stands before a daemon and makes ready for it goes into its {@code run}. */
    private void prepare() {
        byte[] text = statement.text();
        if (Ascii.startsWith(text, "rm ")
                && (Bytes.contains(text, "pid") || Bytes.contains(text, "PID") || Bytes.contains(text, "lock"))) {
            return;
        }
        boolean makes = Ascii.startsWith(text, "mkdir ") && !Bytes.contains(text, " -p");
        byte[] all = makes ? Ascii.concat(Ascii.bytes("mkdir -p "), Bytes.from(text, 6)) : text;
        boolean there = false;
        for (Preparation earlier : preparations) {
            there |= Arrays.equals(earlier.text, all);
        }
        if (!there && preparations.size() < PREPARATIONS_MAX) {
            preparations.add(new Preparation(all, statement.line(), walk.level));
        }
    }

    private void foreground(Draft draft, @Nullable Foreground known, boolean stays) {
        byte[] name = Bytes.base(draft.program.get(0).shown());
        if (known != null) {
            List<Piece> before = draft.program;
            draft.program = known.apply(before);
            if (draft.program.size() != before.size()) {
                walk.report.understood(
                        draft.line,
                        Bytes.NONE,
                        name,
                        " stays in the foreground with ",
                        known.added().isEmpty() ? "fewer words" : known.added(),
                        ": ",
                        known.source());
            }
        } else if (!stays && !Ordinary.staysByOption(draft.program)) {
            draft.before.add(Piece.of("fghack"));
            walk.report.decide(
                    draft.line,
                    Bytes.NONE,
                    name,
                    " seems to go into the background by itself: find what keeps it in front, and take fghack away");
        }
        int count = draft.program.size();
        if (NameSet.has("qmail-start", name) && count > 2) {
            LogPlan log = new LogPlan();
            if (log.take(Piece.from(draft.program, 2))) {
                draft.log = log;
                draft.program = new ArrayList<>(draft.program.subList(0, 2));
            }
        }
    }

    /** A pipeline in the background whose end is no logger: it stays as it is. */
    void pipeline(Place place) {
        Draft draft = new Draft(place.line(), new Surroundings(walk.around));
        draft.script = place.text();
        draft.name = Ascii.bytes("pipeline");
        walk.report.decide(
                place.line(),
                Bytes.NONE,
                "a pipeline without a logger at its end stays as it is: supervise only knows its shell");
        add(draft);
    }

    private void add(Draft draft) {
        if (drafts.size() >= DRAFTS_MAX) {
            walk.report.decide(draft.line, Bytes.NONE, "too many services");
            return;
        }
        if (!draft.program.isEmpty()) {
            draft.program.set(0, draft.program.get(0).settled());
        }
        ServiceName.choose(draft);
        draft.name = unique(draft.name, drafts.size());
        draft.down = disabled;
        keepPreparations(draft);
        drafts.add(draft);
        byte[] shown =
                draft.script != null ? draft.script : draft.program.get(0).shown();
        if (draft.nameGuessed) {
            walk.report.guessed(draft.line, draft.name, "named for what it runs: ", shown);
        } else {
            walk.report.understood(draft.line, draft.name, "runs ", shown);
        }
        if (NameSet.has("multilog", draft.log.was)) {
            walk.report.understood(draft.line, draft.name, "its multilog becomes log/run");
        } else if (draft.log.was.length > 0) {
            walk.report.understood(draft.line, draft.name, "multilog takes the place of ", draft.log.was);
        }
        MailNotes.add(draft, walk.report);
    }

    /** Preparations need the variables that they name. */
    private void keepPreparations(Draft draft) {
        List<Preparation> later = new ArrayList<>();
        for (Preparation preparation : preparations) {
            if (preparation.level < walk.level) {
                later.add(preparation);
                continue;
            }
            byte[] line = preparation.text;
            Command.Sequence body = ShellParser.parse(line).body();
            boolean simple =
                    body.statements().size() == 1 && body.statements().get(0).command() instanceof Command.Simple;
            if (simple && body.statements().get(0).command() instanceof Command.Simple command) {
                ByteBuilder text = new ByteBuilder(64);
                for (Piece word : walk.expansion().fields(command.words())) {
                    Piece.union(draft.preparations, word.lines());
                    text.append(text.length() > 0 ? " " : "").append(word.text());
                }
                draft.preparations.add(text.toBytes());
            } else {
                Piece.union(draft.preparations, walk.expansion().needs(line));
                draft.preparations.add(line);
            }
        }
        if (later.size() < preparations.size()) {
            walk.report.guessed(draft.line, draft.name, "commands before it that make ready for it go into its run");
        }
        preparations.clear();
        preparations.addAll(later);
    }

    private byte[] unique(byte[] name, int count) {
        byte[] candidate = name;
        int number = 1;
        for (int i = 0; i < count; i++) {
            if (Arrays.equals(drafts.get(i).name, candidate)) {
                candidate = ServiceName.numbered(name, ++number);
                i = -1;
            }
        }
        return candidate;
    }

    /** Where lines went is told; other redirections stay. */
    void redirect(List<Command.Redirection> redirections, LogPlan log, List<byte[]> kept, int line) {
        for (Command.Redirection redirection : redirections) {
            Token operator = redirection.operator();
            Piece target = walk.expansion().one(redirection.target());
            boolean input = operator == Token.INPUT || operator == Token.INPUT_COPY || operator == Token.READ_WRITE;
            boolean both = operator == Token.BOTH || operator == Token.BOTH_APPEND;
            int descriptor = redirection.descriptor() >= 0 ? redirection.descriptor() : input ? 0 : 1;
            boolean copy = operator == Token.OUTPUT_COPY && target.value() != null && target.value().length == 1;
            if (redirection.document() != null || operator == Token.HERE_STRING) {
                continue;
            }
            if (both || !input && (descriptor == 1 || descriptor == 2)) {
                if (!copy && target.value() != null && log.was.length == 0 && !target.is("/dev/null")) {
                    log.was = target.value();
                }
            } else {
                byte[] number = redirection.descriptor() < 0
                        ? Bytes.NONE
                        : new ByteBuilder(2).appendDecimal(descriptor).toBytes();
                kept.add(Ascii.concat(number, Ascii.bytes(operator.text), target.text()));
            }
        }
    }

    /** {@code echo $! >FILE} names the daemon before it; other files are written for good. */
    private void written(Command.Simple simple, List<Piece> words) {
        boolean number = false;
        for (Piece word : words) {
            number |= Bytes.contains(word.text(), "$!");
        }
        LogPlan output = new LogPlan();
        redirect(
                simple.redirections(), output, new ArrayList<>(), simple.place().line());
        if (output.was.length > 0 && !number && !Ascii.startsWith(output.was, "/dev/")) {
            walk.report.decide(simple.place().line(), Bytes.NONE, "writes ", output.was, ", and is in no service");
        }
        if (!number || drafts.isEmpty() || simple.redirections().isEmpty()) {
            return;
        }
        Piece file = walk.expansion().one(simple.redirections().get(0).target());
        Draft draft = drafts.get(drafts.size() - 1);
        byte[] base = ServiceName.clean(Bytes.without(Bytes.base(file.shown()), ".pid"));
        if (draft.nameGuessed && file.value() != null && Bytes.endsWith(file.value(), ".pid")) {
            draft.name = unique(base, drafts.size() - 1);
            draft.nameGuessed = false;
        }
        walk.report.understood(
                simple.place().line(),
                draft.name,
                "pid file ",
                file.shown(),
                " is not needed: supervise knows the process");
    }

    // ---- FreeBSD and OpenRC

    /** A script that says in variables what is to be started. */
    void runRcCommand(int line) {
        Variables variables = walk.around.variables;
        byte[] name = variables.value("name");
        boolean plain = name != null;
        for (int i = 0; name != null && i < name.length; i++) {
            plain &= Bytes.isNameByte(name[i]);
        }
        byte[] service = walk.around.variables.value("RC_SVCNAME");
        byte[] shortName = plain && name != null ? name : service == null ? Bytes.NONE : service;
        byte[] own = variables.value("start_cmd");
        byte[] before = variables.value("start_precmd");
        if (before != null) {
            walk.callNamed(before, "start");
        }
        walk.callNamed(Ascii.bytes("start_pre"));
        if (own != null && walk.callNamed(own, "start")) {
            return;
        }
        Surroundings outside = walk.around;
        walk.around = new Surroundings(outside);
        byte[] text = Ascii.concat(
                Ascii.bytes("$command_interpreter $command $"), shortName, Ascii.bytes("_flags $command_args"));
        Piece user = variable(shortName, "_user", "command_user");
        Piece directory = variable(shortName, "_chdir", "directory");
        if (directory != null) {
            walk.around.directory = directory;
        }
        Command.Sequence body = ShellParser.parse(text, line).body();
        if (body.statements().size() == 1 && body.statements().get(0).command() instanceof Command.Simple simple) {
            List<Piece> all = new ArrayList<>();
            if (user != null) {
                byte[] account = user.value() == null ? null : Bytes.upTo(user.value(), ':');
                all.addAll(List.of(Piece.of("setuidgid"), account == null ? user : Piece.of(account)));
            }
            all.addAll(walk.expansion().fields(simple.words()));
            int started = drafts.size();
            boolean stays = variables.value("command_background") != null;
            all.add(0, Piece.of("start_daemon"));
            start(simple, stays ? Piece.from(all, 1) : all, stays);
            if (drafts.size() > started) {
                drafts.get(started).name = unique(ServiceName.clean(shortName), started);
            }
        }
        walk.around = outside;
    }

    private @Nullable Piece variable(byte[] name, String suffix, String other) {
        Piece found = InitFunctions.variable(walk.around.variables, Ascii.concat(name, Ascii.bytes(suffix)));
        return found == null ? InitFunctions.variable(walk.around.variables, Ascii.bytes(other)) : found;
    }
}
