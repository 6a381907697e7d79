package org.yagura.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A command of src/test/resources/faults that is disturbed at each of its system calls:
 *
 * <pre>
 * == NAME
 * #! warns            trouble is said, and the exit code is 0 all the same
 * #! may leave NAME   what a command that has failed or was killed may leave behind
 * #! trouble CODE     exit code for trouble where it is not 111
 * #! root             only root can do this
 * #! apart            what was done is not done twice: another output and exit code when it is done again
 * #! once             what is there before is made once, and its files are not looked at
 * #! silent           has no words for trouble, as the original, or where it cannot know has others
 * #! may stop         trouble with its client ends the conversation, and is no trouble of its own
 * #! answer CALL ERR  that error of that call is no trouble but an answer, and has words of its own
 * #! any exit         the exit code is that of a program that suffers from it
 * #! not CALL ERR     that error would come with others, or another end of it is promised; CALL #N: only at the Nth
 * #! answer CALL      what comes of it is told, by the call after it
 * #! warns of ERR     that error is said, and it goes on
 * what is there before
 * --
 * $INJECT command
 * </pre>
 */
public record FaultCase(String name, String before, String command, List<String> marks) {
    /** Words for stories. */
    public static final String PRELUDE = content("prelude.sh");

    /** All cases of a file. */
    public static List<FaultCase> read(String file) {
        List<FaultCase> found = new ArrayList<>();
        String[] parts = content(file).split("(?m)^== ", -1);
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('\n');
            String[] halves = parts[i].substring(end + 1).split("(?m)^--\n", -1);
            List<String> marks = halves[0]
                    .lines()
                    .filter(line -> line.startsWith("#! "))
                    .map(line -> line.substring(3).strip())
                    .toList();
            found.add(new FaultCase(parts[i].substring(0, end), halves[0], halves[1], marks));
        }
        return found;
    }

    public boolean is(String mark) {
        return marks.contains(mark);
    }

    public boolean mayLeave(String path) {
        return marks.contains("may leave " + path);
    }

    public int troubleCode() {
        return marks.stream()
                .filter(mark -> mark.startsWith("trouble "))
                .map(mark -> Integer.parseInt(mark.substring("trouble ".length())))
                .findFirst()
                .orElse(111);
    }

    @Override
    public String toString() {
        return name;
    }

    private static String content(String file) {
        URL url = Objects.requireNonNull(FaultCase.class.getResource("/faults/" + file), "no faults");
        try {
            return Files.readString(Path.of(url.toURI()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
