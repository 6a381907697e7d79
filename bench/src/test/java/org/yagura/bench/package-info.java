/** Tests of the measuring program: a benchmark that does not notice lost work measures nothing. */
@NullMarked
package org.yagura.bench;

import org.jspecify.annotations.NullMarked;
