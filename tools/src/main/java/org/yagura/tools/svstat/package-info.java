/** The tool {@code svstat}. */
@NullMarked
package org.yagura.tools.svstat;

import org.jspecify.annotations.NullMarked;
