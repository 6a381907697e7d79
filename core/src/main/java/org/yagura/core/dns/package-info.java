/** Questions to name servers, and their answers, which are not trusted. */
@NullMarked
package org.yagura.core.dns;

import org.jspecify.annotations.NullMarked;
