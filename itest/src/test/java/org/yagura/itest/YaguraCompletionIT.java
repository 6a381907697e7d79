package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Screen;

/** What shells are told by {@code yagura completion}, as far as the shells are here. */
class YaguraCompletionIT {
    private static String complete(Sandbox box, String words, int at) {
        return box.run(
                        "/bin/bash",
                        "--norc",
                        "-c",
                        ". ./completion; COMP_WORDS=(" + words + "); COMP_CWORD=" + at
                                + "; _yagura; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .ok();
    }

    @OnOurs
    void bashCompletesCommandsOptionsServicesAndSignals(Sandbox box) {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        box.write("completion", box.run("yagura", "completion", "bash").ok());
        box.sh("mkdir -p scan/web scan/worker scan/api other/only").ok();
        box.variable("SVDIR", "scan");
        assertEquals(
                "start\nstatus\nstop\n",
                complete(box, "yagura st", 1)
                        .lines()
                        .sorted()
                        .map(line -> line + "\n")
                        .reduce("", String::concat));
        assertEquals("web\nworker\n", complete(box, "yagura stop w", 2));
        assertEquals("only\n", complete(box, "yagura stop -s other ''", 4));
        assertEquals("only\n", complete(box, "yagura stop --scandir = other ''", 5));
        assertEquals("web\nworker\n", complete(box, "yagura remove w", 2));
        assertEquals("--timeout\n--tree\n", complete(box, "yagura stop --t", 2));
        assertEquals("USR1\nUSR2\n", complete(box, "yagura kill US", 2));
        assertEquals("USR1\nUSR2\n", complete(box, "yagura kill -t 5 US", 4));
        assertEquals("api\n", complete(box, "yagura kill USR1 a", 3));
        assertEquals("other\n", complete(box, "yagura list --scandir = o", 4));
        assertEquals("procfile\n", complete(box, "yagura import p", 2));
        assertEquals("completion\n", complete(box, "yagura import procfile com", 3));
        assertEquals("web\nworker\n", complete(box, "yagura init --main w", 3));
        assertTrue(complete(box, "yagura add x -- setsi", 4).startsWith("setsid\n"));
        assertEquals("completion\n", complete(box, "yagura add x -- cat com", 5));
        assertEquals("other\n", complete(box, "yagura list -s o", 3));
        assertEquals("zsh\n", complete(box, "yagura completion z", 2));
        assertTrue(complete(box, "yagura help t", 2).contains("top\n"));
    }

    private static void tree(Sandbox box) {
        box.sh("mkdir -p scan/web scan/worker scan/api other/only home functions")
                .ok();
        box.variable("SVDIR", "scan").variable("HOME", box.path("home").toString());
    }

    @OnOurs
    void bashDoesSoAtTheTabKey(Sandbox box) {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        tree(box);
        box.write("completion", box.run("yagura", "completion", "bash").ok());
        Screen screen = Screen.open(box).line("exec /bin/bash --norc --noprofile");
        screen.line(". ./completion; echo lo''aded").awaitText("loaded");
        tab(screen, "yagura relo", "yagura reload");
        tab(screen, "yagura stop wo", "yagura stop worker");
        tab(screen, "yagura stop --scandir=oth", "--scandir=other/");
        tab(screen, "yagura stop --scandir=other o", "--scandir=other only");
        tab(screen, "yagura kill -t 5 USR2 ap", "USR2 api");
        // Several that fit are several words, not one.
        screen.key("C-l").type("yagura sta").key("Tab", "Tab").awaitText("start   status");
    }

    /** Types a line, has it completed, and clears it away. */
    private static void tab(Screen screen, String begun, String completed) {
        screen.key("C-l").type(begun).key("Tab").awaitText(completed).key("C-u");
    }

    @OnOurs
    void zshDoesSoAtTheTabKey(Sandbox box) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "there is no zsh");
        tree(box);
        box.write("functions/_yagura", box.run("yagura", "completion", "zsh").ok());
        Screen screen = Screen.open(box).line("exec /usr/bin/zsh -f");
        screen.line("fpath=(./functions $fpath); autoload -U compinit; compinit -u -D; echo lo''aded")
                .awaitText("loaded");
        tab(screen, "yagura relo", "yagura reload");
        tab(screen, "yagura stop wo", "yagura stop worker");
        tab(screen, "yagura stop -s other o", "-s other only");
        tab(screen, "yagura stop --scandir=other o", "--scandir=other only");
        tab(screen, "yagura stop --time", "--timeout");
        tab(screen, "yagura list --scandir=oth", "--scandir=other");
        tab(screen, "yagura kill -t 5 USR2 ap", "USR2 api");
        tab(screen, "yagura remove wo", "remove worker");
        tab(screen, "yagura import procf", "import procfile");
        tab(screen, "yagura init oth", "init other");
        tab(screen, "yagura add x -- setsi", "-- setsid");
    }

    /** What fish would offer, without what it says of it. */
    private static String fish(Sandbox box, String line) {
        return box.run("/usr/bin/fish", "--no-config", "-c", "source fish; complete -C '" + line + "'; true")
                .ok()
                .lines()
                .map(each -> each.replaceFirst("\t.*", ""))
                .collect(Collectors.joining(" "));
    }

    @OnOurs
    void fishCompletesCommandsOptionsServicesAndSignals(Sandbox box) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/fish")), "there is no fish");
        tree(box);
        box.write("fish", box.run("yagura", "completion", "fish").ok());
        assertEquals("start status stop", fish(box, "yagura st"));
        assertEquals("web worker", fish(box, "yagura stop w"));
        assertEquals("worker", fish(box, "yagura stop web wo"));
        assertEquals("only", fish(box, "yagura stop -s other "));
        assertEquals("only", fish(box, "yagura stop --scandir=other "));
        assertEquals("--timeout --tree", fish(box, "yagura stop --t"));
        assertEquals("USR1 USR2", fish(box, "yagura kill -t 5 US"));
        assertEquals("api", fish(box, "yagura kill USR1 a"));
        assertEquals("other/", fish(box, "yagura list -s o"));
        // A service can be called like a command.
        assertEquals("", fish(box, "yagura status --ki"));
        assertEquals("", fish(box, "yagura status stop --ki"));
        assertEquals("web worker", fish(box, "yagura remove w"));
        assertEquals("procfile", fish(box, "yagura import pr"));
        assertEquals("functions/", fish(box, "yagura init func"));
        assertEquals("setsid", fish(box, "yagura add x -- setsi"));
        assertEquals("iso", fish(box, "yagura init --stamp i"));
        assertEquals("zsh", fish(box, "yagura completion z"));
        assertEquals("top", fish(box, "yagura help t"));
    }

    @OnOurs
    void shellsFindNoFault(Sandbox box) {
        for (String shell : new String[] {"zsh", "fish", "bash"}) {
            String text = box.run("yagura", "completion", shell).ok();
            assertTrue(
                    text.contains("status") && text.contains("timeout") && text.contains("yagura list --logs"), shell);
            box.write(shell, text);
            Path program = Path.of("/usr/bin", shell);
            if (Files.isExecutable(program)) {
                box.run(program.toString(), "-n", shell).is(0, "", "");
            }
        }
    }

    @OnOurs
    void otherShellsAreNotKnown(Sandbox box) {
        String usage = "yagura: usage: yagura completion [OPTION...] SHELL\n";
        box.run("yagura", "completion", "tcsh").is(100, "", usage);
        box.run("yagura", "completion").is(100, "", usage);
    }
}
