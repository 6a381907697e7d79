package org.yagura.tools.yagura.importing;

import java.util.List;
import org.yagura.core.importing.Finding;
import org.yagura.core.importing.Report;
import org.yagura.core.importing.ServicePlan;
import org.yagura.core.json.JsonWriter;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** The report and the services as JSON. */
final class ImportJson {
    private ImportJson() {}

    static void append(Report report, List<ServicePlan> plans, byte[] into, boolean written, ByteBuilder to) {
        JsonWriter json = new JsonWriter(to).beginObject();
        json.name("written").bool(written).name("services").beginArray();
        for (ServicePlan plan : plans) {
            append(plan, into, json);
        }
        json.endArray().name("findings").beginArray();
        for (Finding finding : report.findings()) {
            json.beginObject()
                    .name("kind")
                    .string(finding.kind().word)
                    .name("file")
                    .string(finding.file());
            json.name("line").number(finding.line());
            if (finding.service().length > 0) {
                json.name("service").string(finding.service());
            }
            json.name("text").string(finding.text()).endObject();
        }
        json.endArray().endObject();
        to.append((byte) '\n');
    }

    private static void append(ServicePlan plan, byte[] into, JsonWriter json) {
        json.beginObject().name("name").string(plan.name());
        json.name("path").string(Ascii.concat(into, new byte[] {'/'}, plan.name()));
        byte[] directory = plan.logDirectory();
        if (directory != null) {
            json.name("log_directory").string(directory).name("log_user").string(plan.logUser());
        }
        json.name("files").beginArray();
        for (ServicePlan.Entry entry : plan.entries()) {
            json.beginObject().name("path").string(entry.path()).name("runs").bool((entry.mode() & 0111) != 0);
            json.name("content").string(entry.content()).endObject();
        }
        json.endArray().endObject();
    }
}
