/** By what a supervise finds the child of the one before it that may still run. */
@NullMarked
package org.yagura.core.adopt;

import org.jspecify.annotations.NullMarked;
