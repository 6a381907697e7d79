package org.yagura.itest.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A mail machine in a chroot: Debian's exim and Courier (unpacked by {@code itest/mail.sh}), the services of {@code examples/mail}, and of
 * daemontools and ucspi-tcp nothing but our program. What is changed in the examples are address, port and the queue's minute.
 */
public final class MailMachine {
    /** The services, as they are linked into {@code /service}. */
    public static final List<String> SERVICES = List.of("authd", "imapd", "pop3d", "queued", "smtpd");

    /** The user that all loggers run as. */
    public static final int LOG_UID = 110;

    private static final Path UNPACKED =
            Path.of("../build/mailroot").toAbsolutePath().normalize();
    private static final Path EXAMPLES =
            Path.of("../examples/mail").toAbsolutePath().normalize();
    private static final Path LINKS =
            Path.of("../native/links.sh").toAbsolutePath().normalize();
    private static final String TOOLS = "/usr/local/bin/";
    private static final int TIMEOUT_MS = 10_000;

    public final Sandbox box;
    private final TreeMap<String, Integer> ports = new TreeMap<>();

    private MailMachine(Sandbox box) {
        this.box = box;
    }

    /** Sets the machine up; nothing runs yet. */
    public static MailMachine make(Sandbox box) {
        assumeTrue(Files.exists(UNPACKED.resolve("complete")), "no mail packages (itest/mail.sh could not fetch them)");
        assumeTrue(!Suite.sanitized(), "the program with sanitizers needs the machine's libraries");
        MailMachine machine = new MailMachine(box);
        Result copied = box.sh("cp -a '" + UNPACKED + "/root' root && chmod 755 root && cd root || exit\n" + SET_UP
                + "cp -R '" + EXAMPLES + "'/* etc/ && cp '" + Suite.binary() + "' usr/local/bin/yagura\n"
                + "for s in " + String.join(" ", SERVICES) + "; do mkdir etc/$s/log/main"
                + " && chown " + LOG_UID + " etc/$s/log/main; done\n"
                + "{ mknod -m 666 dev/null c 1 3 2>&1 || :; }");
        copied.is(0, copied.out(), "");
        assumeTrue(copied.out().isEmpty(), "no right to make devices: " + copied.out());
        box.run(LINKS.toString(), "root" + TOOLS, "yagura").ok();
        machine.listen("smtpd", "0 25");
        machine.listen("pop3d", "0 110");
        machine.listen("imapd", "0 143");
        machine.edit("queued", "-q1m", "-q1s");
        machine.listenOnIpv6Too("smtpd");
        machine.listenOnIpv6Too("pop3d");
        return machine;
    }

    private static final String SET_UP = """
            mkdir -p dev tmp root service var/run var/lib var/log/exim4 var/spool/exim4 var/outgoing var/popstamp run/courier/authdaemon
            mkdir -p home/alice home/bob usr/local/bin
            chmod 1777 tmp; chmod 1733 var/popstamp
            chown 101:101 var/log/exim4 var/spool/exim4 var/outgoing
            chown 1001:1001 home/alice; chown 1002:1002 home/bob; chmod 700 home/*
            ln -sfn dash bin/sh
            cat >etc/passwd <<X
            root:x:0:0:root:/root:/bin/sh
            Debian-exim:x:101:101::/var/spool/exim4:/bin/false
            maillog:x:110:110::/:/bin/false
            alice:x:1001:1001:Alice:/home/alice:/bin/sh
            bob:x:1002:1002:Bob:/home/bob:/bin/sh
            X
            printf 'root:x:0:\\nmail:x:8:\\nDebian-exim:x:101:\\nmaillog:x:110:\\nalice:x:1001:\\nbob:x:1002:\\n' >etc/group
            cat >etc/shadow <<'X'
            alice:$6$watchtower$QAfdhIkQdqklGewZL.6MBatkT0V4pINljxn.dgU6LydWKxP9C2RM/NIGsYnS1wSPY0T5E5y0bLUXj7YYgv4He/:19000:0:99999:7:::
            bob:$6$watchtower$za5L38p8MvSbPR71KKVj04EM./tmys8O.Q/SHtv.zHq3A6Lk8hCA6.j7w7U/..i/.O4HU80JlTBTLv9S3pQOh/:19000:0:99999:7:::
            X
            chmod 600 etc/shadow
            printf 'passwd: files\\ngroup: files\\nshadow: files\\nhosts: files\\n' >etc/nsswitch.conf
            printf '127.0.0.1 localhost mail.example\\n' >etc/hosts
            printf 'smtp 25/tcp\\npop3 110/tcp\\nimap2 143/tcp imap\\n' >etc/services
            for s in pop3 imap; do
                printf 'auth required pam_unix.so\\naccount required pam_unix.so\\nsession required pam_permit.so\\n' >etc/pam.d/$s
            done
            """;

    // ---- setting up

    private void listen(String service, String example) {
        int port = freePort();
        ports.put(service, port);
        edit(service, " " + example + " ", " 127.0.0.1 " + port + " ");
    }

    /** A second service like a service, on {@code ::1}: as an administrator would copy it. */
    private void listenOnIpv6Too(String service) {
        String copy = service + "6";
        box.sh("cp -a root/etc/" + service + " root/etc/" + copy).ok();
        edit(copy, " 127.0.0.1 " + port(service) + " ", " ::1 " + port(service) + " ");
    }

