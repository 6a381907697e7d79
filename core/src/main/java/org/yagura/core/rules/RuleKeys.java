package org.yagura.core.rules;

import org.yagura.core.net.IpText;
import org.yagura.core.text.ByteBuilder;

/**
 * The keys of IPv6 addresses and prefixes: {@code [2001:db8::1]} and {@code [2001:db8::]/32}, the address in its one canonical form, bits
 * behind a prefix 0. No key of an IPv4 address or host starts with a bracket.
 */
final class RuleKeys {
    static final int BITS_MAX = 128;

    private RuleKeys() {}

    static void appendAddress(byte[] ip, ByteBuilder key) {
        key.append((byte) '[');
        IpText.append(key, ip, IpText.V6).append((byte) ']');
    }

    /** @param ip loses all bits behind the first {@code bits} */
    static void appendPrefix(byte[] ip, int bits, ByteBuilder key) {
        for (int i = 0; i < IpText.V6; i++) {
            int left = bits - i * 8;
            if (left < 8) {
                ip[i] &= (byte) (left <= 0 ? 0 : 0xff00 >> left);
            }
        }
        appendAddress(ip, key);
        key.append((byte) '/').appendDecimal(bits);
    }
}
