/** Environments: lists of {@code NAME=value}, and the files that hold values. */
@NullMarked
package org.yagura.core.env;

import org.jspecify.annotations.NullMarked;
