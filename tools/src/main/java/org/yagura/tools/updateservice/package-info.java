/** The tool {@code update-service}. */
@NullMarked
package org.yagura.tools.updateservice;

import org.jspecify.annotations.NullMarked;
