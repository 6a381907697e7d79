/** {@code yagura events}: what has happened to services. */
@NullMarked
package org.yagura.tools.yagura.events;

import org.jspecify.annotations.NullMarked;
