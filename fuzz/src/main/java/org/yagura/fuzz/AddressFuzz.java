package org.yagura.fuzz;

import java.util.Arrays;
import org.yagura.core.net.IpPrefix;
import org.yagura.core.net.IpText;
import org.yagura.core.text.ByteBuilder;

/** Addresses as text: what is read and written again is read as the same. */
public final class AddressFuzz {
    private AddressFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        byte[] ip = new byte[IpText.V6];
        int length = IpText.parse(data, ip);
        if (length > 0) {
            byte[] again = new byte[IpText.V6];
            byte[] text = IpText.append(new ByteBuilder(IpText.LENGTH_MAX), ip, length)
                    .toBytes();
            Target.check(text.length <= IpText.LENGTH_MAX, "longer than any address");
            Target.check(
                    IpText.parse(text, again) == length && Arrays.equals(ip, 0, length, again, 0, length),
                    "another address when written and read");
        }
        IpPrefix prefix = IpPrefix.parse(data, 0, data.length);
        if (prefix != null && length > 0) {
            Target.check(prefix.contains(ip, length), "an address that is not in its own prefix");
        }
    }
}
