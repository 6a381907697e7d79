/** What can be said to a supervise over its FIFO {@code supervise/control}. */
@NullMarked
package org.yagura.core.control;

import org.jspecify.annotations.NullMarked;
