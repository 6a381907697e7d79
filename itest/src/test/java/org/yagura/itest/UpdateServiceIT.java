package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;
import org.yagura.itest.harness.Suite;

/** Debian's update-service, from daemontools-run, and ours. */
class UpdateServiceIT {
    /** Of daemontools-run; runit has another one of that name, which may be what is installed. */
    private static final Path DEBIANS =
            Path.of("../build/peers/usr/sbin/update-service").toAbsolutePath().normalize();

    private static final String USAGE = "Usage: update-service --add|--remove <service-directory> [<service-name>]\n"
            + "       update-service --list|--check [<service-name>]\n\n";

    private static Result update(Sandbox box, String... words) {
        assumeTrue(
                box.suite == Suite.YAGURA || Files.exists(DEBIANS),
                "Debian's update-service (daemontools-run) is not there");
        box.mkdir("scan");
        box.variable("SVDIR", box.path("scan").toString());
        String[] command = new String[words.length + 1];
        command[0] = program(box);
        System.arraycopy(words, 0, command, 1, words.length);
        return box.run(command);
    }

    private static String program(Sandbox box) {
        return box.suite == Suite.YAGURA ? "update-service" : DEBIANS.toString();
    }

    private static String fatal(String text) {
        return "update-service: fatal: " + text + "\n\n";
    }

    @OnBoth
    void usage(Sandbox box) {
        for (String[] words : List.of(
                new String[] {},
                new String[] {"-x"},
                new String[] {"--help"},
                new String[] {"-a"},
                new String[] {"--add"},
                new String[] {"-r"},
                new String[] {"-al"},
                new String[] {"--lis"},
                new String[] {"add"})) {
            update(box, words).is(1, "", USAGE);
        }
    }

    @OnBoth
    void lists(Sandbox box) {
        update(box, "--list").is(0, "", "");
        box.symlink("scan/web", "/nosuch/web");
        box.symlink("scan/.hidden", "/nosuch/hidden");
        box.mkdir("scan/made");
        box.symlink("scan/Mail", "/nosuch/mail");
        Result all = update(box, "-l");
        assertEquals(List.of("Mail", "made", "web"), all.out().lines().sorted().toList());
        update(box, "-l", "web", "more").is(0, "web -> /nosuch/web\n", "");
        update(box, "--list", "made").is(1, "", "Service made not registered.\n\n");
        update(box, "-l", "nosuch").is(1, "", "Service nosuch not registered.\n\n");
        update(box, "-c", "web").is(0, "", "");
        update(box, "--check", "made").is(1, "", "");
        update(box, "-c").is(0, "", "");
    }

    @OnBoth
    @NeedsRoot
    void adds(Sandbox box) {
        String a = box.mkdir("sv/a").toString();
        String b = box.mkdir("sv/b").toString();
        update(box, "--add", a).is(0, "Service a added.\n", "");
        update(box, "-a", a).is(0, "Service a already added.\n", "");
        update(box, "-a", a + "/", "two").is(0, "Service two added.\n", "");
        update(box, "-l", "two").is(0, "two -> " + a + "\n", "");
        String scan = box.path("scan").toString();
        update(box, "-a", b, "a").is(1, "", fatal(scan + "/a exists, but doesn't point to " + b + "."));
        box.mkdir("scan/made");
        update(box, "-a", b, "made").is(1, "", fatal(scan + "/made exists, but is not a symbolic link."));
        update(box, "-a", b, ".b").is(1, "", fatal("The <service-name> must not start with a dot."));
        update(box, "-a", b, "x/b").is(1, "", fatal("The <service-name> must not contain a slash."));
        update(box, "-a", "sv/b").is(1, "", fatal("The <service-directory> must start with a slash."));
        update(box, "-a", "nosuch").is(1, "", fatal("nosuch does not exist, or is not a directory."));
        update(box, "-a", b, "b", "more").is(0, "Service b added.\n", "");
        assertEquals(List.of("a", "b", "made", "two"), box.list("scan"));
        assertEquals(List.of(), box.list("sv/a"), "nothing is changed outside /etc");
    }

