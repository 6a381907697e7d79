package org.yagura.tools;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;

/** The tools, in the order of the manual. Drives dispatch on the program's name, the links that are installed and the checks that each has a man page and an integration test. */
public enum Applet {
    SVSCAN("svscan"),
    SUPERVISE("supervise"),
    SVC("svc"),
    SVOK("svok"),
    SVSTAT("svstat"),
    SVUP("svup"),
    MULTILOG("multilog"),
    SETUIDGID("setuidgid"),
    TAI64N("tai64n"),
    TAI64NLOCAL("tai64nlocal"),
    ENVDIR("envdir"),
    ENVUIDGID("envuidgid"),
    SOFTLIMIT("softlimit"),
    SETLOCK("setlock"),
    PGRPHACK("pgrphack"),
    ARGV0("argv0"),
    TCPSERVER("tcpserver"),
    TCPRULES("tcprules"),
    TCPRULESCHECK("tcprulescheck"),
    TCPCLIENT("tcpclient"),
    TCPCAT("tcpcat"),
    WHO("who@"),
    DATE("date@"),
    FINGER("finger@"),
    HTTP("http@"),
    MCONNECT("mconnect"),
    MCONNECT_IO("mconnect-io"),
    RBLSMTPD("rblsmtpd"),
    RECORDIO("recordio"),
    FIXCRIO("fixcrio"),
    ADDCR("addcr"),
    DELCR("delcr"),
    FGHACK("fghack"),
    READPROCTITLE("readproctitle"),
    SVSCANBOOT("svscanboot"),
    UPDATE_SERVICE("update-service"),
    POPSTAMP("popstamp"),
    RELAYOK("relayok");

    /** The command's name. */
    public final String command;

    Applet(String command) {
        this.command = command;
    }

    /** The tool with a name, which may carry directories before it, or null. */
    public static @Nullable Applet named(byte[] path) {
        byte[] base = Ascii.base(path);
        for (Applet applet : values()) {
            if (Ascii.equal(base, applet.command)) {
                return applet;
            }
        }
        return null;
    }
}
