package org.yagura.core.shell;

/** The lines below a command that are its input. */
public final class HereDocument {
    final byte[] delimiter;
    final boolean tabsStripped;
    private byte[] text = new byte[0];

    HereDocument(byte[] delimiter, boolean tabsStripped) {
        this.delimiter = delimiter;
        this.tabsStripped = tabsStripped;
    }

    /** Its lines, as they stand. */
    public byte[] text() {
        return text;
    }

    void fill(byte[] lines) {
        text = lines;
    }
}
