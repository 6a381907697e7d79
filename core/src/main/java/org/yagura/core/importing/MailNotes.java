package org.yagura.core.importing;

import java.util.List;

/** What is to be told of programs of mail servers that belong together with something outside of the script. */
final class MailNotes {
    private MailNotes() {}

    static void add(Draft draft, Report report) {
        add(draft, draft.before, report);
        add(draft, draft.program, report);
    }

    private static void add(Draft draft, List<Piece> words, Report report) {
        for (Piece word : words) {
            byte[] name = Bytes.base(word.shown());
            if (NameSet.has(
                    "relay-ctrl-allow relay-ctrl-check relay-ctrl-chdir relay-ctrl-send relay-ctrl-udp", name)) {
                report.guessed(
                        draft.line,
                        draft.name,
                        name,
                        " stays; its directory is still cleaned up by relay-ctrl-age (popstamp and relayok need nothing of that kind)");
            } else if (NameSet.has("vchkpw authvchkpw", name)) {
                report.guessed(
                        draft.line,
                        draft.name,
                        name,
                        " stays; where it opens SMTP, clearopensmtp is still called by cron");
            } else if (NameSet.has("qmail-popup", name) && !draft.hasUser()) {
                report.understood(draft.line, draft.name, "runs as root, as checking passwords needs it");
            }
        }
    }
}
