/** The tool {@code envuidgid}. */
@NullMarked
package org.yagura.tools.envuidgid;

import org.jspecify.annotations.NullMarked;
