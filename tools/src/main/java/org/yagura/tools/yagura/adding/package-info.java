/** {@code yagura add}, {@code enable}, {@code disable}, {@code remove} and {@code edit}: service directories come, change and go. */
@NullMarked
package org.yagura.tools.yagura.adding;

import org.jspecify.annotations.NullMarked;
