/** Measures Yagura beside its peers in one run, interleaved, and writes down what it found. */
@NullMarked
package org.yagura.bench;

import org.jspecify.annotations.NullMarked;
