package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Suite;

/**
 * What {@code yagura import} has made is started, on a machine that has stand-ins for the programs: each service comes up, as the user that
 * it should be, with the words that it should have, and its logger writes. Beside each source stands what is expected.
 */
@NeedsRoot
class ImportStartIT {
    private static final Path CORPUS =
            Path.of("../core/src/test/resources/import").toAbsolutePath().normalize();
    private static final Path MACHINE =
            Path.of("src/test/resources/import/machine.sh").toAbsolutePath().normalize();
    private static final Path LINKS =
            Path.of("../native/links.sh").toAbsolutePath().normalize();

    private static void starts(Sandbox box, String kind, String name) {
        assumeTrue(!Suite.sanitized(), "the program with sanitizers needs the machine's libraries");
        assumeTrue(
                box.sh("unshare -m -n sh -c 'mkdir t && mount -t tmpfs none t && mkdir t/u t/w t/r"
                                        + " && mount -t overlay none -o lowerdir=/,upperdir=t/u,workdir=t/w t/r'")
                                .exit()
                        == 0,
                "no right to lay a file system over this one");
        Path source = CORPUS.resolve(kind).resolve(name);
        Result result = box.run(
                "/usr/bin/unshare",
                "-m",
                "-n",
                "/bin/sh",
                MACHINE.toString(),
                box.path("machine").toString(),
                Suite.binary().toString(),
                LINKS.toString(),
                kind,
                name,
                source.toString());
        Path expected = CORPUS.resolve(kind).resolve(name + ".started");
        try {
            if ("write".equals(System.getProperty("yagura.golden"))) {
                Files.writeString(expected, result.out(), StandardCharsets.ISO_8859_1);
            }
            assertTrue(Files.exists(expected), result.out() + result.err());
            assertEquals(Files.readString(expected, StandardCharsets.ISO_8859_1), result.out(), result.err());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @OnOurs
    void qmailWithSplogger(Sandbox box) {
        starts(box, "rc", "qmail-splogger.sh");
    }

    @OnOurs
    void qmailWithMultilog(Sandbox box) {
        starts(box, "rc", "qmail-multilog.sh");
    }

    @OnOurs
    void qmailsOwnScript(Sandbox box) {
        starts(box, "rc", "qmail-rc.sh");
    }

    @OnOurs
    void qmailWithCyclog(Sandbox box) {
        starts(box, "rc", "cyclog.sh");
    }

    @OnOurs
    void vpopmail(Sandbox box) {
        starts(box, "rc", "vpopmail-pop3d.sh");
    }

    @OnOurs
    void courierAndRelayCtrl(Sandbox box) {
        starts(box, "rc", "courier-relay.sh");
    }

    @OnOurs
    void debian(Sandbox box) {
        starts(box, "rc", "debian-init.sh");
    }

    @OnOurs
    void debianThatIsNotEnabled(Sandbox box) {
        starts(box, "rc", "debian-nginx.sh");
    }

    @OnOurs
    void debianThatLooksWhatRuns(Sandbox box) {
        starts(box, "rc", "debian-bus.sh");
    }

    @OnOurs
    void theScriptOfTheReadme(Sandbox box) {
        starts(box, "rc", "tour.sh");
    }

    @OnOurs
    void redHat(Sandbox box) {
        starts(box, "rc", "redhat-init.sh");
    }

    @OnOurs
    void suse(Sandbox box) {
        starts(box, "rc", "suse-init.sh");
    }

    @OnOurs
    void freeBsd(Sandbox box) {
        starts(box, "rc", "freebsd-rc.sh");
    }

    @OnOurs
    void openRc(Sandbox box) {
        starts(box, "rc", "openrc.sh");
    }

    @OnOurs
    void slackware(Sandbox box) {
        starts(box, "rc", "slackware-rc.M");
    }

    @OnOurs
    void whatHasGrown(Sandbox box) {
        starts(box, "rc", "rc.local.sh");
    }

    @OnOurs
    void systemdWithSockets(Sandbox box) {
        starts(box, "systemd", "web.service");
    }

    @OnOurs
    void systemdThatForks(Sandbox box) {
        starts(box, "systemd", "sshd.service");
    }

    @OnOurs
    void systemdFromATemplate(Sandbox box) {
        starts(box, "systemd", "tunnel@db.service");
    }

    @OnOurs
    void supervisord(Sandbox box) {
        starts(box, "supervisord", "supervisord.conf");
    }

    @OnOurs
    void procfile(Sandbox box) {
        starts(box, "procfile", "Procfile");
    }

    @OnOurs
    void runit(Sandbox box) {
        starts(box, "runit", "web");
    }

    @OnOurs
    void whatOnlyBashHas(Sandbox box) {
        starts(box, "rc", "bashisms.sh");
    }
}