    @OnBoth
    @NeedsRoot
    void removes(Sandbox box) {
        String a = box.mkdir("sv/a").toString();
        String b = box.mkdir("sv/b").toString();
        String scan = box.path("scan").toString();
        update(box, "-a", a).ok();
        box.mkdir("scan/made");
        update(box, "-r", b).is(1, "", "update-service: warning: " + scan + "/b does not exist.\n\n");
        update(box, "-r", b, "a").is(1, "", fatal(scan + "/a does not point to " + b + "."));
        update(box, "-r", b, "made").is(1, "", fatal(scan + "/made is not a symbolic link."));
        update(box, "-r", "sv/a").is(1, "", fatal("The <service-directory> must start with a slash."));
        update(box, "-r", a + "x").is(1, "", fatal(a + "x does not exist, or is not a directory."));
        update(box, "--remove", a)
                .is(
                        0,
                        "Service a removed, the service daemon received the TERM and CONT signals.\n",
                        "svc: warning: unable to control " + a + ": file does not exist\n");
        assertEquals(List.of("made"), box.list("scan"));
    }

    @OnBoth
    @NeedsRoot
    void aRunningServiceEndsWithItsLogger(Sandbox box) {
        Service web = Scan.idle(box, "web");
        web.log("exec cat >/dev/null");
        update(box, "-a", box.path("sv/web").toString()).is(0, "Service web added.\n", "");
        Scan.start(box);
        web.awaitUp();
        web.log().awaitUp();
        update(box, "-r", box.path("sv/web").toString())
                .is(0, "Service web removed, the service daemon received the TERM and CONT signals.\n", "");
        Await.until("gone", () -> Scan.supervises(box).isEmpty());
        assertTrue(!web.ok() && !web.log().ok());
    }

    @OnBoth
    @NeedsRoot
    void onlyRootChanges(Sandbox box) {
        String a = box.mkdir("sv/a").toString();
        update(box, "-l");
        box.sh("chmod 777 scan; setpriv --reuid=65534 --regid=65534 --clear-groups " + program(box) + " -a " + a)
                .is(1, "", fatal("update-service -a must be run by root."));
        box.sh("setpriv --reuid=65534 --regid=65534 --clear-groups " + program(box) + " --remove " + a)
                .is(1, "", fatal("update-service -r must be run by root."));
        assertEquals(List.of(), box.list("scan"));
    }

    /** A machine that consists of our program. */
    private static Result inside(Sandbox box, String... words) {
        String[] command = new String[words.length + 2];
        command[0] = "/usr/sbin/chroot";
        command[1] = box.path("root").toString();
        System.arraycopy(words, 0, command, 2, words.length);
        command[2] = "/bin/" + words[0];
        return box.run(command);
    }

    private static void machine(Sandbox box) {
        assumeTrue(!Suite.sanitized(), "the program with sanitizers needs the machine's libraries");
        box.mkdir("root/bin");
        box.mkdir("root/etc/service");
        box.mkdir("root/var/lib");
        box.mkdir("root/etc/web/log");
        box.sh(
                        "cp '" + Suite.binary()
                                + "' root/bin/yagura; cd root/bin; ln -s yagura update-service; ln -s yagura supervise; ln -s yagura svok")
                .ok();
        box.write("root/etc/web/down", "");
        box.write("root/etc/web/log/down", "");
    }

    @OnOurs
    @NeedsRoot
    void stateIsKeptOutOfEtc(Sandbox box) {
        machine(box);
        box.mkdir("root/etc/web/supervise");
        box.write("root/etc/web/supervise/status", "old");
        inside(box, "update-service", "--add", "/etc/web").is(0, "Service web added.\n", "");
        inside(box, "update-service", "--list", "web").is(0, "web -> /etc/web\n", "");
        String links = box.sh("cd root/etc; readlink service/web web/supervise web/log/supervise")
                .ok();
        assertEquals("/etc/web\n/var/lib/supervise/web\n/var/lib/supervise/web.log\n", links);
        box.mkdir("root/service");
        inside(box, "update-service", "--list").is(0, "", "");
    }

    @OnOurs(Difference.UPDATE_SERVICE_RUNNING)
    @NeedsRoot
    void aSuperviseThatRunsIsLeftAlone(Sandbox box) {
        machine(box);
        box.start("/usr/sbin/chroot", box.path("root").toString(), "/bin/supervise", "/etc/web");
        Await.until("supervise", () -> inside(box, "svok", "/etc/web").exit() == 0);
        inside(box, "update-service", "--add", "/etc/web").is(0, "Service web added.\n", "");
        inside(box, "svok", "/etc/web").is(0, "", "");
        assertTrue(!Files.isSymbolicLink(box.path("root/etc/web/supervise")));
        assertTrue(Files.isSymbolicLink(box.path("root/etc/web/log/supervise")));
    }
}
