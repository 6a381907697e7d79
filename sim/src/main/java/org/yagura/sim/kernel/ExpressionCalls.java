package org.yagura.sim.kernel;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;
import org.yagura.os.Expressions;

/** Java's regular expressions in place of the C library's: they agree on the simple ones. */
final class ExpressionCalls implements Expressions {
    private @Nullable Pattern pattern;

    @Override
    public int compile(byte[] expression, boolean ignoreCase) {
        pattern = null;
        try {
            pattern = Pattern.compile(
                    new String(expression, StandardCharsets.ISO_8859_1), ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException e) {
            return -Errno.EINVAL;
        }
        return 0;
    }

    @Override
    public boolean matches(byte[] text, int offset, int length) {
        Pattern asked = pattern;
        String line = new String(text, offset, length, StandardCharsets.ISO_8859_1);
        return asked != null && asked.matcher(line).find();
    }
}
