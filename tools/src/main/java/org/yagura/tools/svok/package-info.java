/** The tool {@code svok}. */
@NullMarked
package org.yagura.tools.svok;

import org.jspecify.annotations.NullMarked;
