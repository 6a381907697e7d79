package org.yagura.tools.yagura.why;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** Sentences being put together, and lines of a log among them. */
final class Sentences {
    /** @param quoted whether it is a line of somebody else's */
    record Line(byte[] text, boolean quoted) {}

    final List<Line> lines = new ArrayList<>();

    void say(String sentence) {
        lines.add(new Line(Ascii.bytes(sentence), false));
    }

    void say(ByteBuilder sentence) {
        lines.add(new Line(sentence.toBytes(), false));
    }

    void quote(byte[] line) {
        lines.add(new Line(line, true));
    }
}
