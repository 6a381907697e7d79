/** An upgrade in place: another program takes over in a daemon's process. */
@NullMarked
package org.yagura.tools.upgrade;

import org.jspecify.annotations.NullMarked;
