/** The file {@code supervise/status}, and what tells whether the supervise that wrote it still lives. */
@NullMarked
package org.yagura.core.status;

import org.jspecify.annotations.NullMarked;
