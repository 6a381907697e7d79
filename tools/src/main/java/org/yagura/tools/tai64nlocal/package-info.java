/** The tool {@code tai64nlocal}. */
@NullMarked
package org.yagura.tools.tai64nlocal;

import org.jspecify.annotations.NullMarked;
