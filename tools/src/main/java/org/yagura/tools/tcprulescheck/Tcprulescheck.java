package org.yagura.tools.tcprulescheck;

import org.yagura.core.rules.Decision;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;
import org.yagura.tools.WholeWrite;
import org.yagura.tools.net.RuleFile;

/** Shows what compiled rules say of the client that TCPREMOTEIP, TCPREMOTEHOST and TCPREMOTEINFO describe. */
public final class Tcprulescheck implements Tool {
    private static final int STDOUT = 1;

    private final Invocation invocation;
    private final Files files;
    private final Descriptors descriptors;

    public Tcprulescheck(Invocation invocation, Files files, Descriptors descriptors) {
        this.invocation = invocation;
        this.files = files;
        this.descriptors = descriptors;
    }

    @Override
    public Outcome run() {
        Messages messages = new Messages(descriptors, "tcprulescheck");
        byte[][] arguments = invocation.arguments();
        if (arguments.length == 0) {
            messages.usage().add("tcprulescheck rules.cdb").end();
            return Outcome.exit(Outcome.USAGE);
        }
        Decision decision = new Decision();
        int answer = new RuleFile(files, descriptors)
                .find(
                        arguments[0],
                        invocation.variable("TCPREMOTEIP"),
                        invocation.variable("TCPREMOTEHOST"),
                        invocation.variable("TCPREMOTEINFO"),
                        decision);
        if (answer < 0) {
            messages.fatal().add("unable to read ").add(arguments[0]).because(-answer);
            return Outcome.exit(Outcome.TROUBLE);
        }
        ByteBuilder text = text(decision);
        int error = WholeWrite.write(descriptors, STDOUT, text.array(), text.length());
        if (error < 0) {
            messages.fatal().add("unable to write output").because(-error);
            return Outcome.exit(Outcome.TROUBLE);
        }
        return Outcome.exit(Outcome.DONE);
    }

    private static ByteBuilder text(Decision decision) {
        ByteBuilder text = new ByteBuilder(256);
        byte[] key = decision.key();
        if (key == null) {
            text.append("default:\n");
        } else {
            text.append("rule ").append(key).append(":\n");
        }
        while (decision.advance()) {
            text.append("set environment variable ").append(decision.name()).append((byte) '=');
            text.append(decision.value()).append((byte) '\n');
        }
        return text.append(decision.denied() ? "deny connection\n" : "allow connection\n");
    }
}
