@NullMarked
package org.yagura.fuzz;

import org.jspecify.annotations.NullMarked;
