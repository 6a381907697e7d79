/** The tool {@code relayok}. */
@NullMarked
package org.yagura.tools.relayok;

import org.jspecify.annotations.NullMarked;
