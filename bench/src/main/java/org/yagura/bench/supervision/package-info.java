/** Benchmarks of supervisors and their services. */
@NullMarked
package org.yagura.bench.supervision;

import org.jspecify.annotations.NullMarked;
