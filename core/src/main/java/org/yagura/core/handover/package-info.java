/** What a program hands over to the one that takes its place in the same process. */
@NullMarked
package org.yagura.core.handover;

import org.jspecify.annotations.NullMarked;
