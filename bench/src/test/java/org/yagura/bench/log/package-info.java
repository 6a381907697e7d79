/** Tests of the check that lines were kept. */
@NullMarked
package org.yagura.bench.log;

import org.jspecify.annotations.NullMarked;
