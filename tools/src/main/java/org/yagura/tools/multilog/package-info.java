/** The tool {@code multilog}. */
@NullMarked
package org.yagura.tools.multilog;

import org.jspecify.annotations.NullMarked;
