/** Programs that stand between another and its descriptors 0 and 1. */
@NullMarked
package org.yagura.tools.relay;

import org.jspecify.annotations.NullMarked;
