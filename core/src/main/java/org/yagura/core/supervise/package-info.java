/** The decisions of supervise: what to make of a service and its child, without doing any of it. */
@NullMarked
package org.yagura.core.supervise;

import org.jspecify.annotations.NullMarked;
