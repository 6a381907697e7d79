package org.yagura.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.yagura.core.text.ByteBuilder;

class JsonWriterTest {
    private final ByteBuilder out = new ByteBuilder(8);
    private final JsonWriter json = new JsonWriter(out);

    private String written() {
        return new String(out.toBytes(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void separatesWhatStandsSideBySide() {
        json.beginArray()
                .beginObject()
                .name("a")
                .number(-1)
                .name("b")
                .beginArray()
                .endArray()
                .endObject();
        json.beginObject()
                .endObject()
                .bool(true)
                .nothing()
                .string("x")
                .seconds(1_500_000_000)
                .endArray();
        assertEquals("[{\"a\":-1,\"b\":[]},{},true,null,\"x\",1.500000000]", written());
    }

    @Test
    void escapesWhatJsonHasOtherUsesFor() {
        json.string(bytes("a\"b\\c\nd\te\u0000f\u001bg\u007f"));
        assertEquals("\"a\\\"b\\\\c\\nd\\te\\u0000f\\u001bg\\u007f\"", written());
    }

    @Test
    void keepsCharactersAndMarksBytesThatAreNone() {
        byte[] mixed = bytes("\u00c3\u00a4\u00e4\u00ff\u00e6\u00ab\u0093\u00e6\u00ab");
        json.string(mixed);
        assertEquals("\"\u00c3\u00a4\\udce4\\udcff\u00e6\u00ab\u0093\\udce6\\udcab\"", written());
    }

    @Test
    void endsTheLinesOfAStreamByItself() {
        json.beginObject().endObject();
        out.append((byte) '\n');
        new JsonWriter(out).beginObject().endObject();
        assertEquals("{}\n{}", written());
    }
}
