/** The tool {@code setlock}. */
@NullMarked
package org.yagura.tools.setlock;

import org.jspecify.annotations.NullMarked;
