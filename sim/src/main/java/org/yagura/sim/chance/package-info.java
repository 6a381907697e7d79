/** All chance of a simulation comes from one seed. */
@NullMarked
package org.yagura.sim.chance;

import org.jspecify.annotations.NullMarked;
