/** The tool {@code softlimit}. */
@NullMarked
package org.yagura.tools.softlimit;

import org.jspecify.annotations.NullMarked;
