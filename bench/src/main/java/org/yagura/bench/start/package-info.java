/** Benchmarks of short programs: how long they take to start, how large they are. */
@NullMarked
package org.yagura.bench.start;

import org.jspecify.annotations.NullMarked;
