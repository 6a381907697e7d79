/** {@code yagura check}: strict examination of service directories. */
@NullMarked
package org.yagura.tools.yagura.checking;

import org.jspecify.annotations.NullMarked;
