/** What scenarios are made of: scripted services, the production tools, faults and checkers. */
@NullMarked
package org.yagura.sim.stage;

import org.jspecify.annotations.NullMarked;
