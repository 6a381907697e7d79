package org.yagura.tools.yagura.status;

import org.yagura.core.json.JsonWriter;
import org.yagura.core.status.Status;
import org.yagura.core.status.WaitStatus;
import org.yagura.core.status.Want;
import org.yagura.tools.yagura.facts.Facts;

/** One service as a JSON object. What is not known is null. */
final class FactsJson {
    private FactsJson() {}

    static void write(JsonWriter json, Facts facts) {
        Status status = facts.status;
        boolean known = facts.isKnown();
        boolean ours = known && facts.isOurs;
        json.beginObject();
        json.name("name").string(facts.target.name());
        json.name("path").string(facts.target.path());
        json.name("state").string(facts.condition.word);
        if (facts.condition == org.yagura.core.status.Condition.UNKNOWN) {
            json.name("reason").string(StatusRow.reason(facts));
        }
        number(json, "pid", known && status.pid != 0 && status.script == 0 ? status.pid : Facts.UNKNOWN);
        number(json, "script_pid", known && status.scriptPid != 0 ? status.scriptPid : Facts.UNKNOWN);
        seconds(json, "since_seconds", facts.sinceNs);
        json.name("wants");
        if (known) {
            json.string(status.want == Want.UP ? "up" : status.want == Want.DOWN ? "down" : "once");
        } else {
            json.nothing();
        }
        json.name("normally").string(facts.normallyDown ? "down" : "up");
        json.name("exiting").bool(ours && status.exiting);
        json.name("paused").bool(known && status.paused);
        number(json, "restarts", ours ? facts.restarts() : Facts.UNKNOWN);
        json.name("last_exit");
        if (ours && status.waitStatusKnown) {
            lastExit(json, status);
        } else {
            json.nothing();
        }
        number(json, "supervise_pid", ours ? status.supervisePid : Facts.UNKNOWN);
        number(json, "processes", facts.memoryBytes >= 0 ? facts.processes : Facts.UNKNOWN);
        number(json, "memory_bytes", facts.memoryBytes);
        seconds(json, "cpu_seconds", facts.cpuNs);
        json.name("log_directories").beginArray();
        for (byte[] directory : facts.logDirectories) {
            json.string(directory);
        }
        json.endArray();
        number(json, "log_bytes", facts.logBytes);
        json.endObject();
    }

    private static void lastExit(JsonWriter json, Status status) {
        int signal = WaitStatus.signal(status.waitStatus);
        json.beginObject();
        number(json, "code", signal == 0 ? WaitStatus.code(status.waitStatus) : Facts.UNKNOWN);
        number(json, "signal", signal == 0 ? Facts.UNKNOWN : signal);
        seconds(json, "at", status.waitStatusWallNs);
        json.endObject();
    }

    private static void number(JsonWriter json, String name, long number) {
        json.name(name);
        if (number == Facts.UNKNOWN) {
            json.nothing();
        } else {
            json.number(number);
        }
    }

    private static void seconds(JsonWriter json, String name, long ns) {
        json.name(name);
        if (ns == Facts.UNKNOWN) {
            json.nothing();
        } else {
            json.seconds(ns);
        }
    }
}
