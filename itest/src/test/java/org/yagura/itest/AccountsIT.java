package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Sandbox;

/** Files and programs of the system that setuidgid finds accounts in, in every state that they can be in. */
@NeedsRoot
class AccountsIT {
    private static final String IDS = "grep -E '^(Uid|Gid|Groups):' /proc/self/status | tr -s '\\t ' '  '";

    /** Runs a script in a mount namespace where /usr/bin/getent is another script. */
    private static Result withGetent(Sandbox box, String getent, String script) {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/getent")),
                "no /usr/bin/getent to put another one in the place of");
        box.script("getent", getent);
        box.script("script", script);
        return box.run("unshare", "-m", "sh", "-c", "mount --bind getent /usr/bin/getent && exec ./script");
    }

    @OnOurs(Difference.GETENT)
    void answersThatMakeNoSenseAreRefused(Sandbox box) {
        for (String answer : new String[] {
            "echo",
            "echo alice",
            "echo alice:x",
            "echo alice:x:1",
            "echo alice:x:-1:1::/:/bin/sh",
            "echo alice:x:1x:1::/:/bin/sh",
            "echo alice:x::1::/:/bin/sh",
            "echo alice:x:99999999999999999999:1::/:/bin/sh",
            "echo alice:x:4294967295:1::/:/bin/sh",
            "echo bob:x:61001:61002::/:/bin/sh",
            "yes alice:x",
            "kill -9 $$",
            "exit 3"
        }) {
            Result result = withGetent(box, answer, "setuidgid alice true; echo $?");
            assertEquals("111\n", result.out(), answer);
            assertTrue(result.err().startsWith("setuidgid: fatal: "), answer + ": " + result.err());
        }
    }

    @OnOurs(Difference.GETENT)
    void getentIsNotSoughtAlongPath(Sandbox box) {
        box.script("getent", "echo evil:x:0:0::/:/bin/sh");
        box.variable("PATH", box.work + ":" + box.suite.path());
        box.sh("setuidgid evil true; echo $?").is(0, "111\n", "setuidgid: fatal: unknown account evil\n");
    }

    @OnOurs(Difference.GETENT)
    void withoutGetentAnUnknownAccountIsUnknown(Sandbox box) {
        box.sh("unshare -m sh -c 'mount -t tmpfs none /usr/bin 2>/dev/null; exec " + setuidgidBinary(box)
                        + " alice true'")
                .is(111, "", "setuidgid: fatal: unknown account alice\n");
    }

    /** The tool under a name that stays reachable when /usr/bin is covered. */
    private static String setuidgidBinary(Sandbox box) {
        return box.suite.tool("setuidgid").toString();
    }

    @OnBoth
    void anAccountOfTheExtraUsersLibrary(Sandbox box) {
        assumeTrue(Files.isDirectory(Path.of("/var/lib/extrausers")), "libnss-extrausers is not installed");
        box.write("passwd", "extra:x:61003:61004::/:/bin/sh\n");
        box.write("nsswitch.conf", "passwd: files extrausers\ngroup: files\n");
        box.script("script", """
                mount -t tmpfs none /var/lib/extrausers && cp passwd /var/lib/extrausers/passwd &&
                mount --bind nsswitch.conf /etc/nsswitch.conf && exec setuidgid extra sh -c "%s"
                """.formatted(IDS));
        box.run("unshare", "-m", "./script")
                .is(0, "Uid: 61003 61003 61003 61003\nGid: 61004 61004 61004 61004\nGroups: 61004 \n", "");
    }

    @OnBoth
    void aPasswdFileWithStrangeLines(Sandbox box) {
        box.write(
                "passwd",
                "\n#comment\nbroken\nx:y\n:x:1:1::/:/bin/sh\nlong" + "g".repeat(3000) + ":x:1:1::/:/bin/sh\n"
                        + "good:x:61005:61006:a:b:c\nlast:x:61007:61008::/:/bin/sh");
        box.script(
                "script",
                "mount --bind passwd /etc/passwd; setuidgid good sh -c \"" + IDS + "\"; setuidgid last id -u");
        box.run("unshare", "-m", "./script")
                .is(0, "Uid: 61005 61005 61005 61005\nGid: 61006 61006 61006 61006\nGroups: 61006 \n61007\n", "");
    }

    @OnBoth
    void noPasswdFile(Sandbox box) {
        box.write("nsswitch.conf", "passwd: files\n");
        box.sh("unshare -m sh -c 'mount -t tmpfs none /etc; exec " + setuidgidBinary(box) + " no-such-account true'")
                .is(111, "", "setuidgid: fatal: unknown account no-such-account\n");
    }
}
