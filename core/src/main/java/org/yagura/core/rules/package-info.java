/** Rules about clients: their text, the constant database that they are compiled to, and how a client's rule is found. */
@NullMarked
package org.yagura.core.rules;

import org.jspecify.annotations.NullMarked;
