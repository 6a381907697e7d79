package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;

class ReadproctitleIT {
    private static void awaitTitle(Running title, String text) {
        Await.until(
                () -> "'" + text + "', is '" + Proc.read(title.pid(), "cmdline") + "'",
                20_000,
                () -> Proc.read(title.pid(), "cmdline").endsWith("\0service\0errors:\0" + text + "\0"));
    }

    @OnBoth
    void showsWhatItReadsAtOnceAndEndsWithIt(Sandbox box) {
        Running title = box.startWithInput("readproctitle", "service", "errors:", "xxxxxxxxxxxx");
        awaitTitle(title, "............");
        title.write("abc");
        awaitTitle(title, ".........abc");
        title.write("defghi");
        awaitTitle(title, "...abcdefghi");
        title.write("jkl");
        awaitTitle(title, "...defghijkl");
        title.closeInput().end().is(0, "", "");
    }

    @OnOurs(Difference.TITLE_CONTROLS)
    void controlCharactersAreNotShown(Sandbox box) {
        Running title = box.startWithInput("readproctitle", "service", "errors:", ".".repeat(30));
        title.write("line\ntab\tbell\007\033[31m \303\234");
        awaitTitle(title, "........line tab bell??[31m \303\234");
        title.closeInput().end().is(0, "", "");
    }

    @OnOurs(Difference.TITLE_REPEATED)
    void aRepeatedLineDoesNotPushOutTheCause(Sandbox box) {
        Running title = box.startWithInput("readproctitle", "service", "errors:", ".".repeat(30));
        title.write("cause\n");
        for (int i = 0; i < 100; i++) {
            title.write("again\n");
        }
        title.write("new");
        awaitTitle(title, "...............cause again new");
        title.closeInput().end().is(0, "", "");
    }

    @OnOurs
    void theInputMayBeNonBlocking(Sandbox box) {
        box.sh("mkfifo fifo").ok();
        Running title = box.start("sh", "-c", "exec 3<>fifo; exec readproctitle service errors: .......... <fifo");
        awaitTitle(title, "..........");
        box.sh("echo hello >fifo").ok();
        awaitTitle(title, "....hello ");
        assertEquals("S", String.valueOf(Proc.state(title.pid())));
    }
}
