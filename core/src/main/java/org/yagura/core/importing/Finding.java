package org.yagura.core.importing;

/**
 * A line of the report.
 *
 * @param kind how sure it is
 * @param file what was read
 * @param line the line there, or 0
 * @param service the service's name, empty where it is about none
 * @param text what is to be told
 */
public record Finding(Kind kind, byte[] file, int line, byte[] service, byte[] text) {
    /** How sure it is. */
    public enum Kind {
        /** It means this. */
        UNDERSTOOD("understood"),
        /** It most likely means this. */
        GUESSED("guessed"),
        /** A person has to look at it. */
        DECIDE("decide");

        /** As it is shown. */
        public final String word;

        Kind(String word) {
            this.word = word;
        }
    }
}
