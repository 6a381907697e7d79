/** {@code yagura status} and {@code list}: how services are. */
@NullMarked
package org.yagura.tools.yagura.status;

import org.jspecify.annotations.NullMarked;
