/** The tool {@code setuidgid}. */
@NullMarked
package org.yagura.tools.setuidgid;

import org.jspecify.annotations.NullMarked;
