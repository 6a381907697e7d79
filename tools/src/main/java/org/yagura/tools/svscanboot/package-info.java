/** The tool {@code svscanboot}. */
@NullMarked
package org.yagura.tools.svscanboot;

import org.jspecify.annotations.NullMarked;
