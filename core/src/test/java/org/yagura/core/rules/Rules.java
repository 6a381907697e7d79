package org.yagura.core.rules;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.ByteBuilder;

/** Rules compiled in memory, for tests. */
final class Rules {
    private Rules() {}

    /** The database of some lines. */
    static byte[] compile(String text) {
        CdbWriter writer = new CdbWriter();
        ByteBuilder out = new ByteBuilder(64);
        out.append(new byte[CdbWriter.HEADER_BYTES]);
        RuleLine line = new RuleLine();
        ByteBuilder key = new ByteBuilder(16);
        for (String each : text.split("\n", -1)) {
            byte[] bytes = bytes(each);
            if (line.take(bytes, bytes.length) == RuleLine.Kind.BAD) {
                throw new AssertionError(each);
            }
            while (line.nextKey(key)) {
                writer.add(key, line.data(), out);
            }
        }
        for (int table = 0; table < CdbWriter.TABLES; table++) {
            writer.addTable(table, out);
        }
        byte[] file = out.toBytes();
        System.arraycopy(writer.header(), 0, file, 0, CdbWriter.HEADER_BYTES);
        return file;
    }

    static CdbReader reader(byte[] file) {
        CdbBytes bytes = (to, offset, length, position) -> {
            if (position < 0 || offset < 0 || length > to.length - offset) {
                throw new AssertionError("read outside");
            }
            int n = (int) Math.max(0, Math.min(length, file.length - position));
            System.arraycopy(file, n == 0 ? 0 : (int) position, to, offset, n);
            return n;
        };
        return new CdbReader(bytes, file.length);
    }

    /** What the rules say, as words: {@code KEY: allow|deny VARIABLES}; {@code damaged}. */
    static String decide(byte[] file, @Nullable String ip, @Nullable String host, @Nullable String info) {
        Decision decision = new Decision();
        int answer = new RuleLookup(reader(file)).find(nullable(ip), nullable(host), nullable(info), decision);
        if (answer < 0) {
            return answer == CdbReader.DAMAGED ? "damaged" : "error " + answer;
        }
        byte[] key = decision.key();
        TreeMap<String, String> variables = new TreeMap<>();
        while (decision.advance()) {
            variables.put(text(decision.name()), text(decision.value()));
        }
        return (key == null ? "default" : text(key))
                + (decision.denied() ? ": deny" : ": allow")
                + (variables.isEmpty() ? "" : " " + variables);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte @Nullable [] nullable(@Nullable String text) {
        return text == null ? null : bytes(text);
    }
}
