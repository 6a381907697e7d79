/** The tool {@code readproctitle}. */
@NullMarked
package org.yagura.tools.readproctitle;

import org.jspecify.annotations.NullMarked;
