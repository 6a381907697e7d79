package org.yagura.tools.yagura.checking;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.checking.Findings;
import org.yagura.core.json.JsonWriter;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shown;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.tools.NameList;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.facts.Target;
import org.yagura.tools.yagura.facts.Targets;

/** Examines services, or the whole scan directory, and says what is wrong, with file and line. */
public final class Check {
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int STICKY = 01000;
    private static final byte[] SLASH = {'/'};
    private static final String RED = "\033[31m";
    private static final String YELLOW = "\033[33m";
    private static final String PLAIN = "\033[0m";

    private final Call call;
    private final Files files;
    private final Findings findings = new Findings();
    private final FileInfo info = new FileInfo();
    private final ServiceCheck services;

    public Check(Call call) {
        this.call = call;
        files = call.port.files();
        services = new ServiceCheck(call, findings);
    }

    public Outcome run() {
        Targets targets = new Targets(call);
        List<byte[]> words = call.arguments.operands();
        if (words.isEmpty()) {
            if (!checkAll(targets.scanDirectory())) {
                return Outcome.exit(Outcome.TROUBLE);
            }
        }
        for (byte[] word : words) {
            services.check(targets.named(word).path());
        }
        show();
        return call.out.end(findings.all().isEmpty() ? Outcome.DONE : Call.NOT_SO);
    }

    private boolean checkAll(byte[] scan) {
        NameList names = new NameList(files, call.port.descriptors());
        int count = names.read(scan);
        if (count < 0) {
            call.messages.fatal().add("unable to read ").add(scan).because(-count);
            return false;
        }
        findings.in(scan);
        if (files.stat(Files.CWD, scan, info) >= 0
                && (info.mode & WRITABLE_BY_OTHERS) != 0
                && (info.mode & STICKY) == 0) {
            findings.error(0, "others may write to it, and have anything started");
        }
        List<Target> there = new ArrayList<>();
        long[] inodes = new long[count];
        for (int i = 0; i < count; i++) {
            byte[] path = Ascii.concat(scan, SLASH, names.get(i));
            findings.in(path);
            if (files.stat(Files.CWD, path, info) < 0) {
                findings.error(0, "a link to nothing");
            } else if (!info.isDirectory()) {
                findings.warning(0, "no directory: svscan takes no notice of it");
            } else {
                long inode = info.inode ^ info.device << 48;
                int other = 0;
                while (other < there.size() && inodes[other] != inode) {
                    other++;
                }
                if (other < there.size()) {
                    findings.error(0, "the same directory as ", there.get(other).path());
                } else {
                    inodes[other] = inode;
                    there.add(new Target(names.get(i), path));
                }
            }
        }
        for (Target target : there) {
            services.check(target.path());
        }
        return true;
    }

    private void show() {
        ByteBuilder out = call.out.text;
        if (call.arguments.has(Option.JSON)) {
            JsonWriter json = new JsonWriter(out).beginArray();
            for (Findings.Finding finding : findings.all()) {
                json.beginObject().name("path").string(finding.path()).name("line");
                if (finding.line() == 0) {
                    json.nothing();
                } else {
                    json.number(finding.line());
                }
                json.name("level").string(finding.level().word);
                json.name("text").string(finding.text()).endObject();
            }
            json.endArray();
            out.append((byte) '\n');
            return;
        }
        for (Findings.Finding finding : findings.all()) {
            Shown.append(finding.path(), 0, finding.path().length, out);
            if (finding.line() > 0) {
                out.append((byte) ':').appendDecimal(finding.line());
            }
            boolean error = finding.level() == Findings.Level.ERROR;
            out.append(": ").append(call.out.colour() ? error ? RED : YELLOW : "");
            out.append(finding.level().word)
                    .append(call.out.colour() ? PLAIN : "")
                    .append(": ");
            Shown.append(finding.text(), 0, finding.text().length, out);
            out.append((byte) '\n');
        }
    }
}
