package org.yagura.core.rules;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.env.Environment;
import org.yagura.core.text.ByteBuilder;

/** What the rules say of a client: whether it is let in, and the variables that its program gets. A mutable holder of the answer. */
public final class Decision {
    private byte @Nullable [] key;
    private byte[] data = new byte[0];
    private boolean denied;
    private int at;
    private int nameEnd;
    private int end;

    /** Makes it the default: no rule, allowed, no variables. */
    public void clear() {
        key = null;
        data = new byte[0];
        denied = false;
        at = 0;
        end = 0;
    }

    /**
     * Takes a rule. Anything but {@code D} and {@code +NAME=VALUE}, each ended by a NUL, is damage: a deny that cannot be read any more
     * must not let anybody in.
     *
     * @return whether the data are good
     */
    boolean take(ByteBuilder ruleKey, ByteBuilder ruleData) {
        clear();
        byte[] taken = ruleData.toBytes();
        for (int from = 0; from < taken.length; ) {
            int to = indexOf(taken, (byte) 0, from);
            boolean deny = taken[from] == 'D' && to == from + 1;
            boolean variable = taken[from] == '+' && indexOf(taken, (byte) '=', from) < to;
            if (to == taken.length || !deny && !variable) {
                return false;
            }
            denied |= deny;
            from = to + 1;
        }
        key = ruleKey.toBytes();
        data = taken;
        return true;
    }

    /** The key of the rule, or null where no rule speaks of the client. */
    public byte @Nullable [] key() {
        return key;
    }

    /** Whether the client is to be sent away. */
    public boolean denied() {
        return denied;
    }

    /** Goes to the next variable. @return false where there are no more, or where the rule denies */
    public boolean advance() {
        if (end == data.length || data[end] == 'D') {
            return false;
        }
        at = end + 1;
        nameEnd = indexOf(data, (byte) '=', at);
        end = indexOf(data, (byte) 0, nameEnd) + 1;
        return true;
    }

    /** The variable's name. */
    public byte[] name() {
        return Arrays.copyOfRange(data, at, nameEnd);
    }

    /** Its value. */
    public byte[] value() {
        return Arrays.copyOfRange(data, nameEnd + 1, end - 1);
    }

    /** Sets the variables that have not been gone to. */
    public void applyTo(Environment environment) {
        while (advance()) {
            environment.set(name(), value());
        }
    }

    private static int indexOf(byte[] in, byte wanted, int from) {
        int index = from;
        while (index < in.length && in[index] != wanted) {
            index++;
        }
        return index;
    }
}
