/** Connections and who serves them. */
@NullMarked
package org.yagura.bench.net;

import org.jspecify.annotations.NullMarked;
