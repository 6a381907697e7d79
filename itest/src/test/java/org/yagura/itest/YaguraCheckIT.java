package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** {@code yagura check}. */
class YaguraCheckIT {
    private static void finds(Sandbox box, String... lines) {
        String expected = lines.length == 0 ? "" : String.join("\n", lines) + "\n";
        box.run("yagura", "check", "-s", "scan").is(lines.length == 0 ? 0 : 1, expected, "");
    }

    @OnOurs
    void nothingIsWrongWithGoodOnes(Sandbox box) {
        Scan.service(box, "a", "exec sleep 98765").log("exec multilog t ./main");
        Scan.link(box, "a");
        Scan.service(box, "b", "exec setuidgid root sleep 98765").down();
        Scan.link(box, "b");
        finds(box);
    }

    @OnOurs
    void theScanDirectory(Sandbox box) {
        Scan.service(box, "a", "exec sleep 98765");
        Scan.link(box, "a");
        box.symlink("scan/again", "../sv/a");
        box.symlink("scan/nothing", "../sv/nothing");
        box.write("scan/file", "");
        finds(
                box,
                "scan/again: error: the same directory as scan/a",
                "scan/file: warning: no directory: svscan takes no notice of it",
                "scan/nothing: error: a link to nothing");
        box.sh("rm scan/again scan/nothing scan/file; chmod 777 scan sv/a").ok();
        finds(
                box,
                "scan: error: others may write to it, and have anything started",
                "scan/a: warning: others than its owner may write to it");
        box.run("yagura", "check", "-s", "nowhere")
                .is(111, "", "yagura: fatal: unable to read nowhere: file does not exist\n");
    }

    @OnOurs
    void secretsInRunThatAllMayRead(Sandbox box) {
        String run =
                "PORT=80 API_TOKEN=abc\nexport DB_PASSWORD=geheim KEY_FILE=/etc/key\nexec env secret=$(cat x) sleep 98765";
        Scan.service(box, "a", run);
        Scan.link(box, "a");
        finds(
                box,
                "scan/a/run:2: warning: all may read it: API_TOKEN",
                "scan/a/run:3: warning: all may read it: DB_PASSWORD");
        box.sh("chmod 700 sv/a/run").ok();
        finds(box);
    }

    @OnOurs
    void twoLoggersOfOneDirectory(Sandbox box) {
        box.mkdir("logs");
        for (String name : new String[] {"a", "b", "c"}) {
            String directory = name.equals("c")
                    ? box.path("nolog").toString()
                    : box.path("logs").toString();
            Scan.service(box, name, "exec sleep 98765").log("exec multilog t " + directory);
            Scan.link(box, name);
        }
        finds(box, "scan/b/log/run:2: error: has a logger already, by scan/a/log/run");
        box.run("yagura", "check", "-s", "scan", "b", "b").is(0, "", "");
    }

    @OnOurs
    void aKillAfterThatIsNoTime(Sandbox box) {
        Scan.service(box, "a", "exec sleep 98765");
        Scan.link(box, "a");
        box.write("sv/a/kill-after", "soon\n");
        finds(box, "scan/a/kill-after: error: no length of time: nothing is killed");
        box.write("sv/a/kill-after", "1.5m and no more\n");
        finds(box);
    }

    @OnOurs
    void programs(Sandbox box) {
        Scan.prepare(box);
        for (String name : new String[] {"norun", "mode", "dos", "back", "who"}) {
            box.mkdir("sv/" + name);
            Scan.link(box, name);
        }
        box.write("sv/mode/run", "#!/bin/sh\nexec sleep 98765\n");
        box.script("sv/dos/run", "exec sleep 98765\r\n");
        box.sh("sed -i 's/$/\\r/' sv/dos/run").ok();
        box.script("sv/back/run", "sleep 98765 &");
        box.script("sv/who/run", "exec setuidgid nosuchuser ./nosuchprogram");
        finds(
                box,
                "scan/back/run:2: error: the last command is sent into the background: supervise takes it for ended"
                        + " and starts it again",
                "scan/dos/run:1: error: a carriage return at the end of the line: there is no such interpreter",
                "scan/mode/run: error: not executable",
                "scan/norun/run: error: there is none",
                "scan/who/run:2: error: no such program: ./nosuchprogram",
                "scan/who/run:2: error: unknown account nosuchuser");
    }

    @OnOurs
    @NeedsRoot
    void loggers(Sandbox box) {
        Service service = Scan.service(box, "s", "exec sleep 98765")
                .log("exec setuidgid nobody multilog tt z9 s16777215 n1000000 ./main");
        Scan.link(box, "s");
        box.mkdir("sv/s/log/main");
        String out = box.run("yagura", "check", "-s", "scan").out();
        assertEquals(
                "scan/s/log/run:2: warning: multilog ignores z9\n"
                        + "scan/s/log/run:2: error: does not belong to who writes there: scan/s/log/./main\n"
                        + "scan/s/log/run:2: warning: can grow beyond what is free: scan/s/log/./main (",
                out.substring(0, out.lastIndexOf('(') + 1));
        box.sh("rm -r sv/s/log; touch sv/s/log").ok();
        finds(box, "scan/s/log: error: no directory: there is no logger");
        assertEquals("sv/s", service.name);
    }

    @OnOurs
    void whatIsBesideRun(Sandbox box) {
        Scan.service(box, "s", "exec sleep 98765");
        Scan.link(box, "s");
        box.script("sv/s/finish", "true");
        box.script("sv/s/notify", "true");
        box.write("sv/s/sockets", "tcp 127.0.0.1:1\nudp 1\n");
        box.mkdir("sv/s/env");
        box.write("sv/s/env/A=B", "");
        box.write("sv/s/env/DB_PASSWORD", "x");
        box.write("sv/s/env/HIDDEN_TOKEN", "x");
        box.sh("chmod 644 sv/s/env/DB_PASSWORD; chmod 600 sv/s/env/HIDDEN_TOKEN")
                .ok();
        box.symlink("sv/s/env/C", "nowhere");
        String out = box.run("yagura", "check", "-s", "scan", "s").out();
        assertEquals(
                "scan/s/notify: warning: is not run without the word encore in a file compat\n"
                        + "scan/s/finish: warning: is not run without the word runit in a file compat\n",
                out.substring(0, out.indexOf("scan/s/sockets:2: error: ")));
        assertEquals(
                "scan/s/env/A=B: error: no name of a variable has =: envdir refuses it\n"
                        + "scan/s/env/C: error: a link to nothing: envdir leaves its variable alone\n"
                        + "scan/s/env/DB_PASSWORD: warning: all may read it\n",
                out.substring(out.indexOf("scan/s/env/A=B")));
        box.write("sv/s/compat", "encore # and more\nrunit nonsense\n");
        box.sh("rm -r sv/s/env sv/s/sockets; chmod -x sv/s/finish").ok();
        finds(box, "scan/s/compat: error: not known: nonsense", "scan/s/finish: error: not executable");
        box.run("yagura", "check", "-js", "scan", "s")
                .is(
                        1,
                        "[{\"path\":\"scan/s/compat\",\"line\":null,\"level\":\"error\",\"text\":\"not known: nonsense\"},"
                                + "{\"path\":\"scan/s/finish\",\"line\":null,\"level\":\"error\","
                                + "\"text\":\"not executable\"}]\n",
                        "");
        box.run("yagura", "check", "-s", "scan", "x").is(1, "scan/x: error: no such service\n", "");
    }
}
