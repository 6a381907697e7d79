/** The rules of the house: who may depend on whom, what the compiled program cannot afford, how long things may be. */
@NullMarked
package org.yagura.itest.house;

import org.jspecify.annotations.NullMarked;
