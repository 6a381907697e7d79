package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yagura.core.text.Ascii;

/** What was found out about the files that were read, in their order. */
public final class Report {
    private static final int FINDINGS_MAX = 2000;
    private static final byte[] NONE = {};

    private final List<Finding> findings = new ArrayList<>();
    private byte[] file = NONE;

    /** Names the file that findings are about from now on. */
    public void begin(byte[] name) {
        file = name;
    }

    /** The file that is being read. */
    public byte[] file() {
        return file;
    }

    public List<Finding> findings() {
        return findings;
    }

    /** How many findings there are. */
    int size() {
        return findings.size();
    }

    /** Findings since there were {@code from} of them, on a line, are about this service. */
    void attach(int from, int line, byte[] service) {
        for (int i = from; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            if (finding.line() == line && finding.service().length == 0) {
                findings.set(i, new Finding(finding.kind(), finding.file(), line, service, finding.text()));
            }
        }
    }

    /** Puts the findings since there were {@code from} of them into the order of their lines. */
    void sort(int from) {
        for (int i = from + 1; i < findings.size(); i++) {
            Finding finding = findings.remove(i);
            int at = i;
            while (at > from && findings.get(at - 1).line() > finding.line()) {
                at--;
            }
            findings.add(at, finding);
        }
    }

    /** Whether something is left for a person. */
    public boolean hasDecisions() {
        boolean any = false;
        for (Finding finding : findings) {
            any |= finding.kind() == Finding.Kind.DECIDE;
        }
        return any;
    }

    /** Adds what is understood, in pieces of text. */
    public void understood(int line, byte[] service, Object... text) {
        add(Finding.Kind.UNDERSTOOD, line, service, text);
    }

    /** Adds what is guessed. */
    public void guessed(int line, byte[] service, Object... text) {
        add(Finding.Kind.GUESSED, line, service, text);
    }

    /** Adds what somebody has to decide. */
    public void decide(int line, byte[] service, Object... text) {
        add(Finding.Kind.DECIDE, line, service, text);
    }

    private void add(Finding.Kind kind, int line, byte[] service, Object... text) {
        byte[] all = NONE;
        for (Object piece : text) {
            all = Ascii.concat(all, piece instanceof byte[] bytes ? bytes : Ascii.bytes((String) piece));
        }
        for (Finding earlier : findings) {
            if (earlier.kind() == kind
                    && earlier.line() == line
                    && Arrays.equals(earlier.text(), all)
                    && Arrays.equals(earlier.file(), file)) {
                return;
            }
        }
        if (findings.size() < FINDINGS_MAX) {
            findings.add(new Finding(kind, file, line, service, all));
        }
    }
}
