/** The tool {@code svc}. */
@NullMarked
package org.yagura.tools.svc;

import org.jspecify.annotations.NullMarked;
