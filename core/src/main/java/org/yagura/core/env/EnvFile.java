package org.yagura.core.env;

import java.util.Arrays;

/** The content of a file in an environment directory. */
public final class EnvFile {
    private EnvFile() {}

    /**
     * The value that a file's content stands for: its first line without trailing blanks and tabs, then each NUL made a newline.
     *
     * @param content the whole file, at least one byte: an empty one stands for no value
     */
    public static byte[] value(byte[] content) {
        int end = 0;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        while (end > 0 && (content[end - 1] == ' ' || content[end - 1] == '\t')) {
            end--;
        }
        byte[] value = Arrays.copyOf(content, end);
        for (int i = 0; i < end; i++) {
            if (value[i] == 0) {
                value[i] = '\n';
            }
        }
        return value;
    }
}
