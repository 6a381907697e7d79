/** The tool {@code argv0}. */
@NullMarked
package org.yagura.tools.argv0;

import org.jspecify.annotations.NullMarked;
