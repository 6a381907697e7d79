/** What {@code readproctitle} shows in the list of processes. */
@NullMarked
package org.yagura.core.proctitle;

import org.jspecify.annotations.NullMarked;
