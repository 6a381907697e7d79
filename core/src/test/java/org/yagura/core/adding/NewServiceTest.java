package org.yagura.core.adding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.yagura.core.importing.ServicePlan;

class NewServiceTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static NewService service(String... command) {
        byte[][] words = new byte[command.length][];
        for (int i = 0; i < words.length; i++) {
            words[i] = bytes(command[i]);
        }
        return new NewService(bytes("web"), words);
    }

    private static String file(NewService service, String path) {
        for (ServicePlan.Entry entry : service.plan().entries()) {
            if (entry.path().equals(path)) {
                return new String(entry.content(), StandardCharsets.ISO_8859_1);
            }
        }
        return "none";
    }

    @Test
    void theLeastOne() {
        NewService service = service("/usr/bin/web", "-p", "80", "it's");
        service.logged = false;
        assertEquals("#!/bin/sh\nexec /usr/bin/web -p 80 'it'\\''s'\n", file(service, "run"));
        assertNull(service.plan().logDirectory());
        assertEquals(1, service.plan().entries().size());
    }

    @Test
    void everythingInItsOrder() {
        NewService service = service("web");
        service.user = bytes("www-data");
        service.workDirectory = bytes("/srv/my site");
        service.down = true;
        service.logUser = bytes("multilog");
        service.logDirectory = bytes("/var/log/web");
        service.logSize = bytes("1000000");
        service.logCount = bytes("5");
        assertTrue(service.limit(bytes("open-files=1024")));
        assertTrue(service.limit(bytes("c==")));
        assertTrue(service.variable(bytes("TOKEN=a=b\nc")));
        assertEquals("""
                #!/bin/sh
                exec 2>&1
                exec softlimit -o1024 -c= \\
                    envdir ./env \\
                    setuidgid www-data \\
                    sh -c 'cd "$0" && exec "$@"' '/srv/my site' web
                """, file(service, "run"));
        assertEquals(
                "#!/bin/sh\nexec setuidgid multilog multilog t s1000000 n5 /var/log/web\n", file(service, "log/run"));
        assertEquals("a=b\0c\n", file(service, "env/TOKEN"));
        assertEquals("", file(service, "down"));
        assertEquals(2, service.plan().users().size());
        for (ServicePlan.Entry entry : service.plan().entries()) {
            assertEquals(
                    entry.path().startsWith("env/") ? 0600 : entry.path().endsWith("run") ? 0755 : 0644, entry.mode());
        }
    }

    @Test
    void whatIsNoLimitNoVariableAndNoName() {
        NewService service = service("web");
        for (String limit : new String[] {"", "o", "o=", "open-files", "open-files=x", "open-files=-1", "z=1", "=1"}) {
            assertFalse(service.limit(bytes(limit)), limit);
        }
        for (String variable : new String[] {"", "A", "=x", "1A=x", "A.B=x", "A/B=x", "A B=x"}) {
            assertFalse(service.variable(bytes(variable)), variable);
        }
        for (String name : new String[] {"", ".x", "a/b", "a\nb"}) {
            assertFalse(NewService.isName(bytes(name)), name);
        }
        assertTrue(NewService.isName(bytes("qmail-smtpd")));
        assertArrayEquals(bytes("-m5"), LimitWord.option(bytes("memory=5")));
    }
}
