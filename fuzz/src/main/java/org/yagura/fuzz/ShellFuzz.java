package org.yagura.fuzz;

import java.util.List;
import org.yagura.core.importing.RcImport;
import org.yagura.core.importing.Report;
import org.yagura.core.importing.ServicePlan;
import org.yagura.core.importing.Settings;
import org.yagura.core.shell.Command;
import org.yagura.core.shell.Script;
import org.yagura.core.shell.ShellParser;

/** A script: it is read to its end whatever it is, places lie within it, and what is made of it has names that are files' names. */
public final class ShellFuzz {
    private ShellFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Script script = ShellParser.parse(data);
        for (Command.Statement statement : script.body().statements()) {
            Target.check(statement.place().start() >= 0, "a place before the script");
            Target.check(statement.place().end() <= data.length, "a place behind the script");
            Target.check(statement.place().line() >= 1, "a line before the first");
            statement.place().text();
        }
        byte[] user = {'l', 'o', 'g'};
        List<ServicePlan> plans =
                RcImport.read(new byte[] {'x'}, data, List.of(), new Settings(user, new byte[0]), new Report());
        for (ServicePlan plan : plans) {
            byte[] name = plan.name();
            Target.check(name.length > 0 && name[0] != '.', "a name that svscan does not see");
            for (byte b : name) {
                Target.check(b > ' ' && b != '/', "a name that is no file's");
            }
        }
    }
}
