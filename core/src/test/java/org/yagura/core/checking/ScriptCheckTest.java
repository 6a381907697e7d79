package org.yagura.core.checking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptCheckTest {
    private final Findings findings = new Findings();

    private ScriptCheck check(String script) {
        ScriptCheck check = new ScriptCheck(script.getBytes(StandardCharsets.ISO_8859_1), findings);
        check.read();
        return check;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private List<String> found() {
        return findings.all().stream()
                .map(finding -> finding.line() + " " + finding.level().word + ": " + text(finding.text()))
                .toList();
    }

    private static List<String> needs(List<ScriptCheck.Need> needs) {
        return needs.stream().map(need -> need.line() + " " + text(need.name())).toList();
    }

    @Test
    void nothingIsWrongWithAGoodOne() {
        ScriptCheck check = check("#!/bin/sh\n# mail\nexec 2>&1\ncd /srv || exit 111\n"
                + "exec softlimit -m 1000000 -o20 envdir ./env setuidgid qmaild \\\n  tcpserver -v 0 25 qmail-smtpd\n");
        assertEquals(List.of(), found());
        assertEquals(List.of("5 qmaild"), needs(check.accounts));
        assertEquals(List.of("5 softlimit", "5 envdir", "5 setuidgid", "5 tcpserver"), needs(check.programs));
        byte[] interpreter = check.interpreter();
        assertNotNull(interpreter);
        assertEquals("/bin/sh", text(interpreter));
    }

    @Test
    void whatCannotBeRun() {
        check("");
        check("exec true\n");
        check("#!/bin/sh\r\nexec true\r\n");
        check("#!\n");
        assertEquals(
                List.of(
                        "0 error: it is empty",
                        "1 error: no #! at its beginning: it cannot be run",
                        "1 error: a carriage return at the end of the line: there is no such interpreter",
                        "1 error: no interpreter behind #!"),
                found());
    }

    @Test
    void whatGoesIntoTheBackground() {
        check("#!/bin/sh\nexec 2>&1\nqmail-send &\n");
        check("#!/bin/sh\nexec nginx\n");
        check("#!/bin/sh\nexec setuidgid x openvpn --daemon --config y\n");
        check("#!/bin/sh\nexec /usr/sbin/sshd -D\n");
        assertEquals(
                List.of(
                        "3 error: the last command is sent into the background: supervise takes it for ended and starts it again",
                        "2 warning: supervise would take it for ended: nginx goes into the background unless it is told"
                                + " -g 'daemon off;' (nginx.org, core functionality)",
                        "2 warning: supervise would take it for ended: openvpn goes into the background because of"
                                + " --daemon (openvpn(8))"),
                found());
    }

    @Test
    void withoutExec() {
        check("#!/bin/sh\nmail-daemon -v\n");
        check("#!/bin/sh\nwhile :; do sleep 1; done\n");
        check("#!/bin/sh\nmail-daemon -v\nexit 3\n");
        assertEquals(
                List.of("2 warning: without exec the shell stays before it, and signals go to the shell: mail-daemon"),
                found());
    }

    @Test
    void loggers() {
        ScriptCheck check = check("#!/bin/sh\nexec setuidgid qmaill multilog t s9999 n20 '' nowhere ./main\n");
        check("#!/bin/sh\nexec multilog t\n");
        check("#!/bin/sh\nexec multilog t $DIR\n");
        assertEquals(
                List.of("2 warning: multilog ignores ''", "2 error: multilog is given no directory: nothing is logged"),
                found().stream().filter(line -> !line.contains("nowhere")).toList());
        assertEquals("./main", text(check.logs.get(0).directory().path()));
        assertEquals(9999, check.logs.get(0).directory().size());
        assertEquals("qmaill", text(check.logs.get(0).account()));
    }

    @Test
    void whatIsNoShellScriptIsLeftAlone() {
        check("#!/usr/bin/perl\nfoo(\n");
        check("\177ELF\0\0");
        assertEquals(List.of(), found());
    }
}
