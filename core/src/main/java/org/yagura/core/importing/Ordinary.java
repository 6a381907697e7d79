package org.yagura.core.importing;

import java.util.List;
import org.yagura.core.shell.Command;

/** Commands of scripts that are no daemons. */
final class Ordinary {
    private Ordinary() {}

    /** What makes ready for a daemon, and goes into its {@code run}. */
    static boolean prepares(byte[] path) {
        byte[] name = Bytes.base(path);
        return NameSet.has(
                "mkdir chown chmod chgrp install rm ln mkfifo modprobe sysctl mknod restorecon ssh-keygen", name);
    }

    /** What leaves nothing behind that a service would need. */
    static boolean leavesNothing(byte[] name) {
        return NameSet.has(
                        "echo printf cat test [ true false : sleep logger grep egrep sed awk cut head tail tr wc ls find sort touch rmdir"
                                + " kill killall pkill pgrep pidof ps killproc checkproc pidofproc status stat id whoami hostname uname date"
                                + " basename dirname tput clear stty sync wait trap read shift unset hash type which let times getopts expr"
                                + " mountpoint readlink realpath tty nproc seq free lsof netstat ss ip ifconfig route ping usleep mount umount swapon lsmod dmesg hwclock ldconfig mv cp dd seq xargs fuser du df tee sum md5sum",
                        name)
                || NameSet.has(
                        "log_daemon_msg log_progress_msg log_end_msg log_success_msg log_failure_msg log_warning_msg log_action_msg"
                                + " log_action_begin_msg log_action_end_msg log_begin_msg success failure passed warning action"
                                + " rc_reset rc_status rc_exit rc_failed rc_check rc_active rc_splash ebegin eend einfo ewarn eerror eindent"
                                + " checkyesno warn info err debug load_rc_config rc_debug init_is_upstart status_of_proc set_rcvar"
                                + " svc svok svstat multilog tai64nlocal svup update-rc.d chkconfig insserv systemctl service sv",
                        name);
    }

    /** What daemontools itself is started by: it goes on as before. */
    static boolean isDaemontools(byte[] name) {
        return NameSet.has("svscan svscanboot supervise svscan-start runsvdir runit runsvdir-start", name);
    }

    /** Whether a command looks as if it went into the background by itself. */
    static boolean looksLikeDaemon(List<Piece> words) {
        byte[] path = words.get(0).shown();
        byte[] name = Bytes.base(path);
        for (Piece word : words.subList(1, words.size())) {
            boolean says = word.value() != null
                    && (NameSet.has(
                                    "-D -d -B -daemon --daemon --daemonize --background --detach --fork -bd",
                                    word.value())
                            || word.startsWith("--pidfile")
                            || word.startsWith("--pid-file"));
            if (says) {
                return true;
            }
        }
        boolean system = Bytes.contains(path, "/sbin/") || Bytes.contains(path, "/libexec/");
        return system && name.length > 2 && name[name.length - 1] == 'd';
    }

    /** Whether an option says that a program stays in the foreground. */
    static boolean staysByOption(List<Piece> words) {
        boolean stays = false;
        for (Piece word : words) {
            stays |= word.value() != null
                    && NameSet.has(
                            "--foreground -foreground --no-fork --nofork -nofork --no-daemon --nodaemon -nodaemon --no-detach --nodetach"
                                    + " --no-background --no-daemonize --nodaemonize --daemon=no --daemonize=no -DFOREGROUND",
                            word.value());
        }
        return stays;
    }

    /** Files of an init system that hold functions and nothing to be set. */
    static boolean isLibrary(byte[] path) {
        byte[] name = Bytes.base(path);
        return NameSet.has("functions init-functions rc.status rc.subr functions.sh rc.d.functions rc.init", name);
    }

    /** Whether a condition asks about files and makes some, and nothing else. */
    static boolean onlyPrepares(Command command) {
        switch (command) {
            case Command.Simple simple -> {
                byte[] name =
                        simple.words().isEmpty() ? null : simple.words().get(0).plain();
                return name != null && (prepares(name) || NameSet.has("[ test : true false echo", name));
            }
            case Command.Sequence sequence -> {
                boolean only = true;
                for (Command.Statement statement : sequence.statements()) {
                    only &= !statement.background() && onlyPrepares(statement.command());
                }
                return only;
            }
            case Command.Chain chain -> {
                return allPrepare(chain.commands());
            }
            case Command.Pipeline pipeline -> {
                return allPrepare(pipeline.commands());
            }
            case Command.Choice choice -> {
                Command.Sequence otherwise = choice.otherwise();
                boolean only = otherwise == null || onlyPrepares(otherwise);
                for (Command.Arm arm : choice.arms()) {
                    only &= onlyPrepares(arm.condition()) && onlyPrepares(arm.body());
                }
                return only;
            }
            default -> {
                return false;
            }
        }
    }

    private static boolean allPrepare(List<Command> commands) {
        boolean only = true;
        for (Command command : commands) {
            only &= onlyPrepares(command);
        }
        return only;
    }
}
