/** The tool {@code popstamp}. */
@NullMarked
package org.yagura.tools.popstamp;

import org.jspecify.annotations.NullMarked;
