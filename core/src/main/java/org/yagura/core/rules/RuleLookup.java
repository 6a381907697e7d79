package org.yagura.core.rules;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.net.IpText;
import org.yagura.core.text.ByteBuilder;

/**
 * Finds the rule for a client. The first of these keys that is there counts, where INFO and HOST are left out if they are not known:
 *
 * <pre>
 * INFO@IP, INFO@=HOST, IP, =HOST,
 * 1.2.3., 1.2., 1.  of 1.2.3.4; of an IPv6 address its prefixes, [2001:db8::]/128 down to [::]/0,
 * =.b.c, =.c        of a.b.c,
 * =                 if HOST is known,
 * and the empty one
 * </pre>
 *
 * IP is {@code [2001:db8::1]} for an IPv6 address; an IPv4 address that is written as an IPv6 one is looked up as what it is.
 */
public final class RuleLookup {
    private final CdbReader rules;
    private final ByteBuilder key = new ByteBuilder(64);
    private final ByteBuilder data = new ByteBuilder(64);

    public RuleLookup(CdbReader rules) {
        this.rules = rules;
    }

    /**
     * Looks for a client's rule.
     *
     * @param ip the client's address as text; null for none
     * @param host its name, null where that is not known
     * @param info what ident said of it, null where that is not known
     * @param decision gets the rule's, or the default, which is to allow
     * @return {@link CdbReader#FOUND}, {@link CdbReader#ABSENT}, or a negated errno, after which no decision is to be relied on
     */
    public int find(byte @Nullable [] ip, byte @Nullable [] host, byte @Nullable [] info, Decision decision) {
        decision.clear();
        int answer = search(ip, host, info);
        if (answer == CdbReader.FOUND) {
            return decision.take(key, data) ? answer : CdbReader.DAMAGED;
        }
        return answer;
    }

    private int search(byte @Nullable [] text, byte @Nullable [] host, byte @Nullable [] info) {
        byte[] parsed = new byte[IpText.V6];
        byte @Nullable [] ip = text;
        boolean v6 = text != null && IpText.parse(text, 0, withoutScope(text), parsed) == IpText.V6;
        if (v6) {
            ByteBuilder plain = new ByteBuilder(48);
            v6 = !IpText.isMapped(parsed);
            if (v6) {
                RuleKeys.appendAddress(parsed, plain);
            } else {
                IpText.append(plain, Arrays.copyOfRange(parsed, IpText.V6 - IpText.V4, IpText.V6), IpText.V4);
            }
            ip = plain.toBytes();
        }
        int answer = searchWhole(ip, host, info);
        if (answer == CdbReader.ABSENT && v6) {
            answer = searchPrefixes(parsed);
        } else if (answer == CdbReader.ABSENT && ip != null) {
            answer = searchDotted(ip);
        }
        if (answer == CdbReader.ABSENT && host != null) {
            answer = searchDomains(host);
        }
        if (answer == CdbReader.ABSENT) {
            key.clear();
            answer = rules.find(key, data);
        }
        return answer;
    }

    private static int withoutScope(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != '%') {
            end++;
        }
        return end;
    }

    private int searchWhole(byte @Nullable [] ip, byte @Nullable [] host, byte @Nullable [] info) {
        int answer = CdbReader.ABSENT;
        if (info != null && ip != null) {
            key.clear().append(info).append((byte) '@').append(ip);
            answer = rules.find(key, data);
        }
        if (answer == CdbReader.ABSENT && info != null && host != null) {
            key.clear().append(info).append("@=").append(host);
            answer = rules.find(key, data);
        }
        if (answer == CdbReader.ABSENT && ip != null) {
            key.clear().append(ip);
            answer = rules.find(key, data);
        }
        if (answer == CdbReader.ABSENT && host != null) {
            key.clear().append((byte) '=').append(host);
            answer = rules.find(key, data);
        }
        return answer;
    }

    private int searchDotted(byte[] ip) {
        for (int length = ip.length - 1; length > 0; length--) {
            if (ip[length - 1] == '.') {
                key.clear().append(ip, 0, length);
                int answer = rules.find(key, data);
                if (answer != CdbReader.ABSENT) {
                    return answer;
                }
            }
        }
        return CdbReader.ABSENT;
    }

    private int searchPrefixes(byte[] network) {
        for (int bits = RuleKeys.BITS_MAX; bits >= 0; bits--) {
            key.clear();
            RuleKeys.appendPrefix(network, bits, key);
            int answer = rules.find(key, data);
            if (answer != CdbReader.ABSENT) {
                return answer;
            }
        }
        return CdbReader.ABSENT;
    }

    private int searchDomains(byte[] host) {
        for (int from = 0; from <= host.length; from++) {
            if (from < host.length && (from == 0 || host[from] != '.')) {
                continue;
            }
            key.clear().append((byte) '=').append(host, from, host.length - from);
            int answer = rules.find(key, data);
            if (answer != CdbReader.ABSENT) {
                return answer;
            }
        }
        return CdbReader.ABSENT;
    }
}
