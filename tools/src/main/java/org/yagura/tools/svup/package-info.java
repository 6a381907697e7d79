/** The tool {@code svup}. */
@NullMarked
package org.yagura.tools.svup;

import org.jspecify.annotations.NullMarked;
