package org.yagura.itest.harness;

/**
 * The intended differences from 0.76 that tests rely on. Each is an entry of doc/differences.md: the section and a text that
 * the entry contains.
 */
public enum Difference {
    MALFORMED_LABELS("tai64nlocal", "malformed");

    /** Heading in doc/differences.md. */
    public final String section;
    /** Text that the entry contains, in any case. */
    public final String text;

    Difference(String section, String text) {
        this.section = section;
        this.text = text;
    }
}
