package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** Service directories from a Procfile: {@code name: command}, which a shell runs in the file's directory. */
public final class ProcfileImport {
    private static final int PORT_FIRST = 5000;
    private static final int PORT_STEP = 100;

    private ProcfileImport() {}

    /**
     * Reads a Procfile.
     *
     * @param given other files, of which {@code .env} counts: lines {@code NAME=value}
     */
    public static List<ServicePlan> read(
            byte[] path, byte[] text, List<RcImport.Given> given, Settings settings, Report report) {
        report.begin(path);
        List<ServicePlan> plans = new ArrayList<>();
        int at = 0;
        int line = 0;
        while (at < text.length) {
            int end = Bytes.indexOf(text, '\n', at);
            end = end < 0 ? text.length : end;
            byte[] row = Bytes.trimmed(Arrays.copyOfRange(text, at, end));
            at = end + 1;
            line++;
            int colon = Bytes.indexOf(row, ':');
            if (row.length == 0 || row[0] == '#') {
                continue;
            }
            if (colon < 1 || Bytes.trimmed(Bytes.from(row, colon + 1)).length == 0) {
                report.decide(line, Bytes.NONE, "expected a name, a colon and a command");
                continue;
            }
            Draft draft = new Draft(line, new Surroundings());
            draft.name = ServiceName.clean(Bytes.trimmed(Arrays.copyOf(row, colon)));
            environment(given, draft, plans.size());
            draft.around.directory = Piece.of(Bytes.parent(path));
            draft.secret = !given.isEmpty();
            command(Bytes.trimmed(Bytes.from(row, colon + 1)), draft);
            if (draft.script != null) {
                report.decide(
                        line,
                        draft.name,
                        "a shell stays between supervise and the program: it is who gets the signals");
            }
            plans.add(RunText.plan(draft, settings, path));
            report.understood(line, draft.name, "runs ", Bytes.trimmed(Bytes.from(row, colon + 1)));
        }
        if (plans.isEmpty()) {
            report.decide(0, Bytes.NONE, "there is no process");
        } else {
            byte[] last = new ByteBuilder(8)
                    .appendDecimal(PORT_FIRST + PORT_STEP * (plans.size() - 1))
                    .toBytes();
            report.guessed(
                    0, Bytes.NONE, "PORT is 5000 for the first and a hundred more for each one after it, up to ", last);
            report.decide(
                    0,
                    Bytes.NONE,
                    "who runs them is not said: as they are, they run as root (a line `exec setuidgid USER ...`)");
        }
        return plans;
    }

    /** A command of one program is exec'd; anything more is what a shell makes of it. */
    private static void command(byte[] command, Draft draft) {
        boolean simple = true;
        for (byte b : command) {
            simple &= ";&|<>()`\n{}".indexOf(b) < 0 || b == '{' || b == '}';
        }
        byte[] first = Bytes.upTo(command, ' ');
        simple &= !NameSet.has("exec if while for case cd", first);
        if (simple && Bytes.indexOf(first, '=') > 0) {
            draft.program.add(Wrappers.text("env"));
        }
        if (simple) {
            draft.program.add(new Piece(command, null, false, List.of()));
        } else {
            draft.script = command;
        }
    }

    private static void environment(List<RcImport.Given> given, Draft draft, int index) {
        Variables variables = draft.around.variables;
        set(
                variables,
                Ascii.bytes("PORT"),
                new ByteBuilder(8)
                        .appendDecimal(PORT_FIRST + (long) PORT_STEP * index)
                        .toBytes());
        for (RcImport.Given file : given) {
            for (IniFile.Entry entry : IniFile.read(file.content(), false)) {
                byte[] name = entry.name();
                name = Ascii.startsWith(name, "export ") ? Bytes.trimmed(Bytes.from(name, 7)) : name;
                byte[] value = entry.value();
                boolean quoted = value.length > 1
                        && (value[0] == '"' || value[0] == '\'')
                        && value[value.length - 1] == value[0];
                set(variables, name, quoted ? Arrays.copyOfRange(value, 1, value.length - 1) : value);
            }
        }
    }

    private static void set(Variables variables, byte[] name, byte[] value) {
        boolean plain = true;
        for (byte b : name) {
            plain &= Bytes.isNameByte(b);
        }
        if (plain && name.length > 0) {
            variables.set(name, value);
            variables.export(name);
        }
    }
}
