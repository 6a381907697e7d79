/** {@code yagura top}: services on the whole screen. */
@NullMarked
package org.yagura.tools.yagura.top;

import org.jspecify.annotations.NullMarked;
