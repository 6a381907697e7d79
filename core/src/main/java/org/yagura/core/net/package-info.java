/** Addresses and connections: texts of addresses, prefixes, PROXY headers, and who is connected how often. */
@NullMarked
package org.yagura.core.net;

import org.jspecify.annotations.NullMarked;
