package org.yagura.tools;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.yagura.os.Descriptors;

/** Descriptors of which only the standard error is open; it keeps what is written. */
final class StandardError {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** Descriptors that fail the test on any call but a write to 2. */
    Descriptors descriptors() {
        return (Descriptors) Proxy.newProxyInstance(
                Descriptors.class.getClassLoader(), new Class<?>[] {Descriptors.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("write") || (Integer) arguments[0] != 2) {
                        throw new AssertionError("unexpected call of " + method.getName());
                    }
                    written.write((byte[]) arguments[1], (Integer) arguments[2], (Integer) arguments[3]);
                    return arguments[3];
                });
    }

    String text() {
        return written.toString(StandardCharsets.ISO_8859_1);
    }
}
