/** The simulated kernel: processes, descriptors, signals, time and the scheduler, behind the port. */
@NullMarked
package org.yagura.sim.kernel;

import org.jspecify.annotations.NullMarked;
