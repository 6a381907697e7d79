/** Other programs' ways of starting services, turned into service directories. Reads text, decides, writes text; nothing is run. */
@NullMarked
package org.yagura.core.importing;

import org.jspecify.annotations.NullMarked;
