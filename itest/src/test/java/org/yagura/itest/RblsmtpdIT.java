package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NameServer;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Sandbox;

/** rblsmtpd and lists on a name server. */
@NeedsRoot
class RblsmtpdIT {
    @OnBoth
    void whoIsListedIsRefusedWithTheListsReason(Sandbox box) {
        try (NameServer server = new NameServer()) {
            server.text("2.0.0.127.rbl.test", "listed: see http://x/")
                    .text("3.0.0.127.rbl.test", "-dash")
                    .text("5.0.0.127.rbl.test", "one")
                    .text("5.0.0.127.rbl.test", "two\u00e9", "three")
                    .text("6.0.0.127.rbl.test", "")
                    .host("4.0.0.127.rbl.test", "127.0.0.4");
            box.variable("DNSCACHEIP", server.address());
            assertEquals("451 listed: see http://x/", answer(box, "127.0.0.2", "-r rbl.test"));
            assertEquals("451 -dash", answer(box, "127.0.0.3", "-r rbl.test"));
            assertEquals("451 onetwo?three", answer(box, "127.0.0.5", "-r rbl.test"));
            assertEquals("prog", answer(box, "127.0.0.1", "-r rbl.test"));
            assertEquals("prog", answer(box, "127.0.0.4", "-r rbl.test"));
            assertEquals("prog", answer(box, "127.0.0.6", "-r rbl.test"));
            assertEquals("553 listed: see http://x/", answer(box, "127.0.0.2", "-b -r rbl.test"));
            assertEquals("451 listed: see http://x/", answer(box, "127.0.0.2", "-r rbl.test -b"));
            assertEquals("553 listed: see http://x/", answer(box, "127.0.0.2", "-b -r rbl.test -B"));
            assertEquals("451 listed: see http://x/", answer(box, "127.0.0.2", "-b -B -r rbl.test"));
            assertEquals("553 -dash", answer(box, "127.0.0.3", "-b -r rbl.test"));
        }
    }

    @OnBoth
    void theFirstListThatDecidesCounts(Sandbox box) {
        try (NameServer server = new NameServer()) {
            server.text("2.0.0.127.rbl.test", "listed").host("2.0.0.127.white.test", "127.0.0.2");
            box.variable("DNSCACHEIP", server.address());
            assertEquals("prog", answer(box, "127.0.0.2", "-a white.test -r rbl.test"));
            assertEquals("451 listed", answer(box, "127.0.0.2", "-r rbl.test -a white.test"));
            assertEquals("451 listed", answer(box, "127.0.0.2", "-r other.test -r rbl.test -r white.test"));
        }
    }

    @OnBoth
    void theVariableDecidesAlone(Sandbox box) {
        try (NameServer server = new NameServer()) {
            server.text("2.0.0.127.rbl.test", "listed");
            box.variable("DNSCACHEIP", server.address()).variable("RBLSMTPD", "own");
            assertEquals("451 own", answer(box, "127.0.0.2", "-b -r rbl.test"));
            box.variable("RBLSMTPD", "");
            assertEquals("prog", answer(box, "127.0.0.2", "-r rbl.test"));
            assertEquals(List.of(), server.asked);
        }
    }

    @OnOurs(Difference.NAME_SERVERS)
    void nobodyIsToldToGiveUpWhenALookupHasFailed(Sandbox box) {
        try (NameServer server = new NameServer()) {
            server.text("2.0.0.127.rbl.test", "listed").failing("2.0.0.127.bad.test");
            box.variable("DNSCACHEIP", server.address());
            assertEquals("prog", answer(box, "127.0.0.2", "-r bad.test"));
            assertEquals("451 temporary RBL lookup error", answer(box, "127.0.0.2", "-cb -r bad.test"));
            assertEquals("451 listed", answer(box, "127.0.0.2", "-b -r bad.test -r rbl.test"));
            assertEquals("prog", answer(box, "127.0.0.2", "-b -a bad.test -r rbl.test"));
            assertEquals("451 listed", answer(box, "127.0.0.2", "-cb -a bad.test -r rbl.test"));
        }
    }

    @OnOurs(Difference.RBL_IPV6)
    void ipv6(Sandbox box) {
        try (NameServer server = new NameServer()) {
            server.text("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.rbl.test", "listed")
                    .text("2.0.0.127.rbl.test", "listed too");
            box.variable("DNSCACHEIP", server.address());
            assertEquals("451 listed", answer(box, "2001:db8::1", "-r rbl.test"));
            assertEquals("prog", answer(box, "2001:db8::2", "-r rbl.test"));
            assertEquals("451 listed too", answer(box, "::ffff:127.0.0.2", "-r rbl.test"));
            assertEquals("prog", answer(box, "no address", "-c -r rbl.test"));
        }
    }

    /** What a recipient is answered, or what the program prints. */
    private static String answer(Sandbox box, String ip, String options) {
        box.variable("TCPREMOTEIP", ip);
        String all = box.sh("printf 'RCPT TO:<a>\\r\\nQUIT\\r\\n' | rblsmtpd " + options + " echo prog 2>/dev/null")
                .ok();
        List<String> lines = all.replace("\r", "").lines().toList();
        return lines.size() == 1 ? lines.get(0) : lines.get(1);
    }
}
