/** Processes killed at random under load, and what became of the lines. */
@NullMarked
package org.yagura.itest.torture;

import org.jspecify.annotations.NullMarked;
