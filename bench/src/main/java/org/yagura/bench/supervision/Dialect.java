package org.yagura.bench.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yagura.bench.Programs;
import org.yagura.bench.Suite;

/** How each suite says the same: start the supervisor, take a service down, tell its state. */
final class Dialect {
    /** What a service is told. */
    enum Word {
        UP('u', "start"),
        DOWN('d', "stop"),
        /** Down, and the end of its supervise. */
        EXIT('x', "stop");

        /** The letter that daemontools, runit and s6 have in common. */
        final char letter;

        final String supervisorctl;

        Word(char letter, String supervisorctl) {
            this.letter = letter;
            this.supervisorctl = supervisorctl;
        }
    }

    /** What the floor has for each service. */
    enum Keeper {
        NONE(""),
        /** A process that starts it and waits. */
        WAITS("-k"),
        /** A process that starts it again whenever it has ended. */
        STARTS_AGAIN("-r");

        private static final String TELLING = "-R";

        final String option;

        Keeper(String option) {
            this.option = option;
        }
    }

    private static final int S6_SERVICES_MAX = 25_000;
    /** svscan and runsvdir take 1000 at most; room for those that a benchmark adds. */
    private static final int OTHERS_MAX = 980;

    private final Suite suite;
    private final Programs programs;

    Dialect(Suite suite, Programs programs) {
        this.suite = suite;
        this.programs = programs;
    }

    /** So many services one supervisor can have. */
    int servicesAtMost() {
        return suite == Suite.DAEMONTOOLS || suite == Suite.RUNIT ? OTHERS_MAX : Integer.MAX_VALUE;
    }

    /**
     * The supervisor's command line.
     *
     * @param directory its scan directory; for supervisord its configuration
     */
    List<String> supervisor(Path directory, Keeper keeper) throws IOException {
        String where = directory.toString();
        return switch (suite) {
            case RUNIT -> List.of(programs.tool(suite, "runsvdir"), where);
            case S6 -> List.of(programs.tool(suite, "s6-svscan"), "-c", Integer.toString(S6_SERVICES_MAX), where);
            case SUPERVISORD -> List.of(programs.tool(suite, "supervisord"), "-n", "-c", where);
            case FLOOR ->
                keeper == Keeper.NONE
                        ? List.of(programs.helper("floor"), where)
                        : List.of(programs.helper("floor"), keeper.option, where);
            case FLOOR_TELLING -> List.of(programs.helper("floor"), Keeper.TELLING, where);
            default -> List.of(programs.tool(suite, "svscan"), where);
        };
    }

    /** What log/run becomes; what it needs in its directory is made. */
    String logger(Path log) throws IOException {
        return switch (suite) {
            case RUNIT -> {
                Files.createDirectory(log.resolve("main"));
                yield programs.tool(suite, "svlogd") + " -t ./main";
            }
            case S6 -> programs.tool(suite, "s6-log") + " t ./main";
            case FLOOR -> programs.helper("stamp");
            default -> programs.tool(suite, "multilog") + " t ./main";
        };
    }

    /**
     * A command that tells a service something.
     *
     * @param service its directory; for supervisord only the name counts
     */
    List<String> tell(Word word, Path service, Path configuration) throws IOException {
        String where = service.toString();
        return switch (suite) {
            case SUPERVISORD ->
                List.of(
                        programs.tool(suite, "supervisorctl"),
                        "-c",
                        configuration.toString(),
                        word.supervisorctl,
                        String.valueOf(service.getFileName()));
            // Written like this it does not wait for the outcome, as sv does.
            case RUNIT -> {
                String letters = word == Word.EXIT ? "dx" : String.valueOf(word.letter);
                yield List.of("/bin/sh", "-c", "printf " + letters + " > " + where + "/supervise/control");
            }
            default -> {
                String option = word == Word.EXIT ? "-dx" : "-" + word.letter;
                yield List.of(programs.tool(suite, suite == Suite.S6 ? "s6-svc" : "svc"), option, where);
            }
        };
    }

    /** One command line that tells the state of all services. */
    List<String> status(List<Path> services, Path configuration) throws IOException {
        List<String> line = new ArrayList<>();
        switch (suite) {
            case SUPERVISORD -> {
                line.addAll(List.of(programs.tool(suite, "supervisorctl"), "-c", configuration.toString(), "status"));
                return line;
            }
            case RUNIT -> line.addAll(List.of(programs.tool(suite, "sv"), "status"));
            case S6 ->
                line.addAll(List.of(
                        "/bin/sh", "-c", "for d; do " + programs.tool(suite, "s6-svstat") + " \"$d\"; done", "sh"));
            default -> line.add(programs.tool(suite, "svstat"));
        }
        services.forEach(service -> line.add(service.toString()));
        return line;
    }

    /** A command for those who do not look by themselves that there is something new, or less; else empty. */
    List<String> announce(Path directory) throws IOException {
        return switch (suite) {
            case S6 -> List.of(programs.tool(suite, "s6-svscanctl"), "-an", directory.toString());
            case SUPERVISORD -> List.of(programs.tool(suite, "supervisorctl"), "-c", directory.toString(), "update");
            default -> List.of();
        };
    }
}
