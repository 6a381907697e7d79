/** Microbenchmarks of what core does most, on the JVM: for comparing one way to write it with another, not for figures about the program. */
@NullMarked
package org.yagura.bench.kernel;

import org.jspecify.annotations.NullMarked;
