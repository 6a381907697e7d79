/** {@code yagura why}: in sentences, why a service is as it is. */
@NullMarked
package org.yagura.tools.yagura.why;

import org.jspecify.annotations.NullMarked;
