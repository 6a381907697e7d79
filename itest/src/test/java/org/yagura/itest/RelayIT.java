package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Sandbox;

/** popstamp and relayok: who has logged in may relay, for a while. */
class RelayIT {
    private static final String ANSWER = "echo ${RELAYCLIENT-no}";
    private static final long PERIOD_S = 600;

    private static void login(Sandbox box, String address) {
        box.mkdir("stamps");
        box.variable("TCPREMOTEIP", address);
        box.run("popstamp", "stamps", "true").ok();
    }

    private static String relay(Sandbox box, String address, String... options) {
        box.variable("TCPREMOTEIP", address);
        String[] command = new String[options.length + 5];
        command[0] = "relayok";
        System.arraycopy(options, 0, command, 1, options.length);
        System.arraycopy(new String[] {"stamps", "sh", "-c", ANSWER}, 0, command, options.length + 1, 4);
        return box.run(command).ok();
    }

    private static void age(Sandbox box, String stamp, Duration age) {
        try {
            Files.setLastModifiedTime(
                    box.path("stamps/" + stamp), FileTime.from(Instant.now().minus(age)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stamps that are made from now on have the names that {@link #name} gives. */
    private static void awaitThatThePeriodLasts() {
        Await.until("the period lasts", () -> Instant.now().getEpochSecond() % PERIOD_S < PERIOD_S - 10);
    }

    /** A name of the period that was some time ago. */
    private static String name(Duration age, String address) {
        return Instant.now().minus(age).getEpochSecond() / PERIOD_S + "-" + address;
    }

    @OnOurs
    void whoHasLoggedInMayRelay(Sandbox box) {
        login(box, "192.0.2.1");
        assertEquals("\n", relay(box, "192.0.2.1"));
        assertEquals("no\n", relay(box, "192.0.2.2"));
        assertEquals("\n", relay(box, "::ffff:192.0.2.1"));
        assertEquals("friend\n", relay(box, "192.0.2.1", "-v", "friend"));
        assertEquals("\n", relay(box, "192.0.2.1", "-m1440"));
        assertEquals(1, box.list("stamps").size());
    }

    @OnOurs
    void ipv6(Sandbox box) {
        login(box, "2001:db8::1:1");
        assertEquals("\n", relay(box, "2001:0DB8:0:0::1:1"));
        assertEquals("no\n", relay(box, "2001:db8::1:2"));
        assertEquals("no\n", relay(box, "2001:db8::1:1", "-6", "64"));
        box.run("popstamp", "-6", "64", "stamps", "true").ok();
        assertEquals("\n", relay(box, "2001:db8::abcd", "-6", "64"));
        assertEquals("no\n", relay(box, "2001:db8:0:1::1:1", "-6", "64"));
        assertTrue(
                box.list("stamps").stream().allMatch(stamp -> stamp.matches("\\d+-20010db80{16}(00010001|00000000)")),
                box.list("stamps").toString());
    }

    @OnOurs
    void aLoginCountsForItsMinutes(Sandbox box) {
        box.mkdir("stamps");
        for (int minutes : List.of(29, 31, 1439)) {
            String stamp = name(Duration.ofMinutes(minutes), "192.0.2." + minutes % 256);
            box.write("stamps/" + stamp, "");
            age(box, stamp, Duration.ofMinutes(minutes));
        }
        assertEquals("\n", relay(box, "192.0.2.29"));
        assertEquals("no\n", relay(box, "192.0.2.29", "-m", "28"));
        assertEquals("no\n", relay(box, "192.0.2.31"));
        assertEquals("\n", relay(box, "192.0.2.31", "-m", "32"));
        assertEquals("\n", relay(box, "192.0.2.159", "-m", "1440"));
        login(box, "192.0.2.31");
        assertEquals("\n", relay(box, "192.0.2.31"), "a new login counts anew");
    }

    @OnOurs
    void whatARuleHasSetIsLeft(Sandbox box) {
        login(box, "192.0.2.1");
        box.variable("RELAYCLIENT", "rule");
        assertEquals("rule\n", relay(box, "192.0.2.1"));
        assertEquals("rule\n", relay(box, "192.0.2.9"));
    }

    @OnOurs
    void nobodyIsKeptFromTheMail(Sandbox box) {
        box.run("popstamp", "nosuch", "echo", "mail").is(0, "mail\n", "popstamp: warning: no address in TCPREMOTEIP\n");
        box.variable("TCPREMOTEIP", "somewhere");
        box.run("popstamp", "nosuch", "echo", "mail").is(0, "mail\n", "popstamp: warning: no address in TCPREMOTEIP\n");
        box.run("relayok", "nosuch", "sh", "-c", ANSWER).is(0, "no\n", "relayok: warning: no address in TCPREMOTEIP\n");
        box.variable("TCPREMOTEIP", "192.0.2.1");
        box.run("popstamp", "nosuch", "echo", "mail")
                .is(0, "mail\n", "popstamp: warning: unable to stamp in nosuch: file does not exist\n");
        box.run("relayok", "nosuch", "sh", "-c", ANSWER)
                .is(0, "no\n", "relayok: warning: unable to look for stamps in nosuch: file does not exist\n");
    }

    @OnOurs
    void usage(Sandbox box) {
        String popstamp = "popstamp: usage: popstamp [ -6 bits ] dir program [ arg ... ]\n";
        String relayok = "relayok: usage: relayok [ -m minutes ] [ -v value ] [ -6 bits ] dir program [ arg ... ]\n";
        box.run("popstamp").is(100, "", popstamp);
        box.run("popstamp", "stamps").is(100, "", popstamp);
        box.run("popstamp", "-6", "129", "stamps", "true").is(100, "", popstamp);
        box.run("popstamp", "-z", "stamps", "true").is(100, "", "popstamp: illegal option -- z\n" + popstamp);
        box.run("relayok", "stamps").is(100, "", relayok);
        for (String minutes : List.of("0", "1441", "-1", "x", "")) {
            box.run("relayok", "-m", minutes, "stamps", "true").is(100, "", relayok);
        }
        box.mkdir("stamps");
        box.variable("TCPREMOTEIP", "192.0.2.1");
        box.run("popstamp", "stamps", "nosuch")
                .is(111, "", "popstamp: fatal: unable to run nosuch: file does not exist\n");
        box.run("relayok", "stamps", "nosuch")
                .is(111, "", "relayok: fatal: unable to run nosuch: file does not exist\n");
    }

    @OnOurs
    void oldStampsAreRemovedAndOthersFilesStay(Sandbox box) {
        awaitThatThePeriodLasts();
        box.mkdir("stamps");
        box.write("stamps/" + name(Duration.ofHours(26), "192.0.2.1"), "");
        box.write("stamps/" + name(Duration.ofHours(-3), "192.0.2.2"), "");
        String kept = name(Duration.ofHours(23), "192.0.2.3");
        box.write("stamps/" + kept, "");
        box.write("stamps/README", "");
        box.write("stamps/.17-99", "");
        age(box, ".17-99", Duration.ofDays(2));
        box.write("stamps/.17-100", "");
        login(box, "192.0.2.4");
        assertEquals(
                List.of(".17-100", kept, name(Duration.ZERO, "192.0.2.4"), "README").stream()
                        .sorted()
                        .toList(),
                box.list("stamps"));
    }

    @OnOurs
    void whatIsInTheWayIsReplacedAndNeverFollowed(Sandbox box) {
        awaitThatThePeriodLasts();
        box.mkdir("stamps");
        box.write("precious", "precious\n");
        String stamp = name(Duration.ZERO, "192.0.2.1");
        box.symlink("stamps/" + stamp, "../precious");
        assertEquals("no\n", relay(box, "192.0.2.1"), "a link is no stamp");
        login(box, "192.0.2.1");
        assertEquals("\n", relay(box, "192.0.2.1"));
        assertEquals("precious\n", box.read("precious"));
        assertTrue(!Files.isSymbolicLink(box.path("stamps/" + stamp)));
        assertTrue(Files.isRegularFile(box.path("stamps/" + stamp), LinkOption.NOFOLLOW_LINKS));
    }

    @OnOurs
    @NeedsRoot
    void usersOfTheMachineStampInADirectoryThatIsNobodysOwn(Sandbox box) {
        int alice = box.freshUid();
        int bob = box.freshUid();
        box.mkdir("stamps");
        for (String mode : List.of("1777", "1733", "733")) {
            awaitThatThePeriodLasts();
            box.sh("rm -f stamps/*; chmod " + mode + " stamps").ok();
            box.variable("TCPREMOTEIP", "192.0.2.1");
            for (int uid : List.of(alice, bob)) {
                box.run(
                                "setpriv",
                                "--reuid=" + uid,
                                "--regid=" + uid,
                                "--clear-groups",
                                "sh",
                                "-c",
                                "exec popstamp stamps true")
                        .is(0, "", "");
            }
            assertEquals("\n", relay(box, "192.0.2.1"));
            assertEquals(List.of(name(Duration.ZERO, "192.0.2.1")), box.list("stamps"), mode);
        }
    }
}
