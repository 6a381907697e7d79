/** Benchmarks of the loggers. */
@NullMarked
package org.yagura.bench.log;

import org.jspecify.annotations.NullMarked;
