/** The first process of a container: which signals mean what, how a stop goes on, and whose line is whose. */
@NullMarked
package org.yagura.core.init;

import org.jspecify.annotations.NullMarked;
