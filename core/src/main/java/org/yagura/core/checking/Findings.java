package org.yagura.core.checking;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.text.ByteBuilder;

/** What was found, in the order in which it was. */
public final class Findings {
    /** How bad it is. */
    public enum Level {
        /** It will not work. */
        ERROR("error"),
        /** It works otherwise than somebody may think. */
        WARNING("warning");

        public final String word;

        Level(String word) {
            this.word = word;
        }
    }

    /**
     * One thing.
     *
     * @param line of the file, from 1 on; 0 where it is about the file as a whole
     */
    public record Finding(byte[] path, int line, Level level, byte[] text) {}

    private final List<Finding> all = new ArrayList<>();
    private byte[] path = {};

    /** What is found from now on is about this file. */
    public void in(byte[] file) {
        path = file;
    }

    /** The file that findings are about. */
    public byte[] path() {
        return path;
    }

    public List<Finding> all() {
        return all;
    }

    public void error(int line, String text) {
        add(line, Level.ERROR, text, new byte[0]);
    }

    public void error(int line, String text, byte[] what) {
        add(line, Level.ERROR, text, what);
    }

    public void warning(int line, String text) {
        add(line, Level.WARNING, text, new byte[0]);
    }

    public void warning(int line, String text, byte[] what) {
        add(line, Level.WARNING, text, what);
    }

    private void add(int line, Level level, String text, byte[] what) {
        byte[] whole = new ByteBuilder(text.length() + what.length)
                .append(text)
                .append(what)
                .toBytes();
        all.add(new Finding(path, line, level, whole));
    }
}
