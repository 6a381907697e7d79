/** The tool {@code pgrphack}. */
@NullMarked
package org.yagura.tools.pgrphack;

import org.jspecify.annotations.NullMarked;
