/** {@code yagura init}: the first process of a container or of a machine. */
@NullMarked
package org.yagura.tools.yagura.init;

import org.jspecify.annotations.NullMarked;
