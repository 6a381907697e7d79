/** The tool {@code svscan}. */
@NullMarked
package org.yagura.tools.svscan;

import org.jspecify.annotations.NullMarked;
