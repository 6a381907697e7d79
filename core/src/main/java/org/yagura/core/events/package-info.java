/** The history of a service, {@code supervise/events}: its lines, written without allocation and read again. */
@NullMarked
package org.yagura.core.events;

import org.jspecify.annotations.NullMarked;
