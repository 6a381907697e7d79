/** TAI64N: the labels of log lines and log files, and their binary form in status files. */
@NullMarked
package org.yagura.core.tai;

import org.jspecify.annotations.NullMarked;
