/** What the network tools share: rule files, names and addresses, waiting for a connection. */
@NullMarked
package org.yagura.tools.net;

import org.jspecify.annotations.NullMarked;
