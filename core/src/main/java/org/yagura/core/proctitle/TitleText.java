package org.yagura.core.proctitle;

import java.util.Arrays;

/**
 * The newest of a stream of messages in a text of a fixed length: three dots, then as many of the last bytes as fit, dots before them as
 * long as there are fewer. NULs are left out.
 *
 * <p>A line that is still to be seen is not shown again: one message that comes every second would otherwise push out the one that says
 * why.
 */
public final class TitleText {
    /** The shortest text that makes sense. */
    public static final int LENGTH_MIN = 5;

    private static final int DOTS = 3;
    private static final int HIGH_CONTROL_LEAD = 0xc2;

    /** Whole lines, the newest at the end. */
    private final byte[] lines;

    private int linesLength;
    /** The line that has not ended yet: its last bytes. */
    private final byte[] line;

    private int lineLength;
    private boolean lineCut;
    private final byte[] shown;

    /** A text of {@code length} bytes, {@link #LENGTH_MIN} or more. */
    public TitleText(int length) {
        lines = new byte[length - DOTS];
        line = new byte[length - DOTS];
        shown = new byte[length];
        Arrays.fill(shown, (byte) '.');
    }

    /** Takes what was read. */
    public void add(byte[] from, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            byte b = from[i];
            if (b == 0) {
                continue;
            }
            if (b == '\n' && !lineCut && isShown()) {
                lineLength = 0;
                continue;
            }
            if (lineLength == line.length) {
                System.arraycopy(line, 1, line, 0, --lineLength);
                lineCut = true;
            }
            line[lineLength++] = b;
            if (b == '\n') {
                endLine();
            }
        }
    }

    /** What is to be shown now; the same array each time. No byte in it moves a terminal's cursor. */
    public byte[] show() {
        Arrays.fill(shown, (byte) '.');
        int lineAt = shown.length - lineLength;
        int linesShown = Math.min(linesLength, lineAt - DOTS);
        System.arraycopy(lines, linesLength - linesShown, shown, lineAt - linesShown, linesShown);
        System.arraycopy(line, 0, shown, lineAt, lineLength);
        int before = 0;
        for (int i = DOTS; i < shown.length; i++) {
            int b = shown[i] & 0xff;
            shown[i] = (byte) harmless(b, before);
            before = b;
        }
        return shown;
    }

    private void endLine() {
        int kept = Math.min(linesLength, lines.length - lineLength);
        System.arraycopy(lines, linesLength - kept, lines, 0, kept);
        System.arraycopy(line, 0, lines, kept, lineLength);
        linesLength = kept + lineLength;
        lineLength = 0;
        lineCut = false;
    }

    /** Whether the line that ends now is among those kept. */
    private boolean isShown() {
        if (lineLength == 0) {
            return false;
        }
        for (int start = 0; start + lineLength < linesLength; ) {
            int end = start;
            while (end < linesLength && lines[end] != '\n') {
                end++;
            }
            if (Arrays.equals(lines, start, end, line, 0, lineLength)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /** A byte as it is shown: blanks for what ends lines, a question mark for what else a terminal would obey, alone or in UTF-8. */
    private static int harmless(int b, int before) {
        if (b == '\n' || b == '\t' || b == '\r') {
            return ' ';
        }
        boolean highControl = b >= 0x80 && b < 0xa0 && (before < 0x80 || before == HIGH_CONTROL_LEAD);
        return b < ' ' || b == 0x7f || highControl ? '?' : b;
    }
}
