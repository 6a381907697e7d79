/** {@code yagura start}, {@code stop} and their like: told, waited for, reported. */
@NullMarked
package org.yagura.tools.yagura.control;

import org.jspecify.annotations.NullMarked;
