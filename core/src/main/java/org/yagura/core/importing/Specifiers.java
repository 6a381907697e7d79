package org.yagura.core.importing;

import java.util.Arrays;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** What stands behind a percent sign in systemd's units. */
final class Specifiers {
    private final byte[] unit;
    private final byte[] stem;
    private final byte[] prefix;
    private final byte[] instance;
    /** Who the service runs as. */
    byte[] user = Ascii.bytes("root");
    /** The last specifier that could not be known; 0 where all were. */
    int unknown;

    Specifiers(byte[] unit) {
        this.unit = unit;
        stem = Bytes.without(unit, ".service");
        prefix = Bytes.upTo(stem, '@');
        instance = prefix.length < stem.length ? Bytes.from(stem, prefix.length + 1) : Bytes.NONE;
    }

    /** What the service is called. */
    byte[] serviceName() {
        return instance.length == 0 ? prefix : Ascii.concat(prefix, Ascii.bytes("-"), instance);
    }

    /** Whether it is a template that no instance was named of. */
    boolean isTemplate() {
        return instance.length == 0 && prefix.length < stem.length;
    }

    byte[] expand(byte[] text) {
        ByteBuilder expanded = new ByteBuilder(text.length + 16);
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '%' && i + 1 < text.length) {
                expanded.append(of(text[++i]));
            } else {
                expanded.append(text[i]);
            }
        }
        return expanded.toBytes();
    }

    private byte[] of(byte letter) {
        return switch (letter) {
            case '%' -> Ascii.bytes("%");
            case 'n' -> unit;
            case 'N' -> stem;
            case 'p' -> prefix;
            case 'P' -> unescaped(prefix);
            case 'i' -> instance;
            case 'I' -> unescaped(instance);
            case 'f' -> Ascii.concat(Ascii.bytes("/"), unescaped(instance.length == 0 ? prefix : instance));
            case 'u' -> user;
            case 't' -> Ascii.bytes("/run");
            case 'S' -> Ascii.bytes("/var/lib");
            case 'C' -> Ascii.bytes("/var/cache");
            case 'L' -> Ascii.bytes("/var/log");
            case 'E' -> Ascii.bytes("/etc");
            case 'T' -> Ascii.bytes("/tmp");
            case 'V' -> Ascii.bytes("/var/tmp");
            default -> {
                unknown = letter;
                yield new byte[] {'%', letter};
            }
        };
    }

    /** A dash stands for a slash there, and a backslash, x and two digits for a byte. */
    private static byte[] unescaped(byte[] name) {
        ByteBuilder plain = new ByteBuilder(name.length);
        for (int i = 0; i < name.length; i++) {
            if (name[i] == '\\' && i + 3 < name.length && name[i + 1] == 'x') {
                plain.append((byte) (digit(name[i + 2]) << 4 | digit(name[i + 3])));
                i += 3;
            } else {
                plain.append(name[i] == '-' ? (byte) '/' : name[i]);
            }
        }
        return plain.toBytes();
    }

    private static int digit(byte b) {
        int value = b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10;
        return value & 15;
    }

    /** Whether two names of units are of one kind of thing: {@code web.service} and {@code web.socket}. */
    static boolean sameStem(byte[] service, byte[] socket) {
        return Arrays.equals(Bytes.without(service, ".service"), Bytes.without(socket, ".socket"));
    }
}
