package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Peers;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Sandbox;

/** Rules and their files, and what 0.88 does not do with them. */
class TcprulesIT {
    private static final String SILENT = """
            # a comment
            1.2.3.4 deny
            1.2.7-3.:deny
             5.6.7.8:deny
            9.9.9:deny
            10.0.0.0/8:deny
            :allow
            """;
    private static final String COMPLAINTS = """
            tcprules: X: line 2: ignored, it has no colon: 1.2.3.4 deny
            tcprules: X: line 3: ignored, its range ends before it begins: 1.2.7-3.:deny
            tcprules: X: line 4: never matches, its address begins with a blank:  5.6.7.8:deny
            tcprules: X: line 5: never matches, no client has such an address: 9.9.9:deny
            tcprules: X: line 6: never matches, no client has such an address: 10.0.0.0/8:deny
            """;

    @OnOurs(Difference.RULES_WARNED_OF)
    void linesThatMeanLessThanTheySeemToAreToldOf(Sandbox box) {
        box.write("rules", SILENT);
        box.sh("tcprules a.cdb tmp <rules").is(0, "", COMPLAINTS.replace("X", "warning"));
        assertEquals("rule :\nallow connection\n", check(box, "5.6.7.8"));
    }

    @OnOurs(Difference.RULES_WARNED_OF)
    void strictRefusesThemAndLeavesTheOldFile(Sandbox box) {
        box.write("rules", SILENT);
        box.sh("echo :deny | tcprules --strict a.cdb tmp").ok();
        box.sh("tcprules --strict a.cdb tmp <rules").is(100, "", COMPLAINTS.replace("X", "fatal"));
        assertEquals("rule :\ndeny connection\n", check(box, "5.6.7.8"));
    }

    @OnOurs(Difference.RULES_TEMPORARY)
    void aLinkInTheWayIsNotFollowed(Sandbox box) {
        box.sh("echo precious >victim; ln -s victim tmp; echo 1.:deny | tcprules a.cdb tmp")
                .ok();
        assertEquals("precious\n", box.read("victim"));
        assertFalse(Files.isSymbolicLink(box.path("a.cdb")));
        assertEquals("rule 1.:\ndeny connection\n", check(box, "1.2.3.4"));
        box.sh("echo precious >other; ln other tmp; echo 2.:deny | tcprules a.cdb tmp")
                .ok();
        assertEquals("precious\n", box.read("other"));
    }

    @NeedsRoot
    @OnOurs(Difference.RULES_TEMPORARY)
    void aFileOfSomebodyElseIsNotUsed(Sandbox box) {
        box.sh(
                        "echo theirs >tmp; chown 65534 tmp; chmod 666 tmp; exec 5<tmp; echo 1.:deny | tcprules a.cdb tmp; cat <&5")
                .is(0, "theirs\n", "");
        assertEquals("0\n", box.sh("stat -c %u a.cdb").ok());
    }

    @OnBoth
    void aBadRuleLeavesTheOldFile(Sandbox box) {
        box.sh("echo 1.:deny | tcprules a.cdb tmp").ok();
        box.sh("(echo 2.:deny; echo 3.:dney) | tcprules a.cdb tmp")
                .is(100, "", "tcprules: fatal: unable to parse this line: 3.:dney\n");
        assertEquals("rule 1.:\ndeny connection\n", check(box, "1.2.3.4"));
        assertEquals("default:\nallow connection\n", check(box, "2.2.3.4"));
    }

    @OnOurs(Difference.RULES_IPV6)
    void rulesForIpv6(Sandbox box) {
        box.write("rules", """
                [2001:db8::]/32:deny
                [2001:DB8:1:0::]/48:allow,SITE="1"
                [2001:db8:1::5]:deny
                joe@[2001:db8:1::5]:allow
                1.2.3.4:deny
                :allow""");
        box.sh("tcprules --strict a.cdb tmp <rules").ok();
        assertEquals("rule [2001:db8::]/32:\ndeny connection\n", check(box, "2001:db8:2::1"));
        assertEquals(
                "rule [2001:db8:1::]/48:\nset environment variable SITE=1\nallow connection\n",
                check(box, "2001:db8:1:0:0::1"));
        assertEquals("rule [2001:db8:1::5]:\ndeny connection\n", check(box, "2001:db8:1::5"));
        assertEquals("rule 1.2.3.4:\ndeny connection\n", check(box, "::ffff:1.2.3.4"));
        assertEquals("rule :\nallow connection\n", check(box, "2001:db9::1"));
        assertEquals(
                "rule joe@[2001:db8:1::5]:\nallow connection\n",
                box.sh("TCPREMOTEINFO=joe TCPREMOTEIP=2001:db8:1::5 tcprulescheck a.cdb")
                        .ok());
    }

    @OnBoth
    void otherProgramsReadItsFilesAndItReadsTheirs(Sandbox box) {
        assumeTrue(Peers.find("cdb").isPresent(), "tinycdb is not installed");
        box.sh("printf '1.:deny,A=/b/\\n1.2.3-4.:allow\\n:allow,C=/d/\\n' | tcprules a.cdb tmp")
                .ok();
        String dump = box.sh("cdb -d a.cdb | tr '\\0' /").ok();
        assertEquals("+2,7:1.->D/+A=b/\n+6,0:1.2.3.->\n+6,0:1.2.4.->\n+0,5:->+C=d/\n\n", dump);
        box.sh("cdb -d a.cdb | cdb -c -t tmp b.cdb").ok();
        for (String ip : new String[] {"1.5.6.7", "1.2.3.9", "1.2.4.9", "5.5.5.5"}) {
            assertEquals(
                    check(box, ip),
                    box.sh("TCPREMOTEIP=" + ip + " tcprulescheck b.cdb").ok());
        }
        box.sh("echo | cdb -c -t tmp empty.cdb").ok();
        assertEquals(
                "default:\nallow connection\n",
                box.sh("TCPREMOTEIP=1.2.3.4 tcprulescheck empty.cdb").ok());
    }

    @OnOurs(Difference.RULES_DAMAGED)
    void noDamageTurnsADenyIntoAnAllow(Sandbox box) throws IOException {
        box.sh("printf '1.2.3.4:deny\\n=.example:deny\\n5.:allow,A=/b/\\n:allow\\n' | tcprules a.cdb tmp")
                .ok();
        byte[] good = Files.readAllBytes(box.path("a.cdb"));
        Random random = new Random(41);
        for (int i = 0; i < 60; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(box.path("bad.cdb"), bad);
            Result result = box.sh("TCPREMOTEIP=1.2.3.4 tcprulescheck bad.cdb");
            assertTrue(
                    result.exit() == 111 && result.err().endsWith(": protocol error\n")
                            || result.out().endsWith("deny connection\n"),
                    result::toString);
        }
        assertArrayEquals(good, Files.readAllBytes(box.path("a.cdb")));
    }

    private static String check(Sandbox box, String ip) {
        return box.sh("TCPREMOTEIP=" + ip + " tcprulescheck a.cdb").ok();
    }
}
