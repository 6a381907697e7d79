package org.yagura.sim.stage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.yagura.sim.file.Inode;
import org.yagura.sim.file.RegularFile;

/** Reads a log directory back, oldest file first, as someone who looks for an error would. */
public final class LogReader {
    private static final int LABEL_LENGTH = 25;

    private LogReader() {}

    /** The names of the finished files, oldest first. */
    public static List<String> finished(Stage stage, String directory) {
        List<String> names = new ArrayList<>();
        if (!stage.exists(directory)) {
            return names;
        }
        for (String name : stage.directory(directory).names()) {
            if (name.startsWith("@") && name.length() >= LABEL_LENGTH) {
                names.add(name);
            }
        }
        Collections.sort(names);
        return names;
    }

    /** All that was logged. A file that is there under two names, as between two steps of a rotation, counts once. */
    public static String text(Stage stage, String directory) {
        return text(stage, directory, true);
    }

    /** @param cut whether a file that lacks its end may end inside a line, which another line then begins after */
    public static String text(Stage stage, String directory, boolean cut) {
        List<String> names = finished(stage, directory);
        names.add("previous");
        names.add("current");
        List<Inode> seen = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            Inode inode = stage.find(directory + "/" + name);
            if (inode instanceof RegularFile file && !seen.contains(inode)) {
                seen.add(inode);
                text.append(file.text());
                char last = text.isEmpty() ? '\n' : text.charAt(text.length() - 1);
                if (cut && (name.endsWith(".u") && last != '\n' || name.startsWith("@") && last == 0)) {
                    // A logger that died, or gave up, in the middle of a line; or an end that never came to the disk.
                    text.append('\n');
                }
            }
        }
        return text.toString();
    }

    /** The lines of a text, each with its newline; the last one perhaps without. */
    public static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, to));
            from = to;
        }
        return lines;
    }
}
