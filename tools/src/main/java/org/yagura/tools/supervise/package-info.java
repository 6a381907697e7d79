/** The tool {@code supervise}. */
@NullMarked
package org.yagura.tools.supervise;

import org.jspecify.annotations.NullMarked;
