/** Service directories that are made from what people say on a command line. */
@NullMarked
package org.yagura.core.adding;

import org.jspecify.annotations.NullMarked;
