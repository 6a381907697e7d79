/** {@code yagura upgrade}: a tree becomes the program that is installed. */
@NullMarked
package org.yagura.tools.yagura.upgrade;

import org.jspecify.annotations.NullMarked;
