package org.yagura.tools.yagura.status;

import org.yagura.core.text.ByteBuilder;

/** What is printed again and again in the same place of a terminal. */
final class Screen {
    private static final String HOME = "\033[H";
    private static final String CLEAR_LINE_REST = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";

    private Screen() {}

    /** Appends lines from the top of the screen on, no more than there are rows; what was there before goes away without a flicker. */
    static void show(ByteBuilder lines, int rows, ByteBuilder out) {
        out.append(HOME);
        int left = rows - 1;
        byte[] bytes = lines.array();
        for (int i = 0; i < lines.length() && left > 0; i++) {
            if (bytes[i] == '\n') {
                out.append(CLEAR_LINE_REST);
                left--;
            }
            out.append(bytes[i]);
        }
        out.append(CLEAR_BELOW);
    }
}
