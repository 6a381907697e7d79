/** {@code yagura log}: lines of services' logs, merged by time, sought and followed. */
@NullMarked
package org.yagura.tools.yagura.log;

import org.jspecify.annotations.NullMarked;
