/** The tool {@code fghack}. */
@NullMarked
package org.yagura.tools.fghack;

import org.jspecify.annotations.NullMarked;
