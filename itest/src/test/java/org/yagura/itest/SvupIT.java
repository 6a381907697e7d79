package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Service;

/** svup: does the service run? */
class SvupIT {
    private static int svup(Sandbox box, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "svup";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return box.run(command).exit();
    }

    @OnOurs(Difference.SVUP)
    void followsTheService(Sandbox box) {
        Service service = Service.idle(box, "s").down();
        box.run("svup", "s").is(100, "", "");
        service.supervise();
        box.run("svup", "s").is(100, "", "");
        service.svc("-u").awaitUp();
        box.run("svup", "s").is(0, "", "");
        box.run("svup", "-L", "s").is(111, "", "svup: fatal: unable to chdir to s/log: file does not exist\n");
        service.svc("-dx");
        Await.until("supervise has gone", () -> !service.ok());
        box.run("svup", "s").is(100, "", "");
    }

    @OnOurs(Difference.SVUP)
    void saysWhatIsWrong(Sandbox box) {
        box.run("svup").is(100, "", "svup: usage: svup [ -L ] dir\n");
        box.run("svup", "a", "b").is(100, "", "svup: usage: svup [ -L ] dir\n");
        box.run("svup", "-z", "a").is(100, "", "svup: illegal option -- z\nsvup: usage: svup [ -L ] dir\n");
        box.run("svup", "none").is(111, "", "svup: fatal: unable to chdir to none: file does not exist\n");
        box.mkdir("s/supervise");
        box.sh("mkfifo s/supervise/ok; : >s/supervise/status; exec 3<>s/supervise/ok; svup s")
                .is(111, "", "svup: fatal: unable to read supervise/status of s: bad format\n");
    }

    @OnOurs({Difference.SVUP, Difference.COMPAT})
    void asksCheckWhereRunitIsFollowed(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.script("s/check", "echo seen; pwd >>asked; test -e ready");
        service.superviseUp();
        assertEquals(0, svup(box, "s"));
        service.svc("-dx");
        Await.until("supervise has gone", () -> !service.ok());
        box.write("s/compat", "runit");
        service.superviseUp();
        box.run("svup", "s").is(100, "", "seen\n");
        box.write("s/ready", "");
        box.run("svup", "s").is(0, "", "seen\n");
        assertEquals(box.path("s") + "\n" + box.path("s") + "\n", box.read("s/asked"));
        Sandbox.chmod(box.path("s/check"), "rw-r--r--");
        if (!"root".equals(System.getProperty("user.name"))) {
            return;
        }
        box.run("svup", "s").is(111, "", "svup: fatal: unable to run s/check: access denied\n");
    }

    @OnOurs({Difference.SVUP, Difference.COMPAT})
    void aScriptThatClearsUpIsNotTheService(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.write("s/compat", "runit");
        box.script("s/finish", "exec sleep 98765");
        service.superviseUp();
        assertEquals(0, svup(box, "s"));
        service.svc("-t");
        Await.until("finish runs", () -> service.svstat().contains("running finish (pid "));
        assertEquals(100, svup(box, "s"));
    }
}
