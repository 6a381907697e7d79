package org.yagura.core.importing;

import java.util.List;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Visible;

/** The report and the files as people read them. */
public final class PlanText {
    private PlanText() {}

    /** Appends a line for each finding: {@code file:line: kind: service: text}. */
    public static void appendFindings(Report report, ByteBuilder to) {
        ByteBuilder line = new ByteBuilder(160);
        for (Finding finding : report.findings()) {
            line.clear().append(finding.file());
            if (finding.line() > 0) {
                line.append((byte) ':').appendDecimal(finding.line());
            }
            line.append(": ").append(finding.kind().word).append(": ");
            if (finding.service().length > 0) {
                line.append(finding.service()).append(": ");
            }
            appendOneLine(finding.text(), line);
            Visible.append(line.array(), line.length(), to);
            to.append((byte) '\n');
        }
    }

    private static void appendOneLine(byte[] text, ByteBuilder to) {
        for (byte b : text) {
            to.append(b == '\n' ? (byte) ' ' : b);
        }
    }

    /** Appends each file under a line with its name and mode. */
    public static void appendFiles(List<ServicePlan> plans, ByteBuilder to) {
        for (ServicePlan plan : plans) {
            for (ServicePlan.Entry entry : plan.entries()) {
                to.append("--- ")
                        .append(plan.name())
                        .append("/")
                        .append(entry.path())
                        .append(" 0");
                for (int shift = 6; shift >= 0; shift -= 3) {
                    to.append((byte) ('0' + (entry.mode() >> shift & 7)));
                }
                to.append((byte) '\n');
                to.append(entry.content());
                if (entry.content().length > 0 && !Bytes.endsWith(entry.content(), "\n")) {
                    to.append((byte) '\n');
                }
            }
            byte[] directory = plan.logDirectory();
            if (directory != null) {
                to.append("--- ");
                if (!Ascii.startsWith(directory, "/")) {
                    to.append(plan.name()).append("/log/");
                }
                to.append(Ascii.startsWith(directory, "./") ? Bytes.from(directory, 2) : directory)
                        .append(plan.logUser().length == 0 ? " directory" : " directory of ")
                        .append(plan.logUser())
                        .append((byte) '\n');
            }
        }
    }
}
