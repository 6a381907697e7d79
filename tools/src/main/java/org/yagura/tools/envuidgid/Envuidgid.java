package org.yagura.tools.envuidgid;

import java.util.Arrays;
import org.yagura.core.env.Environment;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Descriptors;
import org.yagura.tools.AccountLookup;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;

/** Runs a program with an account's numbers in GID and UID, for programs that give up root by themselves. */
public final class Envuidgid implements Tool {
    private final Invocation invocation;
    private final AccountLookup accounts;
    private final Messages messages;

    public Envuidgid(Invocation invocation, AccountLookup accounts, Descriptors descriptors) {
        this.invocation = invocation;
        this.accounts = accounts;
        messages = new Messages(descriptors, "envuidgid");
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        if (arguments.length < 2) {
            messages.usage().add("envuidgid account child").end();
            return Outcome.exit(Outcome.USAGE);
        }
        if (!accounts.require(arguments[0], messages)) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        Environment environment = new Environment(invocation.environment());
        environment.set(Ascii.bytes("GID"), unsigned(accounts.gid()));
        environment.set(Ascii.bytes("UID"), unsigned(accounts.uid()));
        return new Outcome.Exec("envuidgid", Arrays.copyOfRange(arguments, 1, arguments.length), environment.entries());
    }

    private static byte[] unsigned(int id) {
        return new ByteBuilder(10).appendDecimal(id & 0xffffffffL).toBytes();
    }
}
