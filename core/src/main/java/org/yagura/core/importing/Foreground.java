package org.yagura.core.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;

/** Programs that go into the background by themselves, and what keeps them in front. */
public final class Foreground {
    /** Names; words that go; words that come first (# for a semicolon); where it is documented. */
    private static final String[] TABLE = {
        "sshd;;-D;sshd(8)",
        "nginx;;-g 'daemon off#';nginx.org, core functionality",
        "cron;;-f;cron(8)",
        "crond;;-f;crond(8) of busybox, dcron and cronie (older cronie: -n)",
        "exim exim4;-bd;-bdf;exim(8)",
        "named;;-f;named(8)",
        "ntpd;;-n;ntpd(8)",
        "openntpd;;-d;ntpd(8) of OpenNTPD",
        "chronyd;;-d;chronyd(8)",
        "dovecot;;-F;dovecot(1)",
        "apache2 httpd httpd2 apachectl apache2ctl;start startssl -k;-DFOREGROUND;httpd(8)",
        "rsyslogd;;-n;rsyslogd(8)",
        "syslogd klogd;;-n;syslogd(8), klogd(8)",
        "syslog-ng;;-F;syslog-ng(8)",
        "inetd;;-i;inetd(8) of OpenBSD",
        "xinetd;;-dontfork;xinetd(8)",
        "smbd nmbd winbindd samba;-D;-F;smbd(8)",
        "slapd;;-d 0;slapd(8)",
        "dhcpd;;-f;dhcpd(8)",
        "dhclient;;-d;dhclient(8)",
        "dnsmasq;;-k;dnsmasq(8)",
        "atd;;-f;atd(8)",
        "acpid;;-f;acpid(8)",
        "cupsd;;-f;cupsd(8)",
        "postfix;start;start-fg;postfix(1)",
        "sendmail;-bd;-bD;sendmail(8)",
        "snmpd;;-f;snmpd(8)",
        "saslauthd;;-d;saslauthd(8)",
        "spamd;-d --daemonize;;spamd(1)",
        "clamd;;--foreground;clamd(8)",
        "freshclam;;--foreground;freshclam(1)",
        "fetchmail;;--nodetach;fetchmail(1)",
        "avahi-daemon;-D --daemonize;;avahi-daemon(8)",
        "dbus-daemon;--fork;--nofork;dbus-daemon(1)",
        "smartd;;-n;smartd(8)",
        "mdadm;--daemonise -f;;mdadm(8)",
        "rpcbind;;-f;rpcbind(8)",
        "rpc.statd rpc.mountd;;-F;rpc.statd(8), rpc.mountd(8)",
        "hostapd wpa_supplicant;-B;;hostapd(8), wpa_supplicant(8)",
        "openvpn;--daemon;;openvpn(8)",
        "radiusd freeradius;;-f;radiusd(8)",
        "unbound nsd;;-d;unbound(8), nsd(8)",
        "monit;;-I;monit(1)",
        "collectd zabbix_agentd zabbix_server;;-f;collectd(1), zabbix_agentd(8)",
        "php-fpm;-D --daemonize;-F;php-fpm(8)",
        "vsftpd;;-obackground=NO;vsftpd(8)",
        "proftpd;;-n;proftpd(8)",
        "pure-ftpd;-B --daemonize;;pure-ftpd(8)",
        "squid;;-N;squid(8)",
        "lighttpd;;-D;lighttpd(8)",
        "haproxy;-D;-db;haproxy(1)",
        "memcached;-d;;memcached(1)",
        "supervisord;;-n;supervisord(1)",
        "redis-server;;--daemonize no;redis.io, configuration",
        "privoxy;;--no-daemon;privoxy(8)",
        "tor;;--RunAsDaemon 0;tor(1)",
        "icecast icecast2;-b;;icecast(1)",
        "opendkim;;-f;opendkim(8)",
        "postgrey;-d --daemonize;;postgrey(8)",
        "rsync;;--no-detach;rsync(1)",
        "mysqld_safe mysqld mariadbd;;;mysqld_safe(1)",
        "svscan;;;svscan(8)",
    };

    private final String entry;

    private Foreground(String entry) {
        this.entry = entry;
    }

    /** What is known about a program, or null. */
    static @Nullable Foreground of(byte[] program) {
        byte[] name = Bytes.base(program);
        for (String entry : TABLE) {
            if (NameSet.has(entry.substring(0, entry.indexOf(';')), name)) {
                return new Foreground(entry);
            }
        }
        return null;
    }

    /** Why a command would go into the background, and where that is said; null where nothing is known that speaks for it. */
    public static byte @Nullable [] complaint(List<byte[]> words) {
        Foreground known = words.isEmpty() ? null : of(words.get(0));
        if (known == null) {
            return null;
        }
        byte[] program = Bytes.base(words.get(0));
        for (byte[] word : words.subList(1, words.size())) {
            if (NameSet.has(known.field(1), word)) {
                return Ascii.concat(
                        program,
                        Ascii.bytes(" goes into the background because of "),
                        word,
                        Ascii.bytes(" (" + known.source() + ")"));
            }
        }
        String added = known.added();
        byte[] first = Ascii.bytes(added.indexOf(' ') < 0 ? added : added.substring(0, added.indexOf(' ')));
        boolean told = added.isEmpty();
        for (byte[] word : words) {
            told |= Ascii.startsWith(word, added) || Arrays.equals(word, first);
        }
        return told
                ? null
                : Ascii.concat(
                        program,
                        Ascii.bytes(
                                " goes into the background unless it is told " + added + " (" + known.source() + ")"));
    }

    private String field(int index) {
        int start = 0;
        for (int i = 0; i < index; i++) {
            start = entry.indexOf(';', start) + 1;
        }
        int end = entry.indexOf(';', start);
        return entry.substring(start, end < 0 ? entry.length() : end);
    }

    /** Where the fact is from. */
    String source() {
        return field(3);
    }

    /** What is added, as it is shown; empty where nothing is. */
    String added() {
        return field(2).replace('#', ';');
    }

    /** The words of a command so that it stays in front. */
    List<Piece> apply(List<Piece> words) {
        List<Piece> result = new ArrayList<>();
        result.add(words.get(0));
        boolean there = false;
        String added = added();
        for (int i = 1; i < words.size(); i++) {
            there |= words.get(i).is(added);
        }
        if (!there && !added.isEmpty()) {
            result.add(new Piece(Ascii.bytes(added), null, false, List.of()));
        }
        for (int i = 1; i < words.size(); i++) {
            Piece word = words.get(i);
            if (word.value() == null || !NameSet.has(field(1), word.value())) {
                result.add(word);
            }
        }
        return result;
    }
}