    private void edit(String service, String from, String to) {
        String name = "root/etc/" + service + "/run";
        String run = box.read(name);
        if (!run.contains(from)) {
            throw new AssertionError(name + " has no '" + from + "': " + run);
        }
        box.write(name, run.replace(from, to));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- commands on the machine

    /** Runs a command on the machine; a tool of ours without a path. */
    public Result run(String... command) {
        return box.run(inside(command));
    }

    private String[] inside(String... command) {
        List<String> words =
                new ArrayList<>(List.of("/usr/sbin/chroot", box.path("root").toString()));
        words.addAll(List.of(command));
        if (!command[0].startsWith("/")) {
            words.set(2, TOOLS + command[0]);
        }
        return words.toArray(String[]::new);
    }

    /** What the rc script does: one line. */
    public Running boot() {
        return box.start(inside("svscanboot"));
    }

    public Result svc(String option, String service) {
        return run("svc", option, "/service/" + service);
    }

    public void link(String service) {
        box.symlink("root/service/" + service, "/etc/" + service);
    }

    /** The pid of a service, 0 where it is down. */
    public long pid(String service) {
        return Service.at(box, "root/etc/" + service).pid();
    }

    public void awaitAnswers(String service) {
        Await.until(service + " answers", () -> answers(service));
    }

    public boolean answers(String service) {
        try (Talk talk = talk(service)) {
            return !talk.line().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** All that a service's log holds, old files included. */
    public String log(String service) {
        return box.sh("cd root/etc/" + service + "/log/main && cat @* current 2>/dev/null; :")
                .out();
    }

    public void awaitLog(String service, String text) {
        Await.until(
                () -> "'" + text + "' in the log of " + service + ": " + log(service),
                20_000,
                () -> log(service).contains(text));
    }

    // ---- mail

    /** Sends a mail by SMTP with swaks; gives its exit code, 0 where it was taken, and what was said. */
    public Result send(String to, String subject, String... more) {
        List<String> words = new ArrayList<>(List.of("/usr/bin/perl", "/usr/bin/swaks"));
        words.addAll(List.of("--server", "127.0.0.1", "--port", port("smtpd"), "--helo", "client.example"));
        words.addAll(List.of("--from", "carol@far.example", "--to", to, "--h-Subject", subject, "--body", "Hello."));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    /** What SMTP answers to a recipient, by way of an address of the server. */
    public String answerTo(String recipient, String server) {
        try (Talk talk = new Talk(server, ports.get("smtpd"))) {
            talk.expect("220").say("HELO client.example").expect("250").say("MAIL FROM:<carol@far.example>");
            return talk.expect("250").say("RCPT TO:<" + recipient + ">").line();
        } catch (IOException e) {
            throw new AssertionError("SMTP: " + e, e);
        }
    }

    /** Whether somebody has a mail with a subject. */
    public boolean has(String user, String subject) {
        return box.sh("grep -qrs '^Subject: " + subject + "$' root/home/" + user + "/Maildir")
                        .exit()
                == 0;
    }

    /** Whether a mail has left for elsewhere. */
    public boolean hasLeft(String subject) {
        return box.sh("grep -qrs '^Subject: " + subject + "$' root/var/outgoing")
                        .exit()
                == 0;
    }

    /** Mails in the queue. */
    public int queued() {
        return Integer.parseInt(box.sh("find root/var/spool/exim4/input -name '*-H' 2>/dev/null | wc -l")
                .out()
                .strip());
    }

    /** Fetches all mail by POP3, and leaves it there. */
    public String fetch(String user, String password) {
        return fetchBy("127.0.0.1", user, password);
    }

    /** The same by way of another address of the server. */
    public String fetchBy(String server, String user, String password) {
        try (Talk talk = new Talk(server, ports.get("pop3d"))) {
            talk.expect("+OK").say("USER " + user).expect("+OK").say("PASS " + password);
            String answer = talk.line();
            if (!answer.startsWith("+OK")) {
                return answer;
            }
            talk.say("STAT");
            int count = Integer.parseInt(talk.expect("+OK").last.split(" ")[1]);
            StringBuilder mail = new StringBuilder();
            for (int i = 1; i <= count; i++) {
                talk.say("RETR " + i).expect("+OK");
                for (String line = talk.line(); !line.equals("."); line = talk.line()) {
                    mail.append(line).append('\n');
                }
            }
            talk.say("QUIT").expect("+OK");
            return mail.toString();
        } catch (IOException e) {
            throw new AssertionError("POP3: " + e, e);
        }
    }

    /** The number of mails that IMAP shows. */
    public int countByImap(String user, String password) {
        try (Talk talk = talk("imapd")) {
            talk.expect("* OK")
                    .say("a LOGIN " + user + " " + password)
                    .until("a OK")
                    .say("b SELECT INBOX");
            int count = -1;
            for (String line = talk.line(); !line.startsWith("b "); line = talk.line()) {
                if (line.endsWith(" EXISTS")) {
                    count = Integer.parseInt(line.split(" ")[1]);
                }
            }
            talk.say("c LOGOUT").until("c OK");
            return count;
        } catch (IOException e) {
            throw new AssertionError("IMAP: " + e, e);
        }
    }

    private String port(String service) {
        return Integer.toString(ports.get(service));
    }

    private Talk talk(String service) throws IOException {
        return new Talk("127.0.0.1", ports.get(service));
    }

    /** A conversation by lines. */
    private static final class Talk implements AutoCloseable {
        private final Socket socket = new Socket();
        private String last = "";

        Talk(String server, int port) throws IOException {
            socket.connect(new InetSocketAddress(server, port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
        }

        Talk say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        /** The next line; empty at the end. */
        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c >= 0 && c != '\n';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            last = line.toString().stripTrailing();
            return last;
        }

        Talk expect(String start) throws IOException {
            String line = line();
            assertEquals(start, line.substring(0, Math.min(start.length(), line.length())), line);
            return this;
        }

        Talk until(String start) throws IOException {
            while (!line().startsWith(start)) {
                if (last.isEmpty()) {
                    throw new IOException("ended before " + start);
                }
            }
            return this;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
