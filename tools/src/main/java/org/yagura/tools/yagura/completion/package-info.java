/** {@code yagura completion}: what shells need to complete words of {@code yagura}. */
@NullMarked
package org.yagura.tools.yagura.completion;

import org.jspecify.annotations.NullMarked;
