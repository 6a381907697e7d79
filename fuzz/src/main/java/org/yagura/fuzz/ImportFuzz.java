package org.yagura.fuzz;

import java.util.Arrays;
import java.util.List;
import org.yagura.core.importing.ProcfileImport;
import org.yagura.core.importing.RcImport;
import org.yagura.core.importing.Report;
import org.yagura.core.importing.RunitImport;
import org.yagura.core.importing.ServicePlan;
import org.yagura.core.importing.Settings;
import org.yagura.core.importing.SupervisordImport;
import org.yagura.core.importing.SystemdImport;

/** What other programs were told about services, the kind by the first letter: names that are files' names, and directories that are whole. */
public final class ImportFuzz {
    private static final Settings SETTINGS = new Settings(new byte[] {'l', 'o', 'g'}, new byte[0]);

    private ImportFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        byte[] text = data.length == 0 ? data : Arrays.copyOfRange(data, 1, data.length);
        byte[] path = {'/', 'e', '/', 'a', '@', 'b'};
        Report report = new Report();
        RcImport.Given given = new RcImport.Given(new byte[] {'a', '@', 'b'}, text);
        List<ServicePlan> plans = switch (data.length == 0 ? 0 : data[0]) {
            case 's' -> SystemdImport.read(path, text, List.of(given), SETTINGS, report);
            case 'p' -> ProcfileImport.read(path, text, List.of(given), SETTINGS, report);
            case 'r' ->
                RunitImport.read(
                        path,
                        List.of(
                                new RcImport.Given(new byte[] {'r', 'u', 'n'}, text),
                                new RcImport.Given(new byte[] {'l', 'o', 'g', '/', 'r', 'u', 'n'}, text)),
                        SETTINGS,
                        report);
            default -> SupervisordImport.read(path, text, SETTINGS, report);
        };
        for (ServicePlan plan : plans) {
            byte[] name = plan.name();
            Target.check(name.length > 0 && name[0] != '.', "a name that svscan does not see");
            for (byte b : name) {
                Target.check(b > ' ' && b != '/', "a name that is no file's");
            }
            Target.check(plan.entries().get(0).path().equals("run"), "a service without run");
        }
    }
}
