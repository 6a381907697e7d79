package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Expressions;

/** Regular expressions by regcomp and regexec. */
@Include(value = "expressions.h", isSystem = false)
final class NativeExpressions implements Expressions {
    @Override
    public int compile(byte[] expression, boolean ignoreCase) {
        return make(Address.ofData(expression), expression.length, ignoreCase ? 1 : 0);
    }

    @Override
    public boolean matches(byte[] text, int offset, int length) {
        Check.range(text, offset, length);
        return find(Address.ofData(text).add(offset), length) != 0;
    }

    @Import(name = "yg_expression_compile")
    @Unmanaged
    private static native int make(Address expression, int length, int ignoreCase);

    @Import(name = "yg_expression_matches")
    @Unmanaged
    private static native int find(Address text, int length);
}
