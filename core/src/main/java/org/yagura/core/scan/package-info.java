/**
 * What svscan decides: which directories are services, when each is started, told or let go, and how a stop goes on. No I/O, no clock:
 * facts and times come in, decisions go out.
 */
@NullMarked
package org.yagura.core.scan;

import org.jspecify.annotations.NullMarked;
