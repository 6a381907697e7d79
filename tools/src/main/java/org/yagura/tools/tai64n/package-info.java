/** The tool {@code tai64n}. */
@NullMarked
package org.yagura.tools.tai64n;

import org.jspecify.annotations.NullMarked;
