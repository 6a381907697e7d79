package org.yagura.core.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A word of a script, in the parts that a shell would put together. */
public record Word(Place place, List<Part> parts) {
    /** The text of a word that consists of nothing but unquoted letters, as reserved words do; else null. */
    public byte @Nullable [] plain() {
        return parts.size() == 1 && parts.get(0) instanceof Part.Literal literal && !literal.quoted()
                ? literal.text()
                : null;
    }
}
