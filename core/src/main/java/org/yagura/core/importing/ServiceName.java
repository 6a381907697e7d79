package org.yagura.core.importing;

import java.util.List;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** What a service is to be called. */
final class ServiceName {
    private static final int LENGTH_MAX = 64;
    /** Ports of tcpserver, as names or numbers, and what such servers are called. */
    private static final String[] PORTS = {
        "smtp 25", "smtpd", "pop3 pop-3 110", "pop3d", "imap imap2 143", "imapd", "imaps 993", "imapsd", "pop3s 995",
                "pop3sd",
        "smtps ssmtp 465", "smtpsd", "submission 587", "submissiond", "finger 79", "fingerd", "ftp 21", "ftpd",
                "qmtp 209", "qmtpd",
        "qmqp 628", "qmqpd", "auth ident 113", "identd", "http 80", "httpd", "time 37", "timed",
    };

    private static final String TCPSERVER_TAKES = "xBxtcuglbk";

    private ServiceName() {}

    /** Gives a draft a name: from its logger, from what it already has, from its port, or from its program. */
    static void choose(Draft draft) {
        byte[] name = draft.log.tag;
        if (name.length == 0) {
            Piece directory = LogPlan.directory(draft.log.actions);
            byte[] base = directory == null || directory.value() == null ? Bytes.NONE : Bytes.base(directory.value());
            boolean usual = NameSet.has("main . .. log current", base);
            name = usual ? Bytes.NONE : base;
        }
        if (name.length == 0) {
            name = draft.name;
        }
        if (name.length == 0) {
            draft.nameGuessed = true;
            name = ofProgram(draft.program);
        }
        draft.name = clean(name);
    }

    /** What a name can be made of. */
    static byte[] clean(byte[] name) {
        ByteBuilder clean = new ByteBuilder(16);
        for (byte b : name) {
            boolean fine = Bytes.isNameByte(b) || b == '-' || b == '+' || b == '@' || b == '.' && clean.length() > 0;
            if (fine && clean.length() < LENGTH_MAX) {
                clean.append(b);
            }
        }
        return clean.length() == 0 ? Ascii.bytes("service") : clean.toBytes();
    }

    private static byte[] ofProgram(List<Piece> words) {
        if (words.isEmpty()) {
            return Bytes.NONE;
        }
        byte[] base = Bytes.base(words.get(0).shown());
        if (NameSet.has("tcpserver sslserver couriertcpd", base)) {
            return ofPort(words);
        }
        if (NameSet.has("qmail-start", base)) {
            return Ascii.bytes("qmail");
        }
        boolean interpreter = NameSet.has("sh bash perl python python2 python3 ruby java node php env tclsh lua", base);
        if (interpreter) {
            for (int i = 1; i < words.size(); i++) {
                byte[] word = words.get(i).shown();
                boolean jar = words.get(i - 1).is("-jar");
                if (word.length > 0 && word[0] != '-' || jar) {
                    return withoutSuffix(Bytes.base(word));
                }
            }
        }
        if (NameSet.has("rc run start server main daemon", base)) {
            byte[] parent = Bytes.base(Bytes.parent(words.get(0).shown()));
            return NameSet.has("bin sbin libexec etc . ..", parent) ? base : parent;
        }
        return withoutSuffix(base);
    }

    private static byte[] withoutSuffix(byte[] name) {
        byte[] rest = name;
        for (String suffix : new String[] {".sh", ".pl", ".py", ".rb", ".jar", ".js", ".php"}) {
            rest = Bytes.without(rest, suffix);
        }
        return rest;
    }

    private static byte[] ofPort(List<Piece> words) {
        int at = 1;
        while (at < words.size() && words.get(at).startsWith("-")) {
            byte[] word = words.get(at).shown();
            byte last = word[word.length - 1];
            at += word.length == 2 && TCPSERVER_TAKES.indexOf(last) >= 0 ? 2 : 1;
        }
        boolean courier = Ascii.equal(Bytes.base(words.get(0).shown()), "couriertcpd");
        int portAt = courier ? at : at + 1;
        if (portAt >= words.size()) {
            return Bytes.base(words.get(0).shown());
        }
        byte[] port = words.get(portAt).shown();
        for (int i = 0; i < PORTS.length; i += 2) {
            if (NameSet.has(PORTS[i], port)) {
                return Ascii.bytes(PORTS[i + 1]);
            }
        }
        return portAt + 1 < words.size()
                ? withoutSuffix(Bytes.base(words.get(portAt + 1).shown()))
                : port;
    }

    /** A name with a number behind it. */
    static byte[] numbered(byte[] name, int number) {
        return new ByteBuilder(name.length + 4)
                .append(name)
                .append("-")
                .appendDecimal(number)
                .toBytes();
    }
}
