/** Facts for programs: JSON, written and never read. */
@NullMarked
package org.yagura.core.json;

import org.jspecify.annotations.NullMarked;
