package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.text.Ascii;

/** Service directories from a start-up script. */
public final class RcImport {
    /** A file that the script reads, and what is in it. */
    public record Given(byte[] path, byte[] content) {}

    private RcImport() {}

    /**
     * Reads a script.
     *
     * @param path its name, from which {@code $0} and the report's lines come
     * @param given files that it reads
     */
    public static List<ServicePlan> read(
            byte[] path, byte[] script, List<Given> given, Settings settings, Report report) {
        report.begin(path);
        int before = report.size();
        Walk walk = new Walk(path, given, report);
        walk.around.variables.set(Ascii.bytes("RC_SVCNAME"), ServiceName.clean(Bytes.without(Bytes.base(path), ".sh")));
        walk.script(script, 1, false);
        if (walk.starts.count() == 0) {
            walk.flow = Walk.Flow.ON;
            boolean called = walk.callNamed(Ascii.bytes("start"));
            if (!called && walk.around.variables.value("command") != null) {
                walk.starts.runRcCommand(0);
            }
        }
        List<ServicePlan> plans = new ArrayList<>();
        for (Draft draft : walk.starts.drafts()) {
            plans.add(RunText.plan(draft, settings, path));
        }
        walk.starts.end();
        report.sort(before);
        if (plans.isEmpty()) {
            report.decide(0, Bytes.NONE, "no daemon was found");
        }
        return plans;
    }
}
