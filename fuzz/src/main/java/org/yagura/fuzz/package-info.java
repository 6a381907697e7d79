/** One class for each parser of bytes from outside: what holds for any input. */
@NullMarked
package org.yagura.fuzz;

import org.jspecify.annotations.NullMarked;
