package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Sandbox;

/** Accounts from the file, accounts from elsewhere, and what the program gets. */
class SetuidgidIT {
    private static final String GETENT = """
            echo "$*" >>asked
            case $2 in
            alice) echo "alice:*:1234:2345:Alice:/home/alice:/bin/sh" ;;
            pieces) printf "pie"; sleep 0.1; printf "ces:*:5:"; sleep 0.1; echo "6:::" ;;
            nonewline) printf "nonewline:*:7:8" ;;
            second) printf "first:*:1:1:::\\nsecond:*:77:78:::\\n" ;;
            other) echo "root:*:0:0:::" ;;
            0) echo "root:*:0:0:::" ;;
            letters) echo "letters:*:12x:0:::" ;;
            none) exit 2 ;;
            trouble) echo "trouble:*:5:5:::"; exit 1 ;;
            killed) echo "killed:*:5:5:::"; kill -9 $$ ;;
            flood) exec yes ;;
            esac""";

    private static final String IDS = " sh -c 'echo $(id -u) $(id -g) $(id -G)'";

    /** Runs a script in a mount namespace of its own, where getent is ours. */
    private static Result withGetent(Sandbox box, String script) {
        box.script("getent", GETENT);
        Result probe = box.sh("unshare -m mount --bind getent /usr/bin/getent");
        assumeTrue(probe.exit() == 0, "SKIPPED: no mount namespace here: " + probe.err());
        box.script("inside", "mount --bind getent /usr/bin/getent\n" + script);
        return box.run("unshare", "-m", "./inside");
    }

    private static void unknown(Sandbox box, String name) {
        withGetent(box, "setuidgid " + name + IDS).is(111, "", "setuidgid: fatal: unknown account " + name + "\n");
    }

    private static void unable(Sandbox box, String name, String reason) {
        withGetent(box, "setuidgid " + name + IDS)
                .is(111, "", "setuidgid: fatal: unable to look up account " + name + ": " + reason + "\n");
    }

    @NeedsRoot
    @OnBoth
    void setsUserGroupAndNothingElseButTheOneGroup(Sandbox box) {
        box.sh("setuidgid nobody" + IDS)
                .is(
                        0,
                        box.sh("echo $(id -u nobody) $(id -g nobody) $(id -g nobody)")
                                .ok(),
                        "");
    }

    @NeedsRoot
    @OnBoth
    void leavesTheEnvironmentAsItIs(Sandbox box) {
        box.variable("HOME", "/root").variable("USER", "root");
        assertEquals(
                "/root root\n",
                box.sh("setuidgid nobody sh -c 'echo $HOME $USER'").ok());
    }

    @NeedsRoot
    @OnBoth
    void whoIsNotRootMayNot(Sandbox box) {
        box.sh("setuidgid nobody setuidgid root true")
                .is(111, "", "setuidgid: fatal: unable to setgid: permission denied\n");
    }

    @NeedsRoot
    @OnOurs(Difference.GETENT)
    void asksGetentForANameThatIsNotInTheFile(Sandbox box) {
        assertEquals(
                "1234 2345 2345\n", withGetent(box, "setuidgid alice" + IDS).ok());
        assertEquals("passwd alice\n", box.read("asked"));
    }

    @NeedsRoot
    @OnOurs(Difference.GETENT)
    void asksNobodyForANameThatIs(Sandbox box) {
        withGetent(box, "setuidgid nobody true; test ! -e asked").ok();
    }

    @NeedsRoot
    @OnOurs(Difference.GETENT)
    void takesTheAnswerHoweverItArrives(Sandbox box) {
        assertEquals("5 6 6\n", withGetent(box, "setuidgid pieces" + IDS).ok());
        assertEquals("7 8 8\n", withGetent(box, "setuidgid nonewline" + IDS).ok());
        assertEquals("77 78 78\n", withGetent(box, "setuidgid second" + IDS).ok());
        assertEquals(
                "1234 2345 2345\n",
                withGetent(box, "trap '' CHLD; setuidgid alice" + IDS).ok());
    }

    @NeedsRoot
    @OnOurs(Difference.GETENT)
    void believesNoAnswerAboutAnotherName(Sandbox box) {
        unknown(box, "other");
        unknown(box, "0");
        unknown(box, "letters");
        unknown(box, "none");
        unknown(box, "-h");
        unknown(box, "+alice");
    }

    @NeedsRoot
    @OnOurs(Difference.GETENT)
    void believesNoGetentInTrouble(Sandbox box) {
        unable(box, "trouble", "input/output error");
        unable(box, "killed", "input/output error");
        unable(box, "flood", "protocol error");
    }

    @NeedsRoot
    @OnOurs(Difference.GETENT)
    void findsAccountsInTheFileWithoutGetent(Sandbox box) {
        withGetent(box, "mount --bind /dev/null /usr/bin/getent; setuidgid nobody true")
                .ok();
    }
}
