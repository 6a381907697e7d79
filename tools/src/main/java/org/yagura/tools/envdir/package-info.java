/** The tool {@code envdir}. */
@NullMarked
package org.yagura.tools.envdir;

import org.jspecify.annotations.NullMarked;
