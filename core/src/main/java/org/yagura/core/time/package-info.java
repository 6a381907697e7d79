/** Dates and times of day, as people write and read them. */
@NullMarked
package org.yagura.core.time;

import org.jspecify.annotations.NullMarked;
