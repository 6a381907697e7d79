package org.yagura.tools.setuidgid;

import java.util.Arrays;
import org.yagura.os.Descriptors;
import org.yagura.os.Identity;
import org.yagura.tools.AccountLookup;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;

/** Runs a program as an account: with its group as the only one, its user, and nothing else changed. */
public final class Setuidgid implements Tool {
    private final Invocation invocation;
    private final AccountLookup accounts;
    private final Identity identity;
    private final Messages messages;

    public Setuidgid(Invocation invocation, AccountLookup accounts, Identity identity, Descriptors descriptors) {
        this.invocation = invocation;
        this.accounts = accounts;
        this.identity = identity;
        messages = new Messages(descriptors, "setuidgid");
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        if (arguments.length < 2) {
            messages.usage().add("setuidgid account child").end();
            return Outcome.exit(Outcome.USAGE);
        }
        if (!accounts.require(arguments[0], messages)) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        return become(arguments);
    }

    /** Groups first: once the user is changed, the right to change groups is gone. */
    private Outcome become(byte[][] arguments) {
        int error = identity.setGroups(accounts.gid());
        if (error == 0) {
            error = identity.setGid(accounts.gid());
        }
        if (error < 0) {
            messages.fatal().add("unable to setgid").because(-error);
            return Outcome.exit(Outcome.TROUBLE);
        }
        error = identity.setUid(accounts.uid());
        if (error < 0) {
            messages.fatal().add("unable to setuid").because(-error);
            return Outcome.exit(Outcome.TROUBLE);
        }
        return new Outcome.Exec(
                "setuidgid", Arrays.copyOfRange(arguments, 1, arguments.length), invocation.environment());
    }
}
