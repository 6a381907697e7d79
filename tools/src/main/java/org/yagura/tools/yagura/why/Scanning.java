package org.yagura.tools.yagura.why;

import java.util.Arrays;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shown;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.tools.yagura.facts.Facts;
import org.yagura.tools.yagura.facts.ServiceProcesses;

/** Whether a svscan runs on the scan directory: a process of that name whose current directory it is. */
final class Scanning {
    private static final byte[] SVSCAN = Ascii.bytes("svscan\n");
    private static final byte[] RESCUE = Ascii.bytes("/supervise/lock");

    private final Port port;
    private final byte[] scan;
    private final FileInfo directory = new FileInfo();
    private final FileInfo info = new FileInfo();

    Scanning(Port port, byte[] scan) {
        this.port = port;
        this.scan = scan;
    }

    void tell(Facts facts, Sentences to) {
        int pid = port.files().stat(Files.CWD, scan, directory) < 0 ? 0 : find();
        ByteBuilder text = new ByteBuilder(96);
        if (pid == 0) {
            to.say(text.append("No svscan is to be seen that runs on ")
                    .append(Shown.of(scan))
                    .append(": services are started by one."));
            return;
        }
        to.say(text.append("svscan runs on ")
                .append(Shown.of(scan))
                .append(", as process ")
                .appendDecimal(pid)
                .append("."));
        byte[] name = lastPart(facts.target.path());
        if (port.files().stat(Files.CWD, Ascii.concat(scan, new byte[] {'/'}, name), info) < 0) {
            to.say("But the service is not in there: a link to its directory has it started.");
        } else if (name.length > 0 && name[0] == '.') {
            to.say("But it passes over names that begin with a dot.");
        } else if (port.files().stat(Files.CWD, Ascii.concat(facts.target.path(), RESCUE), info) < 0) {
            to.say("Its supervise may not be able to make its files there; svscan's messages tell.");
        } else {
            to.say(
                    "Its supervise has ended or cannot take its lock; svscan's messages tell why. svc -x makes one end for good.");
        }
    }

    /** The pid of a svscan on the directory, or 0. */
    private int find() {
        ServiceProcesses all = new ServiceProcesses(port);
        all.look();
        for (int pid : all.all()) {
            if (isSvscan(pid)) {
                return pid;
            }
        }
        return 0;
    }

    private boolean isSvscan(int pid) {
        byte[] process = new ByteBuilder(24).append("/proc/").appendDecimal(pid).toBytes();
        byte[] name = new byte[SVSCAN.length];
        int fd = port.files().open(Files.CWD, Ascii.concat(process, Ascii.bytes("/comm")), OpenFlag.READ, 0);
        if (fd < 0) {
            return false;
        }
        int length = port.descriptors().read(fd, name, 0, name.length);
        port.descriptors().close(fd);
        return length == SVSCAN.length
                && Arrays.equals(name, SVSCAN)
                && port.files().stat(Files.CWD, Ascii.concat(process, Ascii.bytes("/cwd")), info) >= 0
                && info.sameFile(directory.device, directory.inode);
    }

    private static byte[] lastPart(byte[] path) {
        int start = path.length;
        while (start > 0 && path[start - 1] != '/') {
            start--;
        }
        return Arrays.copyOfRange(path, start, path.length);
    }
}
