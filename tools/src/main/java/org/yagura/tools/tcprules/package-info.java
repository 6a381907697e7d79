/** The tool {@code tcprules}. */
@NullMarked
package org.yagura.tools.tcprules;

import org.jspecify.annotations.NullMarked;
